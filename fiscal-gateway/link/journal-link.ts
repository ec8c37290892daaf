import { journalAnswer } from '../../design/fiscal/journal-copy.ts';
import type { Context } from '../context.ts';
import type { ServerClient } from './server-client.ts';

const BATCH = 50;
const TIMEOUT = 15_000;
/** Rows that come in a burst travel together. */
const GATHER = 200;
const RETRY = { first: 2_000, most: 60_000 } as const;

/**
 * The journal's copy to the sync server (design §5): rows in order, again and again until acknowledged, so that a sale exists twice even
 * where the browser's profile is lost. Nothing waits for it.
 */
export function createJournalLink({ journal, stores, config, timers, events, log }: Context, server: ServerClient) {
  let failures = 0;

  /** The server holds less than it once acknowledged (restored from a backup): what it lacks is sent again, as far as it is kept. */
  function goBack(from: number, held: number): Promise<void> {
    log.warn('journal_copy_again', { acknowledged: from, held });
    return journal.commitLater(() => void stores.copy.acknowledge(Math.max(held, 0)));
  }

  /** Sends the next rows and says what became of them. */
  async function post(batch: number, signal: AbortSignal): Promise<'empty' | 'sent' | 'again' | 'too-large' | 'failed'> {
    const from = stores.copy.acknowledged();
    const rows = stores.copy.after(from, batch);
    if (rows.length === 0) return 'empty';
    const body = { pos_id: config.posId, store: config.store, rows, first: stores.copy.first() };
    const answer = await server.post('/api/journal', body, AbortSignal.any([signal, timers.deadline(TIMEOUT)]));
    if (answer.kind === 'refused' && answer.status === 413 && batch > 1) return 'too-large';
    const acknowledged = answer.kind === 'ok' ? journalAnswer.safeParse(answer.body).data?.acknowledged : undefined;
    if (acknowledged !== undefined && acknowledged > from) {
      await journal.commitLater(() => stores.copy.acknowledge(Math.min(acknowledged, rows.at(-1)?.seq ?? from)));
      return 'sent';
    }
    if (acknowledged !== undefined && acknowledged < from) {
      await goBack(from, acknowledged);
      return 'again';
    }
    const why =
      answer.kind === 'refused' ? `status ${answer.status}` : answer.kind === 'ok' ? 'nothing acknowledged' : answer.message;
    if (failures === 0) log.warn('journal_copy_waits', { reason: why, from });
    return 'failed';
  }

  return {
    /** Rows that the server has not acknowledged. */
    waiting: () => stores.copy.last() - stores.copy.acknowledged(),
    /** When the oldest row that waits was written, epoch ms. */
    oldest: () => stores.copy.writtenAfter(stores.copy.acknowledged()),
    /** The server said up to where it holds the copy (heartbeat). */
    async heard(held: number): Promise<void> {
      const from = stores.copy.acknowledged();
      if (held >= from) return;
      await goBack(from, held);
      events.emit({ type: 'copy' });
    },
    async watch(signal: AbortSignal): Promise<void> {
      let nudge = new AbortController();
      const off = events.on(({ type }) => {
        if (type === 'copy') nudge.abort('copied');
      });
      let batch = BATCH;
      while (!signal.aborted) {
        nudge = new AbortController();
        const outcome = await post(batch, signal).catch((error: unknown) => {
          log.error('journal_copy_failed', { message: String(error) });
          return 'failed' as const;
        });
        if (outcome === 'too-large') batch = Math.max(1, Math.floor(batch / 2));
        if (outcome === 'sent' || outcome === 'again') [failures, batch] = [0, BATCH];
        if (outcome === 'failed') {
          failures += 1;
          await timers.sleep(Math.min(RETRY.first * 2 ** Math.min(failures - 1, 10), RETRY.most), signal);
        }
        if (outcome === 'empty') await timers.sleep(RETRY.most, AbortSignal.any([signal, nudge.signal]));
        if (!signal.aborted && outcome !== 'too-large') await timers.sleep(GATHER, signal);
      }
      off();
    },
  };
}
