import { changesBetween } from '$design/optics/prescription/diff.ts';
import { signedBy, stored } from '$design/optics/prescription/correction.ts';
import type { AnyPrescription } from '$design/optics/prescription/life-cycle.ts';
import { editFields, type Hand } from '$design/merge/edit.ts';
import type { Documents, Person } from '../storage/documents.ts';
import { IdTaken } from '../storage/databases.ts';

interface Place {
  readonly documents: Pick<Documents, 'read' | 'create' | 'edit'>;
  readonly database: string;
  readonly person: Person;
  /** Of the signature, epoch ms. */
  readonly at: number;
}

const HEAD = new Set(['_id', '_rev', 'type', 'schema', 'hlc', 'by', 'pos', 'stamps', 'signed', 'versions', 'archived']);
const fieldsOf = (doc: AnyPrescription): Partial<AnyPrescription> =>
  Object.fromEntries(Object.entries(doc).filter(([field]) => !HEAD.has(field)));

/**
 * The draft's content as one write: a new document, or what differs from the stored one; signed in the same write where `by` says by whom.
 * Doing it again after a doubt changes nothing. Resolves with `false` where another hand has signed something else meanwhile.
 */
export async function writeDraft(place: Place, next: AnyPrescription, by: string | null): Promise<boolean> {
  const { documents, database } = place;
  if ((await documents.read(database, next._id)) === null) {
    try {
      await documents.create(database, (hlc) => whole(next, { hlc, ...place.person }, by, place.at));
      return true;
    } catch (error) {
      // Another tab wrote the same draft first.
      if (!(error instanceof IdTaken)) throw error;
    }
  }
  const written = await documents.edit<AnyPrescription>(database, next._id, place.person, (doc, hand) => {
    if (doc.signed) return doc;
    const edited = editFields<AnyPrescription>(doc, fieldsOf(stored(next)), hand) as typeof doc;
    return by === null ? edited : signedBy(edited, hand, by, place.at);
  });
  if (!written.signed) return true;
  return written.signed.by === by && changesBetween(written, next).length === 0;
}

function whole(next: AnyPrescription, hand: Hand, by: string | null, at: number): AnyPrescription {
  const { _rev: _, ...doc } = stored(next);
  const stamps = Object.fromEntries(Object.keys(fieldsOf(next)).map((field) => [field, hand.hlc]));
  const draft = { ...doc, ...hand, stamps };
  return by === null ? draft : signedBy(draft, hand, by, at);
}
