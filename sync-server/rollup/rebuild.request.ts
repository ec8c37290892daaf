import { CONTROL } from '../../design/databases.ts';
import type { Engine, StoredDocument } from '../engine/engine.ts';

/**
 * `rollup:state` in `control`: by which fold the days were written, and whether somebody asked to have them worked out anew. The worker
 * that holds the lease looks at it every half minute: who asks may have reached another server.
 */
const STATE = 'rollup:state';

export interface RollupState {
  readonly fold: number | null;
  /** When a rebuild was asked for and not yet done, epoch ms. */
  readonly requested: number | null;
  readonly rebuilt: { readonly at: number; readonly days: number } | null;
}

const numberOr = (value: unknown): number | null => (typeof value === 'number' ? value : null);

function stateOf(doc: StoredDocument | null): RollupState {
  const [at, days] = [numberOr(doc?.['rebuiltAt']), numberOr(doc?.['days'])];
  const rebuilt = at === null || days === null ? null : { at, days };
  return { fold: numberOr(doc?.['fold']), requested: numberOr(doc?.['requested']), rebuilt };
}

export const rollupState = async (engine: Engine): Promise<RollupState> => stateOf(await (await engine.open(CONTROL)).get(STATE));

/** Changes the state by compare-and-set; two at once: the second is tried again. */
export async function changeRollupState(engine: Engine, change: (before: RollupState) => Partial<RollupState>): Promise<void> {
  const control = await engine.open(CONTROL);
  for (let tries = 0; tries < 5; tries += 1) {
    const doc = await control.get(STATE);
    const next = { ...stateOf(doc), ...change(stateOf(doc)) };
    const fields = {
      fold: next.fold,
      requested: next.requested,
      rebuiltAt: next.rebuilt?.at ?? null,
      days: next.rebuilt?.days ?? null,
    };
    const body = { _id: STATE, type: 'rollup-state', schema: 1, ...fields };
    if ((await control.put(doc ? { ...body, _rev: doc._rev } : body)).ok) return;
  }
  throw new Error(`${STATE} could not be written`);
}
