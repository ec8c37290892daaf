import type { ShiftHandover, ShiftRef } from '$design/documents/facts.ts';
import type { Staff } from '$design/documents/people.ts';
import { docId } from '$design/ids.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import type { DrawerCount } from './shift.model.ts';

export interface HandoverParts {
  readonly stamp: string;
  /** Epoch ms. */
  readonly at: number;
  readonly info: { readonly store: string; readonly till: string | null };
  readonly shift: ShiftRef;
  readonly from: Pick<Staff, '_id' | 'name'>;
  readonly to: Pick<Staff, '_id' | 'name'>;
  readonly count: DrawerCount | null;
  /** What had to lie in the drawer, kopecks; `null` where the gateway did not tell: then what was counted stands alone. */
  readonly expected: Kopecks | null;
}

/** The fact that the drawer went from one cashier to another within a shift. */
export function handoverOf({ stamp, at, info, shift, from, to, count, expected }: HandoverParts): ShiftHandover {
  const due = expected ?? count?.sum ?? 0;
  return {
    _id: docId('shift-handover', stamp),
    type: 'shift-handover',
    schema: 1,
    hlc: stamp,
    by: from._id,
    pos: info.till,
    store: info.store,
    shift,
    at,
    from: { id: from._id, name: from.name },
    to: { id: to._id, name: to.name },
    ...(count && {
      cash: {
        expected: due,
        counted: count.sum,
        difference: count.sum - due,
        reason: count.reason,
        collected: 0,
        ...(count.sheet && { sheet: count.sheet }),
      },
    }),
    ...(count?.signed && { signed: { ...count.signed, reason: count.reason ?? '' } }),
  };
}
