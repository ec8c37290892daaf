import { canonicalJson } from '../../design/canonical-json.ts';
import type { Typed } from '../../design/catalogue/product-changes.ts';
import { contactLensAttributes, lensOption, type CatalogueEntry, type Product } from '../../design/documents/catalogue.ts';
import { lensFaults } from '../../design/optics/catalogue-faults.ts';
import type { ContactLens } from '../../design/optics/contact-power.ts';
import { blocksOfLens, lensOfBlocks, type BlockFault, type PowerBlock } from '../../design/optics/lens-blocks.ts';
import { dioptres, powerText } from '../../design/optics/lens-price.ts';
import { readRoubles, roublesField, type Understood } from './catalogue.fields.ts';

type Lens = NonNullable<CatalogueEntry['lens']>;
type Option = NonNullable<Lens['options']>[number];

/** Rows of a form: `b-0-sph`, `b-0-cyl`, … */
export type Row = Readonly<Record<string, string>>;
export type Rows = readonly Row[];
/** Lines that a form may have. */
const MOST_ROWS = 300;

export const BLOCK_FIELDS = ['sphFrom', 'sphTo', 'cylFrom', 'cylTo', 'price', 'finished'] as const;
export const OPTION_FIELDS = ['code', 'kind', 'name', 'price', 'excludes', 'requires', 'onFinished'] as const;
export const PRISM_FIELDS = ['to', 'price'] as const;
export const POWER_FIELDS = ['from', 'to', 'step', 'cyl', 'axes'] as const;
export const ADD_FIELDS = ['code', 'from', 'to'] as const;
/** A tick is sent or not: it alone makes no line. */
const TICKS = new Set(['finished', 'onFinished', 'kind']);

export const OPTION_KINDS: Readonly<Record<Option['kind'], string>> = {
  coating: 'покрытие',
  tint: 'окраска',
  photochromic: 'фотохром',
  polarised: 'поляризация',
  edge: 'край',
};

/** The lines of a form that somebody wrote something in, in their order. */
export function typedRows(typed: Typed, letter: string, fields: readonly string[]): Rows {
  const places = Object.keys(typed).flatMap((name) => {
    const found = new RegExp(`^${letter}-(\\d{1,3})-`).exec(name);
    return found ? [Number(found[1])] : [];
  });
  return [...new Set(places)]
    .sort((a, b) => a - b)
    .slice(0, MOST_ROWS)
    .map((place) => Object.fromEntries(fields.map((field) => [field, (typed[`${letter}-${place}-${field}`] ?? '').trim()])))
    .filter((row) => fields.some((field) => !TICKS.has(field) && row[field] !== ''));
}

/** `−2,25`, `+1`, `0`; `null` where it is no number. */
export function powerOf(text: string): number | null {
  const plain = text.replace(/[−–]/g, '-').replace(',', '.').replace(/^\+/, '').replace(/\s/g, '');
  return /^-?\d{1,2}(\.\d{1,3})?$/.test(plain) ? Number(plain) + 0 : null;
}

export const blockRows = (lens: Lens, price: number): Rows =>
  blocksOfLens(lens, price).map((block) => ({
    ...{ sphFrom: dioptres(block.sph.from), sphTo: dioptres(block.sph.to) },
    // As price lists have it: from the weakest cylinder to the strongest.
    ...{ cylFrom: dioptres(block.cyl.to), cylTo: dioptres(block.cyl.from), price: roublesField(block.price) },
    finished: block.finished ? 'yes' : '',
  }));

const FAULT_WORDS: Readonly<Record<BlockFault['code'], string>> = {
  GRID: 'силы «от» и «до» по порядку, в шаге 0,125 и в пределах рецепта; цилиндр с минусом; цена не меньше нуля',
  OVERLAP: 'одна сила стоит по-разному',
  MANY: 'разных цен больше 26',
  GAP: 'между изготавливаемыми силами есть пропуск',
  FALLING: 'более сильная линза дешевле слабой',
};
/** «строки 1 и 3: одна сила стоит по-разному, с −4,25, всего 2» */
export const faultWords = ({ code, blocks, at, count }: BlockFault): string =>
  [
    blocks.length === 0 ? '' : `${blocks.length > 1 ? 'строки' : 'строка'} ${blocks.map((one) => one + 1).join(' и ')}: `,
    FAULT_WORDS[code],
    at === null ? '' : `, начиная с ${powerText(at)}, всего сил: ${count}`,
  ].join('');

