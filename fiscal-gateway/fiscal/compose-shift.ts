import type { CashMovement, ShiftEvent, ShiftRef } from '../../design/documents/facts.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import { counterOf, revised } from './compose.ts';

interface Place {
  readonly store: string;
  readonly pos: string;
}

type ShiftFacts = Pick<ShiftEvent, 'event' | 'fn' | 'fd' | 'fp' | 'at' | 'cashier' | 'totals' | 'shift'> &
  Partial<Pick<ShiftEvent, 'cash' | 'left' | 'signed' | 'books'>>;

/** The replicated document of a shift's opening or close. `fd` null: closed in our books alone. What is absent is left out of the text. */
export function composeShiftEvent({ store, pos }: Place, facts: ShiftFacts): ShiftEvent {
  const { fn, fd, at, shift } = facts;
  return revised({
    _id: fd === null ? `shift-event:${fn}-shift-${shift.number}` : `shift-event:${fn}-${fd}`,
    type: 'shift-event',
    schema: 1,
    hlc: formatHlc({ wall: at, counter: counterOf(fd ?? shift.number), device: 0 }),
    by: null,
    pos,
    store,
    ...facts,
  });
}

export function composeCashMovement(
  { store, pos }: Place,
  movement: Pick<CashMovement, 'direction' | 'amount' | 'reason' | 'cashier' | 'at' | 'kind'> & {
    readonly id: string;
    readonly number: number;
  },
  shift: ShiftRef,
): CashMovement {
  const { id, number, at, ...rest } = movement;
  return revised({
    _id: `cash-movement:${id}`,
    type: 'cash-movement',
    schema: 1,
    hlc: formatHlc({ wall: at, counter: counterOf(number), device: 0 }),
    by: null,
    pos,
    store,
    shift,
    at,
    ...rest,
  });
}
