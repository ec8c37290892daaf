import type { Correction, FiscalResult, Receipt, Recovery, Refund, Sale, SaleVoid } from '$design/documents/facts.ts';
import { keyOfId } from '$design/ids.ts';
import type { Databases } from '../storage/databases.ts';

/** A sale, refund or correction with what became of it, as this device knows. */
export interface DayReceipt {
  readonly doc: Receipt;
  readonly result: FiscalResult | null;
  readonly voided: boolean;
  readonly recovered: boolean;
}

/**
 * Receipts that were born in `from ≤ at < to` (epoch ms) in one month database. Keys are clock stamps, so they are a range of each
 * type; result, void and recovery lie under the key of their sale.
 */
export async function receiptsOfDay(databases: Databases, name: string, from: number, to: number): Promise<DayReceipt[]> {
  const edge = (type: string, at: number): string => `${type}:${String(at).padStart(13, '0')}`;
  const read = <T>(type: string): Promise<T[]> => databases.range<T>(name, edge(type, from), edge(type, to));
  const [sales, refunds, corrections, results, voids, recoveries] = await Promise.all([
    read<Sale>('sale'),
    read<Refund>('refund'),
    read<Correction>('correction'),
    read<FiscalResult>('fiscal-result'),
    read<SaleVoid>('sale-void'),
    read<Recovery>('recovery'),
  ]);
  const byKey = new Map(results.map((result) => [keyOfId(result._id), result]));
  const voided = new Set(voids.map((one) => keyOfId(one._id)));
  const recovered = new Set(recoveries.map((one) => keyOfId(one._id)));
  return [...sales, ...refunds, ...corrections].map((doc) => {
    const key = keyOfId(doc._id);
    return { doc, result: byKey.get(key) ?? null, voided: voided.has(key), recovered: recovered.has(key) };
  });
}