export interface ReadLens {
  readonly lens: Lens;
  /** The article's: that of the cheapest power. */
  readonly price: number;
  /** What a person should look at; nothing stands in the way of saving. */
  readonly warnings: readonly string[];
}

const listed = (text: string | undefined): string[] => (text ?? '').split(/[,;\s]+/).filter(Boolean);
/** Codes may have spaces: «Crizal Easy». */
const codesIn = (text: string | undefined): string[] =>
  (text ?? '')
    .split(/[,;]/)
    .map((one) => one.trim())
    .filter(Boolean);

function readBlocks(rows: Rows): Understood<PowerBlock[]> {
  const wrong: string[] = [];
  const blocks = rows.flatMap((row, n): PowerBlock[] => {
    const [sphFrom, sphTo] = [powerOf(row['sphFrom']!), powerOf(row['sphTo'] === '' ? row['sphFrom']! : row['sphTo']!)];
    const [one, other] = [powerOf(row['cylFrom'] || '0'), powerOf(row['cylTo'] || row['cylFrom'] || '0')];
    const price = readRoubles(row['price']!);
    if (sphFrom === null || sphTo === null || one === null || other === null || price === null) {
      wrong.push(`строка ${n + 1}: сферы и цилиндры числами, цена в рублях`);
      return [];
    }
    // Lists are written in either direction.
    const [sph, cyl] = [[sphFrom, sphTo].sort((a, b) => a - b), [one, other].sort((a, b) => a - b)];
    const ends = { sph: { from: sph[0]!, to: sph[1]! }, cyl: { from: cyl[0]!, to: cyl[1]! } };
    return [{ ...ends, price, finished: row['finished'] === 'yes' }];
  });
  return wrong.length > 0 ? { wrong } : { value: blocks };
}

export const optionRows = (options: readonly Option[] | undefined): Rows =>
  (options ?? []).map((one) => ({
    ...{
      code: one.code,
      kind: one.kind,
      name: one.name,
      price: roublesField(one.price),
      onFinished: one.onFinished ? 'yes' : '',
    },
    ...{ excludes: (one.excludes ?? []).join(', '), requires: (one.requires ?? []).join(', ') },
  }));
export const prismRows = (prism: Lens['prism']): Rows =>
  (prism ?? []).map(({ to, price }) => ({ to: String(to).replace('.', ','), price: roublesField(price) }));

function readOptions(rows: Rows, coatings: readonly string[]): Understood<Option[]> {
  const codes = rows.map(({ code }) => code!);
  const known = new Set([...codes, ...coatings]);
  const wrong: string[] = [];
  const options = rows.flatMap((row, n): Option[] => {
    const says = (what: string): void => void wrong.push(`опция ${n + 1}: ${what}`);
    const [excludes, requires] = [codesIn(row['excludes']), codesIn(row['requires'])];
    const price = readRoubles(row['price'] || '0');
    if (!/^[\p{L}\d][\p{L}\d ._+/-]{0,39}$/u.test(row['code']!)) says('код: до 40 букв, цифр и знаков . _ + / -');
    if (codes.indexOf(row['code']!) !== n) says(`код ${row['code']} уже есть выше`);
    if (row['name'] === '') says('напишите название');
    if (price === null) says('доплата в рублях');
    for (const one of [...excludes, ...requires]) if (!known.has(one)) says(`кода ${one} нет ни среди опций, ни среди покрытий`);
    for (const one of requires) if (excludes.includes(one) || one === row['code']) says(`${one} и нужен, и исключён`);
    const { data } = lensOption.safeParse({
      ...{ code: row['code'], kind: row['kind'], name: row['name'], price: price ?? 0 },
      ...(excludes.length > 0 ? { excludes } : {}),
      ...(requires.length > 0 ? { requires } : {}),
      ...(row['onFinished'] === 'yes' ? { onFinished: true } : {}),
    });
    if (!data) says('выберите вид');
    return data ? [data] : [];
  });
  return wrong.length > 0 ? { wrong } : { value: options };
}

