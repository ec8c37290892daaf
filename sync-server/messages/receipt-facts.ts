import { CATALOG, resultIdOf } from '../../design/databases.ts';
import { settings } from '../../design/documents/catalogue.ts';
import type { FiscalResult, Receipt } from '../../design/documents/facts.ts';
import { docId, keyOfId } from '../../design/ids.ts';
import { parseHlc } from '../../design/time/hlc.ts';
import { localMonth } from '../../design/time/local-time.ts';
import type { Engine } from '../engine/engine.ts';
import { around, salesNames } from '../receipts/candidates.ts';

/** What is known of a receipt by the id of its sale, refund or correction. */
export interface HeldReceipt {
  readonly doc: Receipt | null;
  readonly result: FiscalResult | null;
  readonly voided: boolean;
}

/** Looks where it can lie: the month of its stamp and those beside it, the homes of wrong clocks, and any later month (settled late). */
export async function receiptOf(engine: Engine, store: string, saleId: string, timeZone: string): Promise<HeldReceipt> {
  const wall = parseHlc(keyOfId(saleId))?.wall;
  if (wall === undefined) return { doc: null, result: null, voided: false };
  const [resultId, voidId] = [resultIdOf(saleId), docId('sale-void', keyOfId(saleId))];
  const own = (await salesNames(engine, store)).filter((one) => one.store === store);
  let [doc, result, voided]: [Receipt | null, FiscalResult | null, boolean] = [null, null, false];
  const month = localMonth(wall, timeZone);
  const near = await around(engine, own, month);
  for (const { name } of [...near, ...own.filter((one) => one.month > month && !near.includes(one))]) {
    for (const found of await (await engine.open(name)).range({ keys: [saleId, resultId, voidId] })) {
      if (found._id === saleId) doc = found as unknown as Receipt;
      else if (found._id === resultId) result = found as unknown as FiscalResult;
      else voided = true;
    }
    if (doc && result) break;
  }
  return { doc, result, voided: voided && result === null };
}

/** Who sold: what a receipt has to say of the user of the register (tags 1048, 1018, 1009). */
export interface Seller {
  readonly shop: string;
  readonly address: string;
  readonly company: string;
  readonly inn: string;
}

export async function sellerOf(engine: Engine, store: string): Promise<Seller> {
  const known = settings.safeParse(await (await engine.open(CATALOG)).get(`settings:store-${store}`));
  if (!known.success) return { shop: store, address: '', company: '', inn: '' };
  const { name, address, company } = known.data;
  return { shop: name, address, company: company.name, inn: company.inn };
}
