import { CONTROL } from '../../design/databases.ts';
import { rangeOf } from '../../design/ids.ts';
import { AWAY_TOO_LONG } from '../../design/reconcile/compare-prices.ts';
import type { Engine } from '../engine/engine.ts';

/** A till that was away for more than 8 hours and is back: `absence:<till>:<since>` in `control`, until C-41 has looked at it. */
export interface Absence {
  readonly _id: string;
  readonly _rev: string;
  readonly pos: string;
  readonly store: string;
  /** The last heartbeat before and the first after, epoch ms. */
  readonly from: number;
  readonly to: number;
}

/** A heartbeat came after another one that long ago. */
export async function noteReturn(
  engine: Engine,
  till: { pos: string; store: string },
  before: number,
  now: number,
): Promise<void> {
  if (now - before <= AWAY_TOO_LONG) return;
  const _id = `absence:${till.pos}:${before}`;
  // A conflict: the same return was noted by the heartbeat before.
  await (
    await engine.open(CONTROL)
  ).put({ _id, type: 'absence', schema: 1, pos: till.pos, store: till.store, from: before, to: now });
}

export async function absences(engine: Engine): Promise<Absence[]> {
  return (await (await engine.open(CONTROL)).range(rangeOf('absence'))) as unknown as Absence[];
}
