import { DomainError } from '../../../../design/errors.office.ts';
import { refuseEntities } from './unpacked-text.ts';
import { plainXml } from './xml-text.ts';

/** A row of 200 columns with the longest texts is far smaller; only a file made to do harm has more in one. Characters. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

const PREFIX = '(?:[A-Za-z_][\\w.-]*:)?';
const INSIDE = `(?:[^>"']|"[^"]*"|'[^']*')*?`;

/**
 * Whole elements `<name …>…</name>` or `<name …/>` of a long part, a batch for each piece of text, each a plain piece of XML. Ends at
 * `</until>`; a part that ends before is cut off: `IMPORT_FILE_DAMAGED`.
 */
export async function* elementsOf(text: AsyncIterable<string>, name: string, until: string): AsyncGenerator<string[]> {
  const element = new RegExp(`<${PREFIX}${name}(?=[\\s/>])${INSIDE}(?:/>|>[\\s\\S]*?</${PREFIX}${name}\\s*>)`, 'g');
  const end = new RegExp(`</${PREFIX}${until}\\s*>|<${PREFIX}${until}(?=[\\s/])${INSIDE}/>`);
  let rest = '';
  let prologue = true;
  for await (const piece of text) {
    rest += piece;
    if (prologue) {
      refuseEntities(rest);
      prologue = rest.length < 4_096;
    }
    const found: string[] = [];
    let used = 0;
    for (const match of rest.matchAll(element)) {
      found.push(plain(match[0]));
      used = match.index + match[0].length;
    }
    rest = used > 0 ? rest.slice(used) : rest;
    if (found.length > 0) yield found;
    if (end.test(rest)) return;
    if (rest.length > MOST_CHARACTERS) throw new DomainError('IMPORT_FILE_UNSAFE', { reason: 'size' });
  }
  throw new DomainError('IMPORT_FILE_DAMAGED');
}

const plain = (xml: string): string => (/^<\w+:|<!/.test(xml) ? plainXml(xml) : xml);
