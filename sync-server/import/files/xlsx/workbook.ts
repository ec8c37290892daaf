import { posix } from 'node:path';
import type { FileHandle } from 'node:fs/promises';
import { DomainError } from '../../../../design/errors.office.ts';
import { attribute, plainXml } from './xml-text.ts';
import { wholeText } from './unpacked-text.ts';
import type { ZipEntry } from './zip-directory.ts';

/** Reports of some web services call it workbook2.xml (xlrd #241). */
export const WORKBOOK = /(?:^|\/)workbook\d{0,3}\.xml$/;

const MOST_BYTES = 4 * 1024 * 1024;

export interface SheetPart {
  readonly name: string;
  readonly hidden: boolean;
  readonly entry: ZipEntry;
}

/** Where the parts of a workbook lie. Sheets in the order of the tabs, hidden ones last. */
export interface Workbook {
  readonly sheets: readonly SheetPart[];
  readonly strings: ZipEntry | null;
  readonly styles: ZipEntry | null;
  /** Days count from 1904 (old Mac workbooks). */
  readonly date1904: boolean;
}

/** exceljs finds a sheet's name only where its part is called as Excel calls it; other writers point elsewhere. */
export async function workbookOf(path: string, file: FileHandle, parts: ReadonlyMap<string, ZipEntry>): Promise<Workbook> {
  const at = [...parts.keys()].filter((name) => WORKBOOK.test(name)).sort()[0];
  const entry = at === undefined ? undefined : parts.get(at);
  if (at === undefined || !entry) throw new DomainError('IMPORT_FILE_DAMAGED');
  const folder = posix.dirname(at);
  const book = plainXml(await wholeText(path, file, entry, MOST_BYTES));
  const relations = parts.get(posix.join(folder, '_rels', `${posix.basename(at)}.rels`));
  const targets = relations ? targetsOf(plainXml(await wholeText(path, file, relations, MOST_BYTES)), folder) : [];
  const part = (found: Target | undefined, usual: string) => parts.get(found?.path ?? posix.join(folder, usual)) ?? null;

  const sheets = tags(book, 'sheet').flatMap((tag, n): SheetPart[] => {
    const target = targets.find(({ id }) => id === attribute(tag, '(?:\\w+:)?id'));
    if (target && target.type !== 'worksheet') return [];
    const sheet = part(target, `worksheets/sheet${n + 1}.xml`);
    if (!sheet) throw new DomainError('IMPORT_FILE_DAMAGED');
    const state = attribute(tag, 'state');
    return [{ name: attribute(tag, 'name') ?? `Sheet${n + 1}`, hidden: state !== null && state !== 'visible', entry: sheet }];
  });
  const ofType = (type: string) => targets.find((target) => target.type === type);
  return {
    sheets: [...sheets.filter(({ hidden }) => !hidden), ...sheets.filter(({ hidden }) => hidden)],
    strings: part(ofType('sharedStrings'), 'sharedstrings.xml'),
    styles: part(ofType('styles'), 'styles.xml'),
    date1904: tags(book, 'workbookPr').some((tag) => ['1', 'true'].includes(attribute(tag, 'date1904') ?? '')),
  };
}

interface Target {
  readonly id: string;
  readonly type: string;
  /** Within the archive, small letters. */
  readonly path: string;
}

const targetsOf = (xml: string, folder: string): Target[] =>
  tags(xml, 'Relationship').map((tag) => {
    const target = (attribute(tag, 'Target') ?? '').replaceAll('\\', '/');
    const path = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
    return { id: attribute(tag, 'Id') ?? '', type: (attribute(tag, 'Type') ?? '').split('/').at(-1)!, path: path.toLowerCase() };
  });

const tags = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}\\s((?:[^>"']|"[^"]*"|'[^']*')*)>`, 'g'))].map((match) => match[1]!);
