import { FIELD_WORDS } from '../../design/import/field-words.ts';
import { columnsOf, suggestMapping, type MappingReason } from '../../design/import/columns.ts';
import { plainText } from '../../design/import/convert/plain-text.ts';
import { IMPORT_FIELDS, type ImportField } from '../../design/import/fields.ts';
import { isPowerGrid } from '../../design/import/power-grid/find-header.ts';
import { layoutOf } from '../../design/import/header.ts';
import {
  GUESS_ALL,
  STANDARD_RULES,
  type FileChoice,
  type ImportProfile,
  type ImportRules,
  type Mapping,
} from '../../design/import/profile.ts';
import { sheetGuess } from '../../design/import/sheet-guess.ts';
import { notesOf } from '../../design/import/title-money.ts';
import type { FileOutline, SheetOutline } from '../import/files/file-outline.ts';
import type { FileColumn, FileFacts } from './import.mapping.page.ts';
import { counted, DELIMITER_WORDS, ENCODING_WORDS } from './import.words.ts';

type Chosen = Partial<Readonly<Record<ImportField, number>>>;

/** What is known of how the file is to be read; the rest is guessed from its first rows. */
export interface Wanted {
  readonly choice: FileChoice;
  /** Field → number of the column; `null`: guessed, by the profile or by titles and values. */
  readonly columns: Chosen | null;
  readonly mapping: Mapping | null;
  readonly rules: ImportRules | null;
  readonly profile: ImportProfile | null;
}

export interface UnderstoodFile {
  readonly facts: FileFacts;
  /** With the sheet and the titles' rows named, so that the check reads what the person saw. */
  readonly choice: FileChoice;
  readonly columns: readonly FileColumn[];
  readonly chosen: Chosen;
  readonly why: Partial<Readonly<Record<ImportField, string>>>;
  readonly told: readonly string[];
  readonly mapping: Mapping;
  readonly rules: ImportRules;
}

const WHY_WORDS: Readonly<Record<MappingReason, string>> = {
  remembered: '',
  title: '',
  similar: 'похоже по заголовку, проверьте',
  content: 'узнали по содержимому, проверьте',
  'only-price': 'цена в файле одна: проверьте, что это цена продажи',
};
const SAMPLES = 3;

function sheetOf({ sheets }: FileOutline, wanted: string | null): { sheet: SheetOutline; guessed: boolean } {
  const named = wanted === null ? undefined : sheets.find(({ name }) => name === wanted);
  const best = sheets.length > 1 ? sheetGuess(sheets)[0]?.name : undefined;
  return { sheet: named ?? sheets.find(({ name }) => name === best) ?? sheets[0]!, guessed: named === undefined };
}

/** Titles of the columns as the import reads them, with some of their values. */
function columnsWith(titles: readonly string[], samples: SheetOutline['head']): FileColumn[] {
  return titles.map((title, column) => ({
    title,
    samples: samples
      .map(({ cells }) => plainText(cells[column]).trim().slice(0, 60))
      .filter(Boolean)
      .slice(0, SAMPLES),
  }));
}

function toldOf(outline: FileOutline, sheet: SheetOutline, guessed: boolean, headerRow: number | null, rows: 1 | 2): string[] {
  const { format, sheets, encoding, delimiter } = outline;
  const others = sheets.filter(({ name }) => name !== sheet.name).map(({ name }) => `«${name}»`);
  return [
    `${counted(sheet.rows, 'строка', 'строки', 'строк')} с текстом.`,
    ...(guessed && others.length > 0 ? [`Выбрали лист, похожий на прайс; ${others.join(', ')} не берём.`] : []),
    ...(format === 'csv' && encoding !== null && delimiter !== null
      ? [
          `Кодировка ${ENCODING_WORDS[encoding]}, колонки делит ${DELIMITER_WORDS.find(([sign]) => sign === delimiter)?.[1] ?? delimiter}.`,
        ]
      : []),
    headerRow === null
      ? 'Заголовков не нашли: колонки названы по номерам.'
      : `Заголовки в ${rows === 2 ? `строках ${headerRow} и ${headerRow + 1}` : `строке ${headerRow}`}.`,
  ];
}

/** Grids of lens powers have no columns to name; whoever names one, or a row of titles, reads the sheet as a list. */
const isGrid = ({ head }: SheetOutline, { mapping, profile, choice }: Wanted): boolean =>
  Object.keys(mapping ?? profile?.mapping ?? {}).length === 0 && choice.headerRow === null && isPowerGrid(head);

