import { skuKey } from './sku-key.ts';

interface Place {
  readonly sku: string;
  readonly row: number;
}

/** What a check remembers of the rows before: codes and barcodes with the row that had them first. */
export class SeenRows {
  readonly #skus = new Map<string, number>();
  readonly #keys = new Map<string, string>();
  readonly #eans = new Map<string, Place>();
  readonly #named = new Set<string>();

  /** The row that had this code first; now it is this one, when none had. */
  first(sku: string, row: number): number | undefined {
    const before = this.#skus.get(sku);
    if (before === undefined) {
      this.#skus.set(sku, row);
      const key = skuKey(sku);
      if (!this.#keys.has(key)) this.#keys.set(key, sku);
    }
    return before;
  }

  /** A code that looks the same as this one and came before it. */
  twinOf(sku: string): string | undefined {
    const twin = this.#keys.get(skuKey(sku));
    return twin === sku ? undefined : twin;
  }

  /** Another article's claim to a barcode that came before; without one it is now this article's. */
  otherWithEan(ean: string, sku: string, row: number): Place | undefined {
    const holder = this.#eans.get(ean);
    if (holder === undefined) this.#eans.set(ean, { sku, row });
    return holder?.sku === sku ? undefined : holder;
  }

  /** The file names this code, in a row that cannot be used otherwise: it has not vanished. */
  name(sku: string): void {
    this.#named.add(sku);
  }

  has(sku: string): boolean {
    return this.#skus.has(sku) || this.#named.has(sku);
  }
}
