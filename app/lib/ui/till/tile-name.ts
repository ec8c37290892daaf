/** Letters that a tile shows of a name without cutting it. */
const WHOLE = 40;
const TAIL = 16;

/**
 * A name as a tile shows it. Articles of one series differ at their end (power, coating, colour), which is what a cut would take: of a
 * long name the last words keep a line of their own, and the head before them may be cut. `tail` is empty where the name fits.
 */
export function tileName(name: string): { readonly head: string; readonly tail: string } {
  if (name.length <= WHOLE) return { head: name, tail: '' };
  // The last words that fit; a word too long for it gives its own end.
  const space = name.indexOf(' ', name.length - TAIL - 1);
  const from = space === -1 ? name.length - TAIL : space;
  return { head: name.slice(0, from).trim(), tail: name.slice(from).trim() };
}
