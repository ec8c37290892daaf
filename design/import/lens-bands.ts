import type { CatalogueEntry } from '../documents/catalogue.ts';
import { lensFaults } from '../optics/catalogue-faults.ts';
import { matrixSize, packMatrix, type LensCell } from '../optics/lens-matrix.ts';
import { eighths, minusCylinder } from '../optics/lens-power.ts';
import type { LensBand, ReadRow } from './checked-row.ts';
import type { Finding, FindingType } from './finding.ts';
import { FINDINGS } from './finding.ts';

type Lens = NonNullable<CatalogueEntry['lens']>;

/** A matrix has 26 letters for its bands. */
const MOST_BANDS = 26;

/** Steps in eighths of a dioptre that labs make: a whole, a half, a quarter, an eighth. */
const STEPS = [2, 1] as const;

interface PricedBand {
  readonly row: ReadRow;
  readonly band: LensBand;
  readonly price: number;
}

/** One family: its article, or its name where the file has none; index and diameter part families of one name. */
const familyOf = ({ sku, name, brand, band }: ReadRow): string =>
  sku === null ? JSON.stringify([name, brand, band?.index, band?.diameter]) : JSON.stringify([sku]);

const skips = ({ findings }: ReadRow): boolean => findings.some(({ type }) => FINDINGS[type].skips);
const told = ({ row }: ReadRow, type: FindingType, value: string, old: string | null = null): Finding => ({
  ...{ row, type, field: 'sphFrom', value, old },
});
const powerText = ({ sph, cyl }: LensBand): string => `${sph.from}…${sph.to} / ${cyl.from}…${cyl.to}`;

/**
 * Rows of power bands as lens families: each family is one row (that of its first band) with `lens` set and the price of its cheapest power.
 * Faulty rows stay as they are, for the check to leave out. Order: by first row.
 */
export function foldBands(rows: readonly ReadRow[]): ReadRow[] {
  const families = new Map<string, ReadRow[]>();
  const alone: ReadRow[] = [];
  for (const row of rows) {
    if (row.band === null || row.price === null || skips(row)) alone.push(row);
    else families.set(familyOf(row), [...(families.get(familyOf(row)) ?? []), row]);
  }
  return [...alone, ...[...families.values()].map(foldFamily)].sort((a, b) => a.row - b.row);
}

function foldFamily(rows: readonly ReadRow[]): ReadRow {
  const first = rows[0]!;
  const bands = rows.flatMap((row) => (row.band && row.price !== null ? [{ row, band: row.band, price: row.price }] : []));
  const cheapest = bands.reduce((least, one) => (one.price < least.price ? one : least));
  const said = rows.flatMap(({ findings }) => findings);
  const { lens, findings } = lensOf(bands);
  const isFaulty = lens.bands.length > MOST_BANDS || lensFaults(lens).length > 0;
  const fault = isFaulty ? [told(first, 'BAND_INVALID', powerText(cheapest.band))] : [];
  const { price, row } = cheapest;
  return {
    ...first,
    price,
    cost: row.cost,
    stock: null,
    // A row of a grid prices many powers.
    folded: new Set(rows.map(({ row }) => row)).size,
    lens: isFaulty ? null : lens,
    findings: [...said, ...findings, ...fault],
  };
}

const inBand = ({ sph, cyl }: LensBand, power: { readonly sph: number; readonly cyl: number }): boolean => {
  const within = (one: { readonly sph: number; readonly cyl: number }): boolean =>
    one.sph >= sph.from && one.sph <= sph.to && one.cyl >= cyl.from && one.cyl <= cyl.to;
  // A list in plus cylinders means the same lenses as one in minus cylinders.
  return within(power) || within({ sph: power.sph + power.cyl, cyl: -power.cyl });
};

interface Corner {
  readonly sph: number;
  readonly cyl: number;
}
const corners = ({ sph, cyl }: LensBand): Corner[] =>
  [sph.from, sph.to].flatMap((s) => [cyl.from, cyl.to].map((c) => minusCylinder({ sph: s, cyl: c })));

