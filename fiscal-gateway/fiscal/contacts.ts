import { withoutContacts } from '../../design/fiscal/customer-contact.ts';
import { RETENTION } from '../../design/fiscal/limits.ts';
import type { FiscalDoc } from '../../design/fiscal/wire.ts';
import { HOUR } from '../../design/time/clock.ts';
import type { Context } from '../context.ts';
import type { HeldContact } from '../journal/contacts.store.ts';

const EVERY = HOUR;
/** Receipts a transaction, which rides with the next commit of a sale. */
const BATCH = 20;

/** Erases customers' contacts (tag 1008) that this journal need not keep any longer. */
export interface Contacts {
  /** Resolves with how many receipts were freed of theirs. */
  erase(): Promise<number>;
  watch(signal: AbortSignal): Promise<void>;
}

/**
 * A contact is for the electronic receipt and lies in the request's body and in the printed lines, nowhere else: the replicated fiscal
 * result and the image of the drive's document never had it. Seven days after the delivery it goes; the hash of the body stays, so that a
 * repeat of the key is answered as before.
 */
export function createContacts({ journal, stores, clock, timers, log }: Context): Contacts {
  /** Inside a transaction. */
  function free({ id, body, fiscal }: HeldContact, now: number): void {
    if (body !== null) {
      const request = JSON.parse(body) as Record<string, unknown>;
      stores.receipts.rewriteBody(id, JSON.stringify({ ...request, customer: null }));
    }
    if (fiscal !== null) {
      const document = JSON.parse(fiscal) as FiscalDoc;
      stores.contacts.rewriteFiscal(id, JSON.stringify({ ...document, text: withoutContacts(document.text) }));
    }
    stores.contacts.erased(id, now);
  }

  async function erase(): Promise<number> {
    let sum = 0;
    for (let freed = BATCH; freed === BATCH; sum += freed) {
      freed = await journal.commitLater(() => {
        const now = clock.now();
        const due = stores.contacts.due(now - RETENTION.contacts, now - RETENTION.contactsAtMost, BATCH);
        stores.contacts.shredding(() => due.forEach((held) => free(held, now)));
        return due.length;
      });
    }
    if (sum > 0) log.info('contacts_erased', { receipts: sum });
    return sum;
  }

  return {
    erase,
    async watch(signal) {
      while (!signal.aborted) {
        await timers.sleep(EVERY, signal);
        if (!signal.aborted)
          await erase().catch((error: unknown) => log.error('contacts_not_erased', { message: String(error) }));
      }
    },
  };
}
