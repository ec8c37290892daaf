const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Text of XML as a person reads it; an entity that XML does not know stays as it is. */
export const decodedXml = (text: string): string =>
  text.includes('&')
    ? text.replace(
        /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));/gi,
        (whole, hex?: string, decimal?: string, name?: string) =>
          name ? (NAMED[name.toLowerCase()] ?? whole) : codePoint(hex ? parseInt(hex, 16) : Number(decimal)),
      )
    : text;

const codePoint = (point: number): string => (point <= 0x10ffff ? String.fromCodePoint(point) : '\uFFFD');

/** Excel writes control characters as `_x000D_` and a text that looks so as `_x005F_x000D_`: decoded once, never twice. */
export const decodedControls = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    : text;

/** The value of an attribute of a tag's inside, by either kind of quotes. */
export function attribute(tag: string, name: string): string | null {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag);
  return found ? decodedXml(found[1] ?? found[2] ?? '') : null;
}

/** Names without their prefix (`<x:row>`), CDATA as plain text, no comments: one way of writing for everything after. */
export const plainXml = (text: string): string =>
  text
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_whole, inside: string) => escapedXml(inside))
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<(\/?)[A-Za-z_][\w.-]*:(?=[A-Za-z])/g, '<$1');

export const escapedXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The written text of an `<si>` or `<is>`: its runs joined, without the reading aids of Japanese (`rPh`). Still escaped. */
export function runsOf(inside: string): string {
  const written = inside.includes('<rPh') ? inside.replace(/<rPh[\s>][\s\S]*?<\/rPh>/g, '') : inside;
  let text = '';
  for (const run of written.matchAll(/<t(?:\s[^>]*?)?(?:\/>|>([\s\S]*?)<\/t\s*>)/g)) text += run[1] ?? '';
  return text;
}