/** The largest usual step that all values lie on. */
const stepOf = (values: readonly number[]): number =>
  (STEPS.find((step) => values.every((v) => eighths(v) % step === 0)) ?? 1) / 8;

interface Ranges {
  readonly sph: Lens['sph'];
  readonly cyl: Lens['cyl'];
}

/** Reaches round all bands, in minus cylinder. */
function rangesOf(rows: readonly PricedBand[]): Ranges {
  const ends = rows.flatMap(({ band }) => corners(band));
  const [spheres, cylinders] = [ends.map(({ sph }) => sph), ends.map(({ cyl }) => cyl)];
  return {
    sph: { min: Math.min(...spheres), max: Math.max(...spheres), step: stepOf(spheres) },
    cyl: { min: Math.min(0, ...cylinders), max: 0, step: stepOf(cylinders) },
  };
}

/** Whose power it is: the first row's that has it. Rows that price it otherwise are told; spheres that no row has are counted. */
function placed(rows: readonly PricedBand[], ranges: Ranges) {
  const prices = [...new Set(rows.map(({ price }) => price))].sort((a, b) => a - b);
  const overlaps = new Map<PricedBand, PricedBand>();
  const priced = new Set<number>();
  const matrix = packMatrix(ranges, (power): LensCell | null => {
    const [found, ...others] = rows.filter(({ band }) => inBand(band, power));
    if (!found) return null;
    priced.add(power.sph);
    for (const other of others) if (other.price !== found.price) overlaps.set(other, found);
    return { band: prices.indexOf(found.price), finished: false };
  });
  return { prices, overlaps, matrix, unpriced: matrixSize(ranges).rows - priced.size };
}

/** Farthest powers of a price, for those who read bands without the matrix. */
const reachOf = (rows: readonly PricedBand[]): { readonly sphTo: number; readonly cylTo: number } => {
  const ends = rows.flatMap(({ band }) => corners(band));
  return { sphTo: Math.max(...ends.map(({ sph }) => Math.abs(sph))), cylTo: Math.max(...ends.map(({ cyl }) => Math.abs(cyl))) };
};

/** «Crizal 1.67»: the index that a name tells; plastic of 1.5 where it tells none. */
const indexOfName = (name: string | null): number =>
  Number(/(?<!\d)1[.,][4-9]\d{0,2}(?!\d)/.exec(name ?? '')?.[0].replace(',', '.') ?? 1.5);

/**
 * One family of all its bands: ranges that reach round them, a price a band and a matrix that says which power is in which. Two rows that
 * price one power: the first has it (`BAND_OVERLAP`). Spheres between the bands that no row has are not made (`BAND_MISSING`).
 */
function lensOf(rows: readonly PricedBand[]): { readonly lens: Lens; readonly findings: readonly Finding[] } {
  const ranges = rangesOf(rows);
  const { prices, overlaps, matrix, unpriced } = placed(rows, ranges);
  const { row } = rows[0]!;
  const index = rows.find(({ band }) => band.index !== null)?.band.index ?? indexOfName(row.name);
  const diameters = rows.flatMap(({ band }) => band.diameter ?? []);
  const add = rows.find(({ band }) => band.add)?.band.add ?? null;
  const lens: Lens = {
    ...{ index, design: add ? 'progressive' : 'single-vision', material: '', coatings: [] },
    // The blank that every power of the family has.
    diameter: diameters.length > 0 ? Math.min(...diameters) : 65,
    ...ranges,
    add: add && { min: add.from, max: add.to, step: 0.25 },
    bands: prices.map((price) => ({ ...reachOf(rows.filter((one) => one.price === price)), price })),
    matrix,
  };
  const findings = [
    ...[...overlaps].map(([later, { row: earlier }]) =>
      told(later.row, 'BAND_OVERLAP', powerText(later.band), String(earlier.row)),
    ),
    ...(unpriced > 0 ? [told(row, 'BAND_MISSING', String(unpriced))] : []),
  ];
  return { lens, findings };
}
