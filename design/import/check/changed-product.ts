import type { KnownProduct, ProductPatch, ReadRow } from '../checked-row.ts';
import type { Finding } from '../finding.ts';
import type { CheckOptions } from './context.ts';
import { canonicalJson } from '../../canonical-json.ts';
import { finding, roublesText } from './context.ts';
import { cheaperOfTwo, costOverPrice, isJump, noPrice } from './price-rules.ts';

export interface Changed {
  readonly before: ProductPatch;
  readonly after: ProductPatch;
  readonly findings: readonly Finding[];
}

type Frame = NonNullable<KnownProduct['frame']>;
type ContactLens = NonNullable<KnownProduct['contactLens']>;
type Lens = NonNullable<KnownProduct['lens']>;
type Fields = { -readonly [K in keyof ProductPatch]: ProductPatch[K] };

const same = (a: unknown, b: unknown): boolean => a === b || canonicalJson(a) === canonicalJson(b);

/**
 * What a row changes of a product that the catalogue has. An empty cell changes nothing; what is curated by hand (kind) only where the
 * file has a column of its own for it. `ean`: as it may be used; `null`: the present one stays.
 */
export function changedProduct(row: ReadRow, known: KnownProduct, ean: string | null, options: CheckOptions): Changed {
  const { supplier, columns } = options;
  const rival = cheaperOfTwo(row, known, supplier);
  if (rival && !rival.taken) return { before: {}, after: {}, findings: [rival.told] };
  const wanted: Fields = {
    ...(row.name !== null && { name: row.name }),
    ...(row.brand && { brand: row.brand }),
    ...(row.kind !== null && columns.includes('kind') && { kind: row.kind }),
    ...(row.category !== null && { category: row.category }),
    ...(ean !== null && { ean }),
    ...(row.price !== null && { price: row.price }),
    ...(row.vat !== null && { vat: row.vat }),
    ...(row.supplierCode !== null && { supplierCode: row.supplierCode }),
    ...(row.markRequired !== null && row.markRequired !== (known.markRequired ?? false) && { markRequired: row.markRequired }),
    ...(row.frame && { frame: mergedFrame(row.frame, known.frame, columns) }),
    ...(row.lens && { lens: mergedLens(row.lens, known.lens) }),
    ...(row.contactLens && { contactLens: mergedContactLens(row.contactLens, known.contactLens) }),
    ...(row.cost !== null && { cost: row.cost }),
    ...(supplier !== null && { supplier }),
    ...(known.archived && { archived: false }),
  };
  const before: Fields = {};
  const after: Fields = {};
  for (const field of Object.keys(wanted) as (keyof ProductPatch)[]) {
    const held = known[field as keyof KnownProduct];
    if (same(held, wanted[field])) continue;
    Object.assign(after, { [field]: wanted[field] });
    // A cost or a frame that was not there leaves nothing to go back to.
    if (held !== undefined && !(field === 'cost' && held === null)) Object.assign(before, { [field]: held });
  }
  return { before, after, findings: [...(rival ? [rival.told] : []), ...told(row, known, after)] };
}

/** Sizes as the file has them; what it says nothing of stays as it is. */
function mergedFrame(said: Frame, held: Frame | undefined, columns: CheckOptions['columns']): Frame {
  if (!held) return said;
  return {
    ...held,
    ...said,
    colour: said.colour || held.colour,
    material: said.material || held.material,
    rim: columns.includes('rim') ? said.rim : held.rim,
    group: columns.includes('group') ? said.group : held.group,
  };
}

/**
 * A price list tells powers and prices of a lens; what it is made of, with which coatings and options it is ordered and its other blanks were
 * entered by hand and stay.
 */
function mergedLens(said: Lens, held: Lens | undefined): Lens {
  if (!held) return said;
  const { sph, cyl, bands, matrix, add } = said;
  const { matrix: _, ...kept } = held;
  return { ...kept, sph, cyl, bands, ...(matrix !== undefined && { matrix }), ...(add && { add, design: designOf(held) }) };
}
const designOf = ({ design }: Lens): Lens['design'] => (design === 'single-vision' ? 'progressive' : design);

/** Material, water and adds that the file does not tell stay. */
function mergedContactLens(said: ContactLens, held: ContactLens | undefined): ContactLens {
  if (!held) return said;
  const { powers: _, ...kept } = held;
  return { ...kept, ...said };
}

/** What a person must know of a change, or decide: rates (E-34), prices (E-36, E-37), an article that comes back. */
function told(row: ReadRow, known: KnownProduct, after: ProductPatch): Finding[] {
  const findings: Finding[] = [];
  if (after.vat !== undefined) findings.push(finding(row, 'VAT_CHANGED', 'vat', after.vat, known.vat));
  if (after.price !== undefined) {
    findings.push(...noPrice(row, after.price));
    if (isJump(known.price, after.price)) {
      findings.push(finding(row, 'PRICE_JUMP', 'price', roublesText(after.price), roublesText(known.price)));
    }
  }
  findings.push(...costOverPrice(row, after.price ?? known.price, after.cost ?? known.cost));
  if (after.archived === false) findings.push(finding(row, 'RETURNED', null, known.sku));
  return findings;
}
