import { CATALOG, resultIdOf } from '$design/databases.ts';
import type { Settings } from '$design/documents/catalogue.ts';
import type { Correction, FiscalResult, Receipt, Refund } from '$design/documents/facts.ts';
import type { ErrorCode } from '$design/errors.ts';
import { bareSign, parseQr } from '$design/fiscal/qr.ts';
import { docId, rangeOf } from '$design/ids.ts';
import type { FoundReceipt, ReceiptQuery } from '$design/receipt-lookup.ts';
import { returnOf } from '$design/refund/returns.ts';
import { voidIdOf } from '$design/sale/sale-document.ts';
import type { Databases } from '../storage/databases.ts';
import type { Facts } from '../storage/facts.ts';
import { ServerError, type ServerClient } from '../sync/server.client.ts';

/**
 * `here`: from this device, which knows the refunds of its own months only; `network`: from the chain, with all refunds it knows.
 * `offline`: what is older than two months, or of another shop, is known to the server alone, and it does not answer.
 */
export type ReceiptSearch =
  | { readonly state: 'found'; readonly from: 'here' | 'network'; readonly receipt: FoundReceipt; readonly storeName: string }
  | { readonly state: 'not-found' }
  | { readonly state: 'offline' }
  | { readonly state: 'error'; readonly code: ErrorCode };

export interface FindReceiptDeps {
  readonly databases: Databases;
  readonly facts: Facts;
  readonly client: Pick<ServerClient, 'receipt'>;
  readonly store: () => string;
}

/** Looks here first (this month and the last, design §5), then in the chain over HTTP. */
export async function findReceipt(deps: FindReceiptDeps, query: ReceiptQuery): Promise<ReceiptSearch> {
  const receipt = await findHere(deps, query);
  if (receipt) return { state: 'found', from: 'here', receipt, storeName: await storeName(deps, receipt.store) };
  try {
    const known = await deps.client.receipt(query);
    return { state: 'found', from: 'network', receipt: known, storeName: await storeName(deps, known.store) };
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    if (error.status === 404) return { state: 'not-found' };
    const isAway = error.status === null || error.status >= 500;
    return isAway ? { state: 'offline' } : { state: 'error', code: error.code };
  }
}

/** What people call the shop; its code where the catalogue does not know it yet. */
async function storeName({ databases }: FindReceiptDeps, store: string): Promise<string> {
  const settings = await databases.get<Settings>(CATALOG, `settings:store-${store}`).catch(() => null);
  return settings?.name ?? store;
}

async function findHere({ databases, facts, store }: FindReceiptDeps, query: ReceiptQuery): Promise<FoundReceipt | null> {
  const id = 'key' in query ? docId('sale', query.key) : await idByMark(databases, facts, query);
  if (id === null) return null;
  const [sale, result] = [await facts.find<Receipt>(id), await facts.find<FiscalResult>(resultIdOf(id))];
  if (!sale && !result) return null;
  const refunds: FoundReceipt['refunds'] = [];
  for (const name of facts.names()) {
    for (const type of ['refund', 'correction']) {
      const { startkey, endkey } = rangeOf(type);
      for (const doc of await databases.range<Refund | Correction>(name, startkey, endkey)) {
        const refund = returnOf(doc);
        if (!refund) continue;
        const { original } = refund;
        if (original.sale !== id && (original.fn !== result?.fn || original.fd !== result.fd)) continue;
        const outcome = await facts.find<FiscalResult>(resultIdOf(refund._id));
        if (outcome || !(await facts.find(voidIdOf(refund._id)))) refunds.push({ refund, result: outcome });
      }
    }
  }
  const voided = result === null && (await facts.find(voidIdOf(id))) !== null;
  return { store: store(), sale, result, voided, refunds };
}

async function idByMark(
  databases: Databases,
  facts: Facts,
  query: Exclude<ReceiptQuery, { key: string }>,
): Promise<string | null> {
  const mark = 'qr' in query ? parseQr(query.qr) : query;
  if (!mark) return null;
  const { startkey, endkey } = rangeOf('fiscal-result');
  for (const name of facts.names()) {
    const results = await databases.range<FiscalResult>(name, startkey, endkey);
    const found = results.find(({ fn, fd, fp }) => fn === mark.fn && fd === mark.fd && bareSign(fp) === bareSign(mark.fp));
    if (found) return found.sale;
  }
  return null;
}
