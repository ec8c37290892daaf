import type { Context } from '../context.ts';
import type { Drive } from '../fiscal/drive.ts';
import type { Executor } from '../fiscal/executor.ts';
import type { OfdTicket } from '../register/register.ts';

const BATCH = 50;
const EVERY = 10_000;

/**
 * The operator's tickets go back into the drive, whose unsent count then falls; without them it blocks after 30 days (fiscal rules §3.7).
 * One command at a time, behind everything a customer waits for.
 */
export function createTickets({ journal, stores, events, timers, crash, log }: Context, executor: Executor, drive: Drive) {
  async function giveAll(signal: AbortSignal): Promise<void> {
    const next = () => stores.documents.tickets(stores.drives.current()?.fn ?? '', BATCH);
    for (let batch = next(); batch.length > 0; batch = next()) {
      for (const document of batch) {
        if (signal.aborted) return;
        const ticket = JSON.parse(document.ticket ?? 'null') as OfdTicket;
        crash('before-ticket');
        await executor.run('low', async () => (await drive.ready()).acceptTicket(document.fd, ticket));
        // Unwaited: giving a ticket twice is harmless. The last of the batch is waited for below.
        journal
          .commit(() => stores.documents.markTicketGiven(document))
          .catch((error: unknown) => {
            log.error('mark_not_written', { message: String(error) });
          });
      }
      await journal.idle();
    }
  }

  return {
    async watch(signal: AbortSignal): Promise<void> {
      let nudge = new AbortController();
      const off = events.on(({ type }) => {
        if (type === 'buffer') nudge.abort();
      });
      while (!signal.aborted) {
        nudge = new AbortController();
        let wait = EVERY;
        await giveAll(signal).catch((error: unknown) => {
          log.warn('ticket_not_accepted', { message: String(error) });
          wait = EVERY * 3;
        });
        await timers.sleep(wait, wait === EVERY ? AbortSignal.any([signal, nudge.signal]) : signal);
      }
      off();
    },
  };
}
