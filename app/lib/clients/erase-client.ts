import type { AnyPrescription } from '$design/optics/prescription/life-cycle.ts';
import { docId, rangeOf } from '$design/ids.ts';
import type { Databases } from '../storage/databases.ts';
import type { Documents, Person } from '../storage/documents.ts';

interface Deps {
  readonly documents: Pick<Documents, 'remove'>;
  readonly databases: Pick<Databases, 'range'>;
  readonly database: string;
  readonly who: Person;
}

const PAGE = 500;

/**
 * Personal data of one person, gone for good (152-FZ art. 21): prescriptions first, then the notes, the cards last, so that what was cut
 * short is still found and ended. Receipts and orders stay: they hold the id alone, and the law wants them kept.
 * @param ids every id of the person, the standing card's first
 */
export async function eraseClient({ documents, databases, database, who }: Deps, ids: readonly string[]): Promise<void> {
  const own = new Set(ids);
  for (const type of ['prescription', 'contact-lens-prescription'] as const) {
    const { startkey, endkey } = rangeOf(type);
    for (let from = startkey; ;) {
      const page = await databases.range<AnyPrescription>(database, from, endkey, { limit: PAGE });
      for (const { _id, client } of page) if (own.has(client)) await documents.remove(database, _id, who, { erase: true });
      if (page.length < PAGE) break;
      from = `${page.at(-1)!._id}\u0000`;
    }
  }
  for (const id of ids) await documents.remove(database, docId('note', id), who, { erase: true });
  for (const id of [...ids].reverse()) await documents.remove(database, id, who, { erase: true });
}
