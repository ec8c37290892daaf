import { contactLensAttributes, type CatalogueEntry } from '../../documents/catalogue.ts';
import { plainText } from '../convert/plain-text.ts';
import type { ImportField } from '../fields.ts';
import type { RowCells } from '../read-row.ts';
import { readPower } from '../convert/dioptres.ts';
import { readAxes, readCylinders, readSpheres } from './power-lists.ts';

type ContactLens = NonNullable<CatalogueEntry['contactLens']>;
type Replacement = ContactLens['replacement'];

/** «8,6», «8.6 мм»; a cell with several is none: every curve is an article of its own. */
const millimetres = (text: string): number | null => {
  const found = /^[^\d]{0,4}(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:мм|mm)?$/iu.exec(text)?.[1];
  return found === undefined ? null : Number(found.replace(',', '.'));
};
const inName = (name: string, pattern: RegExp): string => pattern.exec(name)?.[1] ?? '';
const CURVE = /(?:bc|r|кривизна|радиус)\s*[:=]?\s*(\d[.,]\d{1,2})(?!\d)/iu;
const DIAMETER = /(?:dia|d|ø|диаметр)\s*[:=]?\s*(1[2-6](?:[.,]\d)?)(?!\d)/iu;
const PACK = /(?:упак\p{L}*|уп\.?|№|pack)?\s*(\d{1,3})\s*(?:шт|линз|pk|pcs|lens|блист)/iu;

/** How often a lens is changed, as names and columns say it. */
const REPLACEMENTS: readonly (readonly [Replacement, RegExp])[] = [
  ['day', /однодневн|1[\s-]*day|one[\s-]*day|daily|dailies|на день|1 день|ежедневн/iu],
  ['two-weeks', /двухнедел|2[\s-]*(?:недел|week)|14 дн|bi-?weekly/iu],
  ['quarter', /квартал|3[\s-]*(?:месяц|мес\.?|month)|трехмесячн|трёхмесячн|quarter/iu],
  ['half-year', /полугод|6[\s-]*(?:месяц|мес\.?|month)|half/iu],
  ['year', /(?:^|\s)год|12[\s-]*(?:месяц|мес\.?)|традиционн|year|annual/iu],
  ['month', /месяц|1[\s-]*мес|month|30 дн/iu],
];
const replacementOf = (told: string, name: string, pack: number): Replacement =>
  REPLACEMENTS.find(([, words]) => words.test(told))?.[0] ??
  REPLACEMENTS.find(([, words]) => words.test(name))?.[0] ??
  // Boxes of thirty and more are daily lenses; smaller ones are mostly changed monthly.
  (pack >= 30 ? 'day' : 'month');

const ADDS: Readonly<Record<string, readonly [from: number, to: number]>> = {
  ...{
    low: [0.75, 1.25],
    lo: [0.75, 1.25],
    medium: [1.5, 1.75],
    med: [1.5, 1.75],
    mid: [1.5, 1.75],
    high: [2, 2.5],
    hi: [2, 2.5],
  },
  ...{ низкая: [0.75, 1.25], средняя: [1.5, 1.75], высокая: [2, 2.5] },
};

/** «Low, Med, High», «+1,00; +2,00»; `null`: cannot be read. */
function addsOf(text: string): ContactLens['adds'] | null {
  if (text === '' || /^[-–—]+$|^нет$/iu.test(text)) return undefined;
  const adds = text.split(/[;/]|,(?!\d)|,(?=\s*\p{L})/u).flatMap((part) => {
    const code = part.trim();
    const [from, to] = ADDS[code.toLowerCase()] ?? [readPower(code), readPower(code)];
    return from === null || to === null ? [null] : [{ code: code.toUpperCase(), from, to }];
  });
  return adds.includes(null) ? null : (adds as NonNullable<ContactLens['adds']>);
}

/**
 * What a row of contact lenses says of powers and measures: spheres with their steps, cylinders and axes, base curve, diameter and how many are
 * in a pack, from columns of their own or from the name. `null`: the file has no powers, or says what cannot be read: that is told, and the
 * article comes without.
 */
export function readContactLens(given: RowCells, name: string | null): ContactLens | null {
  const text = (field: ImportField): string => plainText(given.cell(field));
  const faulty = (field: ImportField): null => {
    given.found('POWERS_INVALID', field);
    return null;
  };
  if (text('sphFrom') === '' && text('sphTo') === '') return null;
  const spheres = spheresOf(text('sphFrom'), text('sphTo'));
  if (spheres === null) return faulty(text('sphFrom') === '' ? 'sphTo' : 'sphFrom');
  const cylinders = readCylinders([text('cylFrom'), text('cylTo')].filter(Boolean).join(' … ') || '-');
  if (cylinders === null) return faulty(text('cylTo') === '' ? 'cylFrom' : 'cylTo');
  const axes = readAxes(text('axis'));
  if (axes === null) return faulty('axis');
  const adds = addsOf(text('add'));
  if (adds === null) return faulty('add');
  const [bc, dia] = [
    millimetres(text('bc') || inName(name ?? '', CURVE)),
    millimetres(text('diameter') || inName(name ?? '', DIAMETER)),
  ];
  if (bc === null || bc < 7 || bc > 10) return faulty('bc');
  if (dia === null || dia < 12 || dia > 18) return faulty('diameter');
  const pack = Number(/^\D{0,12}(\d{1,3})/.exec(text('packSize') || text('pack'))?.[1] ?? (inName(name ?? '', PACK) || NaN));
  if (!(pack >= 1)) return faulty('packSize');
  const turn = cylinders.length === 0 ? {} : { cyl: cylinders, axes };
  const read = contactLensAttributes.safeParse({
    ...{ bc, dia, pack, replacement: replacementOf(text('replacement'), name ?? '', pack) },
    sph: {
      min: Math.min(...spheres.map(({ min }) => min)),
      max: Math.max(...spheres.map(({ max }) => max)),
      step: Math.min(...spheres.map(({ step }) => step)),
    },
    ...(spheres.length > 1 || cylinders.length > 0 ? { powers: spheres.map((sph) => ({ sph, ...turn })) } : {}),
    ...(adds === undefined ? {} : { adds }),
  });
  return read.success ? read.data : faulty('sphFrom');
}

/** One column that holds everything, or two with the ends; a span of the first without an end goes to the second. */
function spheresOf(from: string, to: string) {
  if (from === '' || to === '') return readSpheres(from || to);
  const [start, end] = [readPower(from), readPower(to)];
  if (start !== null && end !== null) return readSpheres(`${Math.min(start, end)} … ${Math.max(start, end)}`);
  return readSpheres(from, end);
}
