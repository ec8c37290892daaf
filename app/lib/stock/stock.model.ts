import type { CatalogueEntry } from '$design/documents/catalogue.ts';

/** Pieces on the sales floor and how old the word is: instant of the last exchange with the server, `null` where there was none. */
export interface StockLevel {
  readonly qty: number;
  readonly at: number | null;
}

export interface StockModel {
  /** `loading`: facts are being counted; nothing waits for it. */
  readonly state: 'loading' | 'ready';
  /** Grows whenever a level may be another one. */
  readonly revision: number;
  /** `null`: unknown (still counting, the shop keeps no record, or the article is not counted: a service, a lens made to order). */
  of(entry: Pick<CatalogueEntry, 'sku' | 'subject' | 'kind'>): StockLevel | null;
  /** SKUs that this shop sells most, by the receipts held here. */
  bestSellers(most: number): readonly string[];
}
