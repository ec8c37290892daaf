import type { CatalogueEntry, ProductKind } from '../documents/catalogue.ts';
import type { VatRate } from '../money/vat.ts';
import type { Finding } from './finding.ts';

/**
 * What a row says once its cells are read; `null`: the file does not say, or says what cannot be read: then `findings` has one of that
 * field. Money in kopecks, with VAT.
 */
export interface ReadRow {
  readonly row: number;
  readonly sku: string | null;
  /** The file has no article: `sku` is made of the name, and a known article of that name is meant. */
  readonly skuAssumed?: true;
  readonly supplierCode: string | null;
  readonly ean: string | null;
  readonly name: string | null;
  readonly brand: string | null;
  readonly category: string | null;
  readonly kind: ProductKind | null;
  readonly price: number | null;
  readonly cost: number | null;
  readonly vat: VatRate | null;
  /** Pieces. */
  readonly stock: number | null;
  /** `stock` is a word or a bound («много», «>10»). */
  readonly stockRough?: true;
  readonly markRequired: boolean | null;
  readonly frame: CatalogueEntry['frame'] | null;
  /** A row of a power-band price list: with others of its family it becomes one lens (`foldBands` in lens-bands.ts). */
  readonly band: LensBand | null;
  /** A whole lens family, once its bands are folded. */
  readonly lens: CatalogueEntry['lens'] | null;
  /** Powers and measures of contact lenses, where the file says them. */
  readonly contactLens?: NonNullable<CatalogueEntry['contactLens']>;
  /** Rows of the file that it was folded from; absent: one; 0: another entry counts its row. */
  readonly folded?: number;
  readonly findings: readonly Finding[];
}

/** Powers of one price within a lens family: dioptres, minus or plus cylinder as the file writes it; mm. */
export interface LensBand {
  readonly index: number | null;
  readonly diameter: number | null;
  readonly sph: { readonly from: number; readonly to: number };
  readonly cyl: { readonly from: number; readonly to: number };
  readonly add: { readonly from: number; readonly to: number } | null;
}

/** What the catalogue holds of an article, as far as a check needs it. Kopecks. */
export interface KnownProduct {
  readonly sku: string;
  readonly name: string;
  readonly brand: string;
  readonly kind: ProductKind;
  readonly category: string;
  readonly ean: string | null;
  readonly price: number;
  readonly vat: VatRate;
  readonly cost: number | null;
  readonly supplier: string | null;
  readonly archived: boolean;
  /** `null` or absent: not known. */
  readonly supplierCode?: string | null | undefined;
  readonly markRequired?: boolean | undefined;
  /** Absent where it has none. */
  readonly frame?: CatalogueEntry['frame'];
  readonly lens?: CatalogueEntry['lens'];
  readonly contactLens?: CatalogueEntry['contactLens'];
}

/** What a supplier says that he has of an article, where his file says so. Pieces; `rough`: «много», «>10». */
export interface SupplierOffer {
  readonly sku: string;
  readonly pieces: number;
  readonly rough: boolean;
}

/** What the check looks up. All of it may be empty: a dry run without a server knows no catalogue. */
export interface KnownCatalogue {
  bySku(sku: string): KnownProduct | undefined;
  byEan(ean: string): KnownProduct | undefined;
  /** `many`: several articles that are not archived bear the name. */
  byName(name: string): KnownProduct | 'many' | undefined;
  /** An article whose code has the same `skuKey` (`check/sku-key.ts`). */
  bySkuKey(key: string): KnownProduct | undefined;
  /** Articles of a supplier, for what has vanished from its file. */
  ofSupplier(supplier: string): Iterable<KnownProduct>;
}

/** Fields of a product that a job sets. */
export type ProductPatch = Partial<
  Pick<
    CatalogueEntry,
    | 'name'
    | 'brand'
    | 'kind'
    | 'category'
    | 'ean'
    | 'price'
    | 'vat'
    | 'vatPlan'
    | 'markRequired'
    | 'frame'
    | 'lens'
    | 'contactLens'
  >
> & {
  readonly supplier?: string | null;
  readonly supplierCode?: string | null;
  readonly archived?: boolean;
  readonly cost?: number;
  /** All prices by type, kopecks. */
  readonly typePrices?: Readonly<Record<string, number>>;
};

/**
 * What becomes of one article; `row` 0: it is not in the file. `held`: types of findings that wait for a named person; without the word
 * the change is left out. `stock`: pieces that the file says lie in the shop whose stock it is; with nothing else to change `after` is empty.
 */
export interface ProductChange {
  readonly sku: string;
  readonly row: number;
  readonly what: 'create' | 'update' | 'archive';
  readonly before: ProductPatch | null;
  readonly after: ProductPatch;
  readonly stock: number | null;
  readonly held: readonly Finding['type'][];
  /** An edit archives it although it stands somewhere: that was told, and said all the same. */
  readonly stood?: true;
}
