import type { CrashPoint } from '../../../fiscal-gateway/crash-points.ts';
import { OUTCOMES } from './bench-device.ts';
import type { RegisterOutcome } from './bench-device.ts';
import type { OperatorOutcome } from './bench-operator.ts';
import { Day, DAY } from './day.ts';
import { CrashShop } from './shop.ts';
import type { JournalFate, RestartOrder } from './shop.ts';
import { verdict } from './verdict.ts';

export const ORDERS: readonly RestartOrder[] = [
  'register stays on',
  'gateway first',
  'register first',
  'both at once',
  'register off for a while',
];
export const FATES: readonly JournalFate[] = ['as it was', 'restored from a backup', 'gone'];
export { OUTCOMES };

/** The crash at the `occurrence`-th pass (0 = first) of a point within a step of the day, and what happens around it. */
export interface Cell {
  readonly point: CrashPoint;
  readonly step: number;
  readonly occurrence: number;
  readonly outcome: RegisterOutcome;
  readonly operator: OperatorOutcome;
  /** Does the register carry our id in its documents? */
  readonly carriesId: boolean;
  readonly order: RestartOrder;
  readonly journal: JournalFate;
  /** The step before which the backup of a restored journal was made. */
  readonly backupBefore: number;
}

export const nameOf = ({ point, step, occurrence, outcome, operator, carriesId, order, journal, backupBefore }: Cell): string =>
  `${point}#${occurrence} in ${step} ${DAY[step]?.name}, ${outcome}, operator ${operator}, ${carriesId ? '' : 'no id, '}${order}, journal ${journal} (${backupBefore})`;

export interface Passed {
  readonly point: CrashPoint;
  readonly step: number;
}

export interface DayReport {
  readonly passes: readonly Passed[];
  readonly crashes: number;
  readonly wrong: readonly string[];
}

/** A day without a crash, on which the first command of every step meets this outcome: which points are passed, in which step. */
export const dayWithout = (outcome: RegisterOutcome, operator: OperatorOutcome): Promise<DayReport> =>
  runDay(null, outcome, operator);

export async function runCell(cell: Cell): Promise<{ crashed: boolean; wrong: readonly string[] }> {
  const { crashes, wrong } = await runDay(cell, cell.outcome, cell.operator);
  return { crashed: crashes > 0, wrong };
}

async function runDay(cell: Cell | null, outcome: RegisterOutcome, operator: OperatorOutcome): Promise<DayReport> {
  const shop = new CrashShop();
  let backup: string | null = null;
  const day = new Day(shop, {
    order: cell?.order ?? 'register stays on',
    journal: cell?.journal ?? 'as it was',
    backup: () => backup,
  });
  const passes: Passed[] = [];
  try {
    let left = cell?.occurrence ?? 0;
    shop.device.carriesId = cell?.carriesId ?? true;
    if (cell) shop.armCrash((point) => shop.step >= cell.step && point === cell.point && (left -= 1) < 0);
    await shop.start();
    for (const [at, step] of DAY.entries()) {
      if (cell?.backupBefore === at && cell.journal === 'restored from a backup' && shop.alive && shop.crashes === 0)
        backup = shop.backUp();
      if (!cell || cell.step === at) {
        shop.device.arm(outcome, step.command);
        shop.operator.arm(operator);
      }
      shop.step = at;
      await step.run(day);
    }
    shop.device.disarm();
    shop.step = DAY.length;
    passes.push(...shop.passes.filter(({ step }) => step < DAY.length));
    const wrong = await verdict(shop, day);
    return { passes, crashes: shop.crashes, wrong };
  } catch (error) {
    return { passes, crashes: shop.crashes, wrong: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
  } finally {
    await shop.stop();
  }
}
