import type { CatalogueEntry, ProductKind } from '../../design/documents/catalogue.ts';
import type { OrderedLens, OrderLine, PairDetails } from '../../design/documents/order-pair.ts';
import type { Prescription } from '../../design/documents/prescription.ts';
import { quoteLens } from '../../design/optics/lens-quote.ts';
import { orderedPowerOf, snapshotOf } from '../../design/orders/ordered.ts';
import { SIDES, type PairLetter, type Purpose, type Side } from '../../design/orders/words.ts';
import type { Course } from './order-courses.ts';
import type { Random } from './random.ts';
import { LENS_SUPPLIER } from './suppliers.ts';

const MAKING_MINUTES = 30;

interface DemoPair {
  readonly details: PairDetails;
  readonly lines: readonly OrderLine[];
}

/** A pair of an order: glasses for what the prescription says; a second pair is one for the sun. */
export function demoPair(
  course: Course,
  letter: PairLetter,
  prescription: Prescription,
  shelves: Readonly<Record<ProductKind, readonly CatalogueEntry[]>>,
  random: Random,
): DemoPair {
  const first: Purpose = prescription.od.add === null ? 'distance' : (prescription.purpose ?? 'progressive');
  const purpose: Purpose = letter === 'A' ? first : 'sun';
  const frame = course.own && letter === 'A' ? null : random.pick(shelves.frame.slice(0, 200));
  const lens = lensFor(prescription, purpose, shelves.lens, random);
  const lenses = Object.fromEntries(
    SIDES.map((eye) => [eye, orderedLensOf(eye, lens, prescription, purpose, course.stock === true)]),
  ) as Record<Side, OrderedLens | null>;
  const making = shelves.service.find(({ name }) => name.startsWith('Изготовление очков')) ?? shelves.service[0]!;
  const { od: right, os: left } = prescription.pd;
  const details: PairDetails = {
    purpose,
    prescription: snapshotOf(prescription),
    frame: frame
      ? { whose: 'ours', sku: frame.sku, name: frame.name, sizes: sizesOf(frame) }
      : {
          ...{ whose: 'own', description: 'чёрная, пластик, без надписей', condition: ['worn'], note: 'царапина на заушнике' },
          ...{ value: 500_000, sizes: { a: 52, b: 34, ed: 54, dbl: 18, temple: 140, rim: 'full', material: 'plastic' } },
        },
    ...lenses,
    fitting: { od: { pd: right, height: 19 }, os: { pd: left, height: 19 }, vertex: 12, tilt: 8, wrap: 5 },
    work: [{ sku: making.sku, name: making.name, minutes: MAKING_MINUTES }],
    ...(course.rush ? { rush: true } : {}),
  };
  const line = (entry: CatalogueEntry, part: NonNullable<OrderLine['part']>, price: number): OrderLine => ({
    ...{ sku: entry.sku, name: entry.name.slice(0, 128), kind: entry.kind, qty: 1, price, discount: 0, amount: price },
    ...{ vat: entry.vat, pair: letter, part },
  });
  return {
    details,
    lines: [
      ...(frame ? [line(frame, 'frame', frame.price)] : []),
      ...(lens && lenses.od ? [line(lens, 'lens-right', priceOf(lens, lenses.od))] : []),
      ...(lens && lenses.os ? [line(lens, 'lens-left', priceOf(lens, lenses.os))] : []),
      line(making, 'work', making.price),
    ],
  };
}

const needOf = ({ power: { sph, cyl, axis, add } }: OrderedLens) => ({ sph, cyl, axis, add });
const priceOf = (entry: CatalogueEntry, lens: OrderedLens): number =>
  quoteLens({ entry, need: needOf(lens), options: [] }).total ?? entry.price;

/** A family that is made in both powers, one of the cheaper ones. */
function lensFor(
  prescription: Prescription,
  purpose: Purpose,
  lenses: readonly CatalogueEntry[],
  random: Random,
): CatalogueEntry | null {
  const design = purpose === 'progressive' ? 'progressive' : 'single-vision';
  const fits = lenses.filter(
    (entry) =>
      entry.lens?.design === design &&
      SIDES.every((eye) => {
        const power = orderedPowerOf(prescription[eye], purpose);
        return power && quoteLens({ entry, need: { ...power, prism: null }, options: [] }).total !== null;
      }),
  );
  return fits.length === 0 ? null : random.pick(fits.slice(0, 12));
}

function orderedLensOf(
  eye: Side,
  entry: CatalogueEntry | null,
  prescription: Prescription,
  purpose: Purpose,
  stock: boolean,
): OrderedLens | null {
  const power = orderedPowerOf(prescription[eye], purpose);
  if (!entry?.lens || !power) return null;
  return {
    ...{ sku: entry.sku, name: entry.name, source: stock ? 'stock' : 'supplier', supplier: stock ? null : LENS_SUPPLIER },
    ...{ power, diameter: entry.lens.diameter, coatings: entry.lens.coatings, tint: purpose === 'sun' ? 'серый 75 %' : null },
  };
}

function sizesOf({ frame }: CatalogueEntry) {
  if (!frame) return null;
  const { a, dbl, temple, rim, b = null, ed = null } = frame;
  return { a, b, ed, dbl, temple, rim };
}