function readPrism(rows: Rows): Understood<NonNullable<Lens['prism']>> {
  const steps = rows.map((row) => ({ to: powerOf(row['to']!), price: readRoubles(row['price'] || '0') }));
  const read = steps.flatMap(({ to, price }) => (to !== null && to > 0 && price !== null ? [{ to, price }] : []));
  return read.length === steps.length
    ? { value: read.sort((a, b) => a.to - b.to) }
    : { wrong: ['призма: до скольких дптр больше нуля и доплата в рублях'] };
}

/** What a form says of a lens family: powers with prices, options, prism. What it does not show stays. */
export function readLens(typed: Typed, before: Lens, priceNow: number): Understood<ReadLens> {
  const blocks = readBlocks(typedRows(typed, 'b', BLOCK_FIELDS));
  const options = readOptions(typedRows(typed, 'o', OPTION_FIELDS), before.coatings);
  const prism = readPrism(typedRows(typed, 'p', PRISM_FIELDS));
  const wrong = [blocks, options, prism].flatMap((read) => ('wrong' in read ? read.wrong : []));
  if ('wrong' in blocks || 'wrong' in options || 'wrong' in prism) return { wrong };
  const { table, faults } = lensOfBlocks(blocks.value, before);
  if (table === null) return { wrong: faults.map(faultWords) };
  const { options: _, prism: __, ...rest } = before;
  // Who came for an option leaves the powers as they are kept, to the letter.
  const isAsBefore = canonicalJson(blocks.value) === canonicalJson(blocksOfLens(before, priceNow));
  const lens: Lens = {
    ...rest,
    ...(isAsBefore ? {} : table),
    ...(options.value.length > 0 ? { options: options.value } : {}),
    ...(prism.value.length > 0 ? { prism: prism.value } : {}),
  };
  const odd = lensFaults(lens);
  if (odd.length > 0) return { wrong: [`так не бывает, проверьте: ${odd.join(', ')}`] };
  return { value: { lens, price: isAsBefore ? priceNow : table.bands[0]!.price, warnings: faults.map(faultWords) } };
}

export const powerRows = ({ sph, powers }: ContactLens): Rows =>
  (powers ?? [{ sph }]).map((block) => ({
    ...{ from: dioptres(block.sph.min), to: dioptres(block.sph.max), step: String(block.sph.step).replace('.', ',') },
    cyl: ('cyl' in block ? (block.cyl ?? []) : []).map(dioptres).join(' '),
    axes: axesText('axes' in block ? (block.axes ?? []) : []),
  }));
export const addRows = ({ adds }: ContactLens): Rows =>
  (adds ?? []).map(({ code, from, to }) => ({ code, from: dioptres(from), to: dioptres(to) }));

/** `10-180/10` for what goes on in one step, else every axis. */
export function axesText(axes: readonly number[]): string {
  const step = axes.length > 2 ? axes[1]! - axes[0]! : 0;
  const isEven = step > 0 && axes.every((axis, i) => i === 0 || axis - axes[i - 1]! === step);
  return isEven ? `${axes[0]}-${axes.at(-1)}/${step}` : axes.join(' ');
}

/** `null`: not understood. */
export function readAxes(text: string): number[] | null {
  const axes = listed(text).flatMap((part): number[] => {
    const [, from, to, step] = /^(\d{1,3})(?:-(\d{1,3})(?:\/(\d{1,3}))?)?$/.exec(part) ?? [];
    if (from === undefined) return [Number.NaN];
    const [first, last, by] = [Number(from), Number(to ?? from), Number(step ?? 10)];
    if (last < first || by < 1) return [Number.NaN];
    return Array.from({ length: Math.floor((last - first) / by) + 1 }, (_, i) => first + i * by);
  });
  return axes.every((axis) => axis >= 1 && axis <= 180) ? [...new Set(axes)].sort((a, b) => a - b) : null;
}

type Block = NonNullable<ContactLens['powers']>[number];
const meet = (a: Block, b: Block): boolean => {
  const spheres = Math.max(a.sph.min, b.sph.min) <= Math.min(a.sph.max, b.sph.max);
  const cylinders = a.cyl && b.cyl ? a.cyl.some((one) => b.cyl!.includes(one)) : !a.cyl && !b.cyl;
  const axes = a.axes && b.axes ? a.axes.some((one) => b.axes!.includes(one)) : true;
  return spheres && cylinders && axes;
};

