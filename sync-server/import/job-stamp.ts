import { stampAfter } from '../../design/merge/edit.ts';
import type { Stamps } from '../stamps.ts';
import type { JobStore } from './jobs.store.ts';

/**
 * What the writes of a job, or of its undo, are to bear: later than those of every job and undo before it, also where the server's clock was
 * set back and the server started anew. An undo tells by these stamps whose a value is, and reads histories in their order.
 */
export async function jobStamp(store: Pick<JobStore, 'all'>, stamps: Stamps): Promise<string> {
  const known = (await store.all()).flatMap(({ stamp, undo }) => [stamp ?? '', undo?.stamp ?? '']);
  return stampAfter(stamps(), { hlc: known.reduce((latest, one) => (one > latest ? one : latest), '') });
}
