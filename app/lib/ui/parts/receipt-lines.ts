/**
 * The lines of a slip without those that spell its QR code out: the screen draws the code itself. A register wraps them at its width.
 * Anything else stays as it was printed.
 */
export function withoutQrText(text: readonly string[], qr: string | null): readonly string[] {
  if (!qr) return text;
  for (let from = 0; from < text.length; from += 1) {
    if (text[from]!.trim() === '') continue;
    let spelled = '';
    for (let to = from; to < text.length && spelled.length < qr.length; to += 1) {
      spelled += text[to]!.trim();
      if (spelled === qr) return [...text.slice(0, from), ...text.slice(to + 1)];
      if (!qr.startsWith(spelled)) break;
    }
  }
  return text;
}
