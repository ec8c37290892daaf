import type { NewEvent } from '../../../design/merge/edit.ts';
import { EMPTY_PAIR } from '../../../app/lib/orders/order-form.svelte.ts';
import { MEASURED, orderedLensOf, pairOf } from '../../factories/order-events.ts';
import { pick } from '../../faults/seeded.ts';
import type { Tablet } from './tablet.fixture.ts';

const COLUMNS = ['confirmed', 'production', 'check', 'ready'] as const;
/** What people of a shop and of a workshop press. What the order does not allow is written all the same: another tablet may have moved it. */
const EVENTS: readonly NewEvent[] = [
  { kind: 'confirm' },
  { kind: 'start' },
  { kind: 'ready' },
  { kind: 'deliver' },
  { kind: 'cancel', reason: 'передумал', fault: 'client' },
  { kind: 'reopen' },
  { kind: 'rework', reason: 'царапина' },
  { kind: 'promise', day: '2026-12-01' },
  { kind: 'unpair', pair: 'B' },
  { kind: 'location', place: 'Лоток 4' },
  { kind: 'bench', bench: 'Обточка', rank: 1 },
  { kind: 'step', step: 'received', eye: 'od' },
  { kind: 'breakage', part: 'od', cause: 'edging', again: 'supplier', fault: 'workshop' },
  { kind: 'timer', action: 'start' },
  { kind: 'timer', action: 'stop' },
  { kind: 'payment', amount: 500_00, sale: 'sale:1' },
];

/** One press of a person at this tablet. */
export async function press(tablet: Tablet, id: string, random: () => number): Promise<void> {
  const { orders, board } = tablet;
  const acts: readonly (() => Promise<unknown>)[] = [
    () => board.move(id, pick(random, COLUMNS), { sure: true, reason: random() < 0.5 ? 'не держит дужка' : '' }),
    () => board.move(id, pick(random, COLUMNS), { sure: true }),
    () => board.write(id, () => [{ kind: 'quality', measured: MEASURED, table: null, passed: random() < 0.7, failed: [] }]),
    () => orders.write(id, [pick(random, EVENTS)]),
    () => orders.write(id, [pick(random, EVENTS), pick(random, EVENTS)]),
    () => describeAnew(tablet, id, random),
    // As the form writes it; where production has begun it is refused, and nothing is written.
    () => orders.place({ client: null, pair: 'B', draft: EMPTY_PAIR, promised: '2026-12-02', because: null, confirm: false }, id),
  ];
  await tablet.doing(id, pick(random, acts));
}

/** The pair as it stands here, with another lens: two who do so at once have to be told. */
async function describeAnew({ orders }: Tablet, id: string, random: () => number): Promise<void> {
  const over = (await orders.get(id))!.view.pairs.find(({ pair }) => pair === 'A')?.written ?? null;
  const lens = orderedLensOf({ source: random() < 0.5 ? 'stock' : 'supplier' });
  await orders.write(id, [{ kind: 'pair', pair: 'A', over, set: pairOf({ od: lens, os: lens }) }]);
}
