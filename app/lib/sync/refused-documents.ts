import type { RefusedDocument } from '../app.model.ts';
import type { Databases } from '../storage/databases.ts';
import { describeDocument } from './describe-document.ts';
import { LEDGER, readLedger } from './ledger.ts';

/** What the server refused, as a cashier would recognise it, the oldest first. */
export async function refusedDocuments(databases: Databases): Promise<RefusedDocument[]> {
  const kept = await readLedger(databases.open(LEDGER));
  const list = kept.map(({ refusal }) => refusal).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return Promise.all(
    list.map(async (refusal) => ({
      ...refusal,
      ...describeDocument(refusal.id, await databases.get(refusal.database, refusal.id).catch(() => null)),
    })),
  );
}

/** The same with the documents whole, as a file for the administrator. `now`: epoch ms. */
export async function exportRefusals(databases: Databases, now: number): Promise<string> {
  const documents = await Promise.all(
    (await readLedger(databases.open(LEDGER))).map(async ({ refusal }) => ({
      ...refusal,
      body: await databases
        .open(refusal.database)
        .get(refusal.id, { rev: refusal.rev })
        .catch(() => null),
    })),
  );
  return JSON.stringify({ format: 'optics-refusals-1', at: now, documents }, null, 2);
}
