import { storeDatabase } from '../../design/databases.ts';
import { supplierOrder as shape, type SupplierOrder } from '../../design/documents/supplier-order.ts';
import { editFields, stampAfter } from '../../design/merge/edit.ts';
import { outcomeOf, type LetterKind, type Message } from '../../design/messages/message.ts';
import type { Engine } from '../engine/engine.ts';
import type { Stamps } from '../stamps.ts';

const MOST_WRITES = 3;

/**
 * Tells the shop what became of a letter to a supplier, in the supplier's order itself and field by field, so that what a tablet writes
 * meanwhile stands beside it. Saying the same twice writes nothing; an older wish never covers a newer one's word.
 * @throws Error where somebody else wrote in between each time
 */
export async function tellLetter(engine: Engine, stamps: Stamps, message: Message, kind: LetterKind): Promise<void> {
  const database = await engine.open(storeDatabase(message.store));
  for (let attempt = 1; ; attempt += 1) {
    const known = shape.safeParse(await database.get(message.sale));
    // Gone, or of a later program.
    if (!known.success) return;
    const doc = known.data;
    const patch = patchOf(doc, message, kind);
    if (patch === null) return;
    const next = editFields(doc, patch, { hlc: stampAfter(stamps(), doc), by: null, pos: null });
    if (next === doc) return;
    const written = await database.put(next);
    if (written.ok) return;
    if (attempt >= MOST_WRITES) throw new Error(`${doc._id}: ${written.error}`);
  }
}

function patchOf(doc: SupplierOrder, message: Message, kind: LetterKind): Partial<SupplierOrder> | null {
  const digest = message.digest ?? null;
  const outcome = { ...outcomeOf(message), digest };
  const before = kind === 'order' ? doc.mail : doc.withdrawn;
  if (before && before.wish > outcome.wish) return null;
  if (kind === 'withdrawal') return { withdrawn: outcome };
  const isOut = message.state === 'sent' && digest !== null && !(doc.sent && doc.sent.at > message.at);
  return { mail: outcome, ...(isOut ? { sent: { at: message.at, via: 'email', digest } } : {}) };
}
