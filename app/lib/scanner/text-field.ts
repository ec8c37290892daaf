const TEXTUAL = ['text', 'search', 'tel', 'url', 'password', ''];

/** The focused element, where it is a field that typed characters go into and whose caret can be put back. */
export function textField(element: Element | null): HTMLInputElement | HTMLTextAreaElement | null {
  if (element instanceof HTMLTextAreaElement) return element;
  return element instanceof HTMLInputElement && TEXTUAL.includes(element.type) ? element : null;
}