/** Step 2's picture of a file: the sheet, its columns with samples, which is what and why; sentences for a person. */
export function understoodFile(outline: FileOutline, wanted: Wanted): UnderstoodFile {
  const { sheet, guessed } = sheetOf(outline, wanted.choice.sheet);
  const layout = layoutOf(sheet.head, wanted.choice);
  const samples = sheet.head.filter(({ row }) => row >= layout.dataRow);
  const remembers = wanted.mapping ?? wanted.profile?.mapping ?? {};
  const suggestion = suggestMapping(layout.titles, samples, remembers, notesOf(sheet.head));
  const told = toldOf(outline, sheet, guessed, layout.headerRow, layout.headerRows);
  const rules =
    wanted.rules ??
    wanted.profile?.rules ??
    (suggestion.priceWithoutVat ? { ...STANDARD_RULES, priceWithoutVat: true } : STANDARD_RULES);

  const grid = isGrid(sheet, wanted);
  // What a profile leaves out on purpose is not guessed back in.
  const remembered = wanted.mapping ?? (wanted.profile === null ? null : wanted.profile.mapping);
  const found: Chosen = grid
    ? {}
    : remembered === null
      ? Object.fromEntries(suggestion.suggested.map(({ field, column }) => [field, column]))
      : columnsOf(remembered, layout.titles).columns;
  const chosen: Chosen =
    wanted.columns === null
      ? found
      : Object.fromEntries(Object.entries(wanted.columns).filter(([, column]) => column < layout.titles.length));
  if (wanted.columns === null) {
    const count = Object.keys(found).length;
    told.push(
      wanted.profile !== null
        ? `Узнали профиль «${wanted.profile.name}»: его колонки и правила.`
        : grid
          ? 'Узнали таблицы «сфера × цилиндр»: каждая станет линзой под названием, которое над ней. Колонки указывать не нужно.'
          : count > 0
            ? `Узнали ${counted(count, 'колонку', 'колонки', 'колонок')} по заголовкам и содержимому.`
            : 'Ни одной колонки не узнали: укажите их ниже.',
    );
    for (const { field, title } of suggestion.vanished)
      told.push(`Колонки «${title}» (${FIELD_WORDS[field].toLowerCase()}) в файле больше нет.`);
    if (wanted.profile === null && wanted.rules === null && suggestion.priceWithoutVat)
      told.push('В файле сказано, что цены без НДС: добавим НДС, это правило можно выключить.');
  }
  return {
    facts: {
      ...{ format: outline.format, encoding: outline.encoding, delimiter: outline.delimiter, sheet: sheet.name },
      sheets: outline.sheets.map(({ name, rows }) => ({ name, rows })),
      headerRow: layout.headerRow,
      headerRows: layout.headerRows,
    },
    choice: {
      ...wanted.choice,
      sheet: outline.sheets.length > 1 ? sheet.name : null,
    },
    columns: columnsWith(layout.titles, samples),
    chosen,
    why: Object.fromEntries(
      suggestion.suggested
        .filter(({ field, column }) => chosen[field] === column && wanted.columns === null)
        .map(({ field, why }) => [field, WHY_WORDS[why]]),
    ),
    told,
    mapping: mappingBy(chosen, layout.titles),
    rules,
  };
}

/** Fields by the titles of their columns, as profiles and jobs keep them. */
const mappingBy = (chosen: Chosen, titles: readonly string[]): Mapping =>
  Object.fromEntries(
    IMPORT_FIELDS.flatMap((field) => {
      const column = chosen[field];
      const title = column === undefined ? undefined : titles[column];
      return title === undefined ? [] : [[field, title.slice(0, 200)]];
    }),
  );

/** The profile that knows all its columns in this file; of several the one with most columns, then the one used last. */
export function fittingProfile(outline: FileOutline, profiles: readonly ImportProfile[]): ImportProfile | null {
  const fits = profiles
    .filter(({ active, mapping }) => active && Object.keys(mapping).length >= 2)
    .filter(({ file, mapping }) => {
      const { sheet } = sheetOf(outline, file.sheet);
      const { titles } = layoutOf(sheet.head, file.headerRow === null ? GUESS_ALL : file);
      return columnsOf(mapping, titles).vanished.length === 0;
    });
  const size = ({ mapping }: ImportProfile): number => Object.keys(mapping).length;
  return fits.sort((a, b) => size(b) - size(a) || (b.lastDone ?? 0) - (a.lastDone ?? 0))[0] ?? null;
}

/** Two fields that are read from one column: the later one is told. */
export function sharedColumns(chosen: Chosen): Record<string, string> {
  const taken = new Map<number, ImportField>();
  const wrong: Record<string, string> = {};
  for (const field of IMPORT_FIELDS) {
    const column = chosen[field];
    const other = column === undefined ? undefined : taken.get(column);
    if (other !== undefined) wrong[`m.${field}`] = `Эта колонка уже взята для поля «${FIELD_WORDS[other]}»`;
    else if (column !== undefined) taken.set(column, field);
  }
  return wrong;
}
