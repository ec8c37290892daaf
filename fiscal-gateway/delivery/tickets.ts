import type { Context } from '../context.ts';
import type { Drive } from '../fiscal/drive.ts';
import type { Executor } from '../fiscal/executor.ts';
import type { DocumentRow } from '../journal/documents.store.ts';
import { RegisterFault } from '../register/register.ts';
import type { OfdTicket } from '../register/register.ts';

const BATCH = 50;
const EVERY = 10_000;
/** They come with every receipt and cost the register a command each: what came within this time is given in one go, ms. */
const GATHER = 1_000;

const isRefused = (error: unknown): boolean =>
  error instanceof RegisterFault && error.outcome === 'not-executed' && error.reason === 'refused';

/**
 * The operator's tickets go back into the drive, whose unsent count then falls; without them it blocks after 30 days (fiscal rules §3.7).
 * One command at a time, behind everything a customer waits for.
 */
export function createTickets({ journal, stores, events, clock, timers, crash, log }: Context, executor: Executor, drive: Drive) {
  function refused({ fd, receipt }: DocumentRow): void {
    log.error('ticket_refused', { fd });
    journal
      .commitLater(() =>
        stores.log.append(clock.now(), 'ERROR', 'ticket_refused', receipt, `ФД ${fd}: накопитель не принял квитанцию`),
      )
      .catch((error: unknown) => log.error('mark_not_written', { message: String(error) }));
  }

  /** One batch; false where none was waiting. Given twice is harmless, so the marks need no fsync of their own. */
  async function giveBatch(signal: AbortSignal): Promise<boolean> {
    const batch = stores.documents.tickets(stores.drives.current()?.fn ?? '', BATCH);
    const given: DocumentRow[] = [];
    try {
      for (const document of batch) {
        if (signal.aborted) return false;
        const ticket = JSON.parse(document.ticket ?? 'null') as OfdTicket;
        crash('before-ticket');
        await executor
          .run('low', async () => (await drive.ready()).acceptTicket(document.fd, ticket))
          .catch((error: unknown) => {
            // The drive will never take this one; the others behind it must not wait for it, or it blocks after 30 days.
            if (!isRefused(error)) throw error;
            refused(document);
          });
        given.push(document);
      }
    } finally {
      if (given.length > 0) await journal.commitLater(() => given.forEach(stores.documents.markTicketGiven));
    }
    return batch.length === BATCH;
  }

  return {
    async watch(signal: AbortSignal): Promise<void> {
      let nudge = new AbortController();
      const off = events.on(({ type }) => {
        if (type === 'buffer') nudge.abort('delivered');
      });
      while (!signal.aborted) {
        nudge = new AbortController();
        let refused = false;
        const more = await giveBatch(signal).catch((error: unknown) => {
          log.warn('ticket_not_accepted', { message: String(error) });
          refused = true;
          return false;
        });
        if (more) continue;
        if (refused) await timers.sleep(EVERY * 3, signal);
        else {
          await timers.sleep(EVERY, AbortSignal.any([signal, nudge.signal]));
          await timers.sleep(GATHER, signal);
        }
      }
      off();
    },
  };
}
