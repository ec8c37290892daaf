import { CHAIN } from '../../design/databases.ts';
import { registerState } from '../../design/documents/chain.ts';
import { rangeOf } from '../../design/ids.ts';
import { DAY } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import type { UnsyncedTerminal } from './imports.ts';

/**
 * Registers with receipts that are not delivered, by their last heartbeats (requirement C-30). One that has been silent for a day is named
 * as such: nobody can wait for it (C-34).
 */
export async function unsyncedTerminals(engine: Engine, now: number): Promise<UnsyncedTerminal[]> {
  const docs = await (await engine.open(CHAIN)).range(rangeOf('register-state'));
  const states = docs.flatMap((doc) => registerState.safeParse(doc).data ?? []);
  return states
    .filter(({ retired, buffer }) => !retired && buffer.queued > 0)
    .map(({ pos, store, seen, buffer }) => ({
      terminal_id: pos ?? '',
      queued_receipts: buffer.queued,
      store,
      seen,
      silent: now - seen > DAY,
    }));
}