function readPowers(rows: Rows): Understood<Block[]> {
  const wrong: string[] = [];
  const blocks = rows.flatMap((row, n): Block[] => {
    const says = (what: string): void => void wrong.push(`строка ${n + 1}: ${what}`);
    const [min, max, step] = [powerOf(row['from']!), powerOf(row['to']!), powerOf(row['step'] || '0,25')];
    const cyl = listed(row['cyl']?.replace(/,(?=\d)/g, '.')).map(powerOf);
    const axes = readAxes(row['axes'] ?? '');
    const isRange = min !== null && max !== null && step !== null && step > 0 && min <= max && ((max - min) / step) % 1 === 0;
    if (!isRange) says('сферы от и до числами, между ними целое число шагов');
    if (cyl.some((one) => one === null || one >= 0)) says('цилиндры с минусом, через пробел');
    if (axes === null) says('оси от 1 до 180: «10 20 90» или «10-180/10»');
    if (cyl.length > 0 !== (axes?.length ?? 0) > 0) says('цилиндры и оси пишут вместе');
    if (!isRange || axes === null) return [];
    const sph = { min: min, max: max, step: step };
    return [cyl.length === 0 ? { sph } : { sph, cyl: [...new Set(cyl as number[])].sort((a, b) => b - a), axes }];
  });
  if (wrong.length > 0) return { wrong };
  if (blocks.length === 0) return { wrong: ['напишите хотя бы одну строку сил'] };
  const twice = blocks.flatMap((one, i) =>
    blocks.flatMap((other, j) => (j > i && meet(one, other) ? [`${i + 1} и ${j + 1}`] : [])),
  );
  return twice.length > 0 ? { wrong: twice.map((places) => `строки ${places} описывают одни и те же силы`) } : { value: blocks };
}

/** What a form says of a contact lens: blocks of powers, adds. */
export function readContact(typed: Typed, before: ContactLens): Understood<ContactLens> {
  const powers = readPowers(typedRows(typed, 'c', POWER_FIELDS));
  const adds = typedRows(typed, 'a', ADD_FIELDS).map((row) => ({
    ...{ code: row['code']!, from: powerOf(row['from']!), to: powerOf(row['to'] || row['from']!) },
  }));
  const wrong = [
    ...('wrong' in powers ? powers.wrong : []),
    ...adds.flatMap(({ code, from, to }, n) =>
      code === '' || from === null || to === null || from > to ? [`аддидация ${n + 1}: обозначение, от и до`] : [],
    ),
    ...adds.flatMap(({ from, to }, n) =>
      adds.some((other, m) => m < n && (other.from ?? 0) <= (to ?? -1) && (from ?? 99) <= (other.to ?? 0))
        ? [`аддидация ${n + 1} пересекается с другой`]
        : [],
    ),
  ];
  if (wrong.length > 0 || 'wrong' in powers) return { wrong };
  const { value } = powers;
  const [first] = value;
  const isPlain = value.length === 1 && !first!.cyl;
  const sph = {
    min: Math.min(...value.map((one) => one.sph.min)),
    max: Math.max(...value.map((one) => one.sph.max)),
    step: Math.min(...value.map((one) => one.sph.step)),
  };
  const { powers: _, adds: __, ...rest } = before;
  const lens = { ...rest, sph, ...(isPlain ? {} : { powers: value }), ...(adds.length > 0 ? { adds } : {}) };
  const { data } = contactLensAttributes.safeParse(lens);
  return data ? { value: data } : { wrong: ['так не бывает, проверьте силы'] };
}

/** The lines of the form for an article as it is kept. */
export function keptRows({
  lens,
  contactLens,
  price,
}: Pick<Product, 'lens' | 'contactLens' | 'price'>): Readonly<Record<string, Rows>> {
  return {
    ...(lens ? { b: blockRows(lens, price), o: optionRows(lens.options), p: prismRows(lens.prism) } : {}),
    ...(contactLens ? { c: powerRows(contactLens), a: addRows(contactLens) } : {}),
  };
}
/** The same as it was typed. */
export const rowsOfForm = (typed: Typed): Readonly<Record<string, Rows>> => ({
  ...{ b: typedRows(typed, 'b', BLOCK_FIELDS), o: typedRows(typed, 'o', OPTION_FIELDS), p: typedRows(typed, 'p', PRISM_FIELDS) },
  ...{ c: typedRows(typed, 'c', POWER_FIELDS), a: typedRows(typed, 'a', ADD_FIELDS) },
});
