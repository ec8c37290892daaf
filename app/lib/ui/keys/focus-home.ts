/** Where the keyboard belongs when nothing has it: the screen's own place (`data-focus-home`), else the screen itself. */
export function focusHome(document: Document): void {
  const main = document.querySelector('main');
  const home = main?.querySelector<HTMLElement>('[data-focus-home]:not(:disabled)') ?? main;
  home?.focus({ preventScroll: true });
}

/** Nothing on the screen has the keyboard: the button that was pressed is gone, or the press went beside everything. */
export const isFocusLost = (document: Document): boolean =>
  document.activeElement === null || document.activeElement === document.body;
