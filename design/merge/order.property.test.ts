import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  described,
  eventsOf,
  makeOrder,
  MEASURED,
  ORDERED_AT,
  orderedLensOf,
  pairOf,
} from '../../tests/factories/order-events.ts';
import type { Order, OrderEvent } from '../documents/order.ts';
import { replayOrder } from '../folds/order.ts';
import { tickHlc, formatHlc, type Hlc } from '../time/hlc.ts';
import { addEvent } from './edit.ts';
import { mergeOrders } from './order.ts';

type Draft = Parameters<typeof addEvent>[1];
const eye = fc.constantFrom('od' as const, 'os' as const);
const again = fc.constantFrom('stock' as const, 'supplier' as const, 'no' as const);
const letter = fc.constantFrom('A' as const, 'B' as const);
const simple: Draft[] = [
  { kind: 'confirm' },
  { kind: 'start' },
  { kind: 'ready' },
  { kind: 'deliver' },
  { kind: 'cancel', reason: 'передумал', fault: 'client' },
  { kind: 'reopen' },
  { kind: 'rework', reason: 'царапина' },
  { kind: 'promise', day: '2026-12-01' },
  { kind: 'unpair', pair: 'B' },
  { kind: 'location', place: 'Цех' },
  { kind: 'step', step: 'edging' },
  { kind: 'notice', notice: 'ready', key: 'k', channel: 'sms', status: 'delivered' },
];
/** What a person at a replica does; `over` of a pair is what that replica shows. */
const draft: fc.Arbitrary<Draft | 'A' | 'B'> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...simple) },
  { weight: 3, arbitrary: letter },
  fc.record({
    kind: fc.constant('step' as const),
    step: fc.constantFrom('lens-ordered' as const, 'received' as const),
    eye,
    pair: letter,
  }),
  fc.record({
    kind: fc.constant('step' as const),
    step: fc.constantFrom('lens-ordered' as const, 'received' as const),
    eye,
    undo: fc.constant(true as const),
    pair: letter,
  }),
  fc.record({
    kind: fc.constant('timer' as const),
    action: fc.constantFrom('start' as const, 'pause' as const, 'stop' as const),
    pair: letter,
  }),
  fc.record({ kind: fc.constant('breakage' as const), part: eye, cause: fc.constant('edging' as const), again, pair: letter }),
  fc
    .record({ kind: fc.constant('quality' as const), passed: fc.boolean() })
    .map((e) => ({ ...e, measured: MEASURED, table: null, failed: [] })),
  fc
    .record({
      kind: fc.constant('payment' as const),
      amount: fc.integer({ min: 1, max: 9 }),
      sale: fc.constantFrom(null, 'sale:1'),
    })
    .map((e) => e),
);

type Command =
  | { readonly at: number; readonly replica: number; readonly write: Draft | 'A' | 'B'; readonly source: 'stock' | 'supplier' }
  | { readonly from: number; readonly to: number };
const replica = fc.nat(2);
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      at: fc.nat(5),
      replica,
      write: draft,
      source: fc.constantFrom('stock' as const, 'supplier' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ from: replica, to: replica }) },
);

/** How far the order had come when the tablets lost each other. */
const BEFORE = [
  [],
  eventsOf(described(), { kind: 'confirm' }),
  eventsOf(described(), { kind: 'confirm' }, { kind: 'start' }),
  eventsOf(described(), { kind: 'confirm' }, { kind: 'start' }, { kind: 'ready' }),
];

/** Three tablets with clocks of their own, offline but for the syncs among the commands. */
function play(commands: readonly Command[], before: readonly OrderEvent[]): { replicas: Order[]; written: OrderEvent[] } {
  const replicas = [0, 1, 2].map(() => makeOrder('1', before));
  const clocks: (Hlc | null)[] = [null, null, null];
  const written = [...before];
  let wall = ORDERED_AT + 10 * 60_000;
  for (const one of commands) {
    if ('from' in one) {
      replicas[one.to] = mergeOrders(replicas[one.to]!, replicas[one.from]!);
      continue;
    }
    wall += one.at;
    // Tablets differ by seconds; one of them is behind by more than all that happens.
    const now = wall - one.replica * 20;
    const hlc = (clocks[one.replica] = tickHlc(clocks[one.replica]!, now, one.replica + 1));
    const event = typeof one.write === 'string' ? pairDraft(replicas[one.replica]!, one.write, one.source) : one.write;
    const next = addEvent(replicas[one.replica]!, event, now, { hlc: formatHlc(hlc), by: `staff:${one.replica}`, pos: null });
    replicas[one.replica] = next;
    written.push(next.events.at(-1)!);
  }
  return { replicas, written };
}

function pairDraft({ events }: Order, pair: 'A' | 'B', source: 'stock' | 'supplier'): Draft {
  const over = replayOrder(events).pairs.find((one) => one.pair === pair)?.written ?? null;
  const lens = orderedLensOf({ source });
  return { kind: 'pair', pair, over, set: pairOf({ od: lens, os: lens }) };
}

it('three replicas offline: any interleaving merges equal, illegal events are flagged, none is lost (issue 6)', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), fc.constantFrom(...BEFORE), (commands, before) => {
      const { replicas, written } = play(commands, before);
      const [a, b, c] = replicas as [Order, Order, Order];
      const merged = mergeOrders(mergeOrders(a, b), c);
      for (const other of [
        mergeOrders(a, mergeOrders(b, c)),
        mergeOrders(c, mergeOrders(b, a)),
        mergeOrders(mergeOrders(c, a), b),
      ]) {
        expect(other).toEqual(merged);
      }
      expect(mergeOrders(merged, a)).toEqual(merged);
      expect(merged.events).toHaveLength(written.length);
      expect(merged.events).toEqual(expect.arrayContaining(written));

      const view = replayOrder(merged.events);
      expect(replayOrder([...merged.events].reverse())).toEqual(view);
      // What is flagged had no effect: without it everything is the same.
      const flagged = new Set(view.illegal.map(({ id }) => id));
      expect(replayOrder(merged.events.filter(({ id }) => !flagged.has(id)))).toEqual({ ...view, illegal: [] });
    }),
    { numRuns: 300 },
  );
});

it('an event of a later program is kept and flagged, never a crash', () => {
  const [event] = makeOrder('1', []).events.concat({
    id: formatHlc({ wall: 1, counter: 0, device: 1 }),
    by: null,
    at: 1,
    kind: 'x' as 'confirm',
  });
  expect(replayOrder([event!])).toMatchObject({ state: 'draft', illegal: [{ why: 'NOT_IN_THIS_STATE' }] });
});
