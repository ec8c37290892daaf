import { DomainError } from '../../../../design/errors.office.ts';
import { refuseEntities } from './unpacked-text.ts';
import { plainXml } from './xml-text.ts';

/** A row of 200 columns with the longest texts is far smaller; only a file made to do harm has more in one. Characters. */
const MOST_CHARACTERS = 16 * 1024 * 1024;
/** Where a document type would stand. */
const PROLOGUE = 4_096;

const PREFIX = '(?:[A-Za-z_][\\w.-]*:)?';
const INSIDE = `(?:[^>"']|"[^"]*"|'[^']*')*?`;

/**
 * Whole elements `<name …>…</name>` or `<name …/>` of a long part, a batch for each piece of text, each a plain piece of XML. Ends at
 * `</until>`; a part that ends before is cut off: `IMPORT_FILE_DAMAGED`.
 * @param after takes the text behind that end, in pieces
 */
export async function* elementsOf(
  text: AsyncIterable<string>,
  name: string,
  until: string,
  after?: (text: string) => void,
): AsyncGenerator<string[]> {
  const element = new RegExp(`<${PREFIX}${name}(?=[\\s/>])${INSIDE}(?:/>|>[\\s\\S]*?</${PREFIX}${name}\\s*>)`, 'g');
  const end = new RegExp(`</${PREFIX}${until}\\s*>|<${PREFIX}${until}(?=[\\s/])${INSIDE}/>`);
  let rest = '';
  let [begun, ended] = [false, false];
  for await (const piece of text) {
    // The rest is unpacked all the same: its checksum stands at the end.
    if (ended) {
      after?.(piece);
      continue;
    }
    rest += piece;
    if (!begun) refuseEntities(rest);
    begun ||= rest.length > PROLOGUE;
    if (rest.includes('<!--')) rest = rest.replace(/<!--[\s\S]*?-->/g, '');
    const [found, used] = elementsIn(rest, element);
    if (used > 0) rest = rest.slice(used);
    if (found.length > 0) yield found;
    const last = end.exec(rest);
    ended = last !== null;
    if (last) after?.(rest.slice(last.index + last[0].length));
    if (!ended && rest.length > MOST_CHARACTERS) throw new DomainError('IMPORT_FILE_UNSAFE', { reason: 'size' });
  }
  if (!ended) throw new DomainError('IMPORT_FILE_DAMAGED');
}

/** The whole elements and where the last one ends; what a comment hides that is not closed yet waits for its end. */
function elementsIn(text: string, element: RegExp): [found: string[], used: number] {
  const comment = text.indexOf('<!--');
  const found: string[] = [];
  let used = 0;
  for (const match of (comment < 0 ? text : text.slice(0, comment)).matchAll(element)) {
    found.push(plain(match[0]));
    used = match.index + match[0].length;
  }
  return [found, used];
}

const plain = (xml: string): string => (/^<\w+:|<!/.test(xml) ? plainXml(xml) : xml);
