import type { CatalogueEntry } from '../../design/documents/catalogue.ts';
import type { Kopecks } from '../../design/money/kopecks.ts';
import { ean13 } from './check-digits.ts';

/** A demo product before it becomes documents: what tills see, and what it cost us from whom. */
export interface Item {
  readonly entry: CatalogueEntry;
  readonly cost: Kopecks;
  readonly supplier: Supplier;
}

export const SUPPLIERS = ['OptMarket', 'LensSupply', 'FrameStore'] as const;
export type Supplier = (typeof SUPPLIERS)[number];

/** Roubles to kopecks, rounded to whole tens of roubles as price tags are. */
export const priceTag = (roubles: number): Kopecks => Math.max(1, Math.round(roubles / 10)) * 1_000;

/** Hands out codes of one GS1 prefix, each once. */
export function createEanSource(): (gs1: string) => string {
  const last = new Map<string, number>();
  return (gs1) => {
    const serial = (last.get(gs1) ?? 0) + 1;
    last.set(gs1, serial);
    return ean13(`${gs1}${String(serial * 37).padStart(12 - gs1.length, '0')}`);
  };
}

export type EanSource = ReturnType<typeof createEanSource>;
