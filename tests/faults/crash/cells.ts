import { CRASH_POINTS } from '../../../fiscal-gateway/crash-points.ts';
import type { CrashPoint } from '../../../fiscal-gateway/crash-points.ts';
import { pick } from '../seeded.ts';
import type { RegisterOutcome } from './bench-device.ts';
import { OPERATOR_OUTCOMES } from './bench-operator.ts';
import type { OperatorOutcome } from './bench-operator.ts';
import { FATES, ORDERS, OUTCOMES } from './cell.ts';
import type { Cell, Passed } from './cell.ts';
import type { JournalFate, RestartOrder } from './shop.ts';

/** A day that was watched: what was wrong with it, and which points were passed. */
export interface WatchedDay {
  readonly outcome: RegisterOutcome;
  readonly operator: OperatorOutcome;
  readonly passes: readonly Passed[];
}

interface Slot extends Passed {
  readonly occurrence: number;
}

/** Where each point was passed: in which step, and how often before within it. */
function slotsOf(passes: readonly Passed[]): Slot[] {
  const seen = new Map<string, number>();
  return passes
    .filter(({ step }) => step >= 0)
    .map((pass) => {
      const place = `${pass.point} ${pass.step}`;
      const occurrence = seen.get(place) ?? 0;
      seen.set(place, occurrence + 1);
      return { ...pass, occurrence };
    });
}

/**
 * The matrix: every crash point × every outcome at the register × every way back (five orders on the journal as it was, and a restored and
 * a vanished journal each with one of them). The moment within the day and the operator's mood are drawn. A point that a quiet day (the
 * first one) does not pass is sought on the day that did pass it. `dead`: points that no day passed.
 */
export function matrix(
  [quiet, ...troubled]: readonly [WatchedDay, ...WatchedDay[]],
  random: () => number,
): { cells: readonly Cell[]; dead: readonly CrashPoint[] } {
  const slots = new Map<CrashPoint, { slot: Slot; day: WatchedDay | null }[]>();
  const add = (slot: Slot, day: WatchedDay | null): unknown =>
    slots.set(slot.point, [...(slots.get(slot.point) ?? []), { slot, day }]);
  for (const slot of slotsOf(quiet.passes)) add(slot, null);
  const known = new Set(slots.keys());
  for (const day of troubled) for (const slot of slotsOf(day.passes)) if (!known.has(slot.point)) add(slot, day);
  const ways = FATES.flatMap((journal): { journal: JournalFate; order: RestartOrder | null }[] =>
    journal === 'as it was' ? ORDERS.map((order) => ({ journal, order })) : [{ journal, order: null }],
  );
  const cells = [...slots.values()].flatMap((of) =>
    OUTCOMES.flatMap((outcome) =>
      ways.map(({ journal, order }): Cell => {
        const { slot, day } = pick(random, of);
        return {
          ...slot,
          outcome: day?.outcome ?? outcome,
          operator: day?.operator ?? pick(random, OPERATOR_OUTCOMES),
          // Where the journal is lost, only the id can tell a repeat from a sale of the same sum.
          carriesId: journal !== 'as it was' || random() < 0.7,
          journal,
          order: order ?? pick(random, ORDERS),
          backupBefore: Math.floor(random() * (slot.step + 1)),
        };
      }),
    ),
  );
  return { cells, dead: CRASH_POINTS.filter((point) => !slots.has(point)) };
}

/** A sample with every point at least once. */
export function sample(cells: readonly Cell[], size: number, random: () => number): Cell[] {
  const shuffled = cells
    .map((cell) => ({ cell, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ cell }) => cell);
  const first = new Map<CrashPoint, Cell>();
  for (const cell of shuffled) if (!first.has(cell.point)) first.set(cell.point, cell);
  const chosen = new Set(first.values());
  for (const cell of shuffled) if (chosen.size < size) chosen.add(cell);
  return [...chosen];
}
