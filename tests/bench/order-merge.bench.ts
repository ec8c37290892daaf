import { canonicalJson } from '../../design/canonical-json.ts';
import type { Order, OrderEvent } from '../../design/documents/order.ts';
import { replayOrder } from '../../design/folds/order.ts';
import { mergeOrders } from '../../design/merge/order.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import { makeOrder, ORDERED_AT, pairOf } from '../factories/order-events.ts';
import { spread } from './percentiles.ts';
import type { Section } from './report.ts';

/** Issue 6: merge of 10,000 order events. */
const GOAL = 100;
const ORDERS = 250;
/** Known to both tablets, and written by each while they did not see each other. */
const SHARED = 16;
const OWN = 12;
const ROUNDS = 30;

type Written = Omit<OrderEvent, 'id' | 'by' | 'at'>;
const WORK: readonly Written[] = [
  { kind: 'location', place: 'Лоток 4' } as Written,
  { kind: 'step', step: 'edging', pair: 'A' } as Written,
  { kind: 'timer', action: 'start', pair: 'A' } as Written,
  { kind: 'bench', bench: 'Обточка', pair: 'A' } as Written,
];

/** What a tablet held and wrote; `device` 1 is what both had before. */
const events = (order: number, device: number, count: number): OrderEvent[] =>
  Array.from({ length: count }, (_, n) => {
    const at = ORDERED_AT + order * 3_600_000 + (device === 1 ? n : SHARED + n * 2 + device) * 1_000;
    const begin: Written[] = [
      { kind: 'pair', pair: 'A', over: null, set: pairOf() } as Written,
      { kind: 'confirm' },
      { kind: 'start' },
    ];
    const event = device === 1 && n < begin.length ? begin[n]! : WORK[n % WORK.length]!;
    return { ...event, id: formatHlc({ wall: at, counter: 0, device }), by: `staff:${device}`, at } as OrderEvent;
  });

/** As two databases hand it out: nothing is the same object. */
const held = (order: number, ...lists: OrderEvent[][]): Order => structuredClone(makeOrder(String(order), lists.flat()));

/** The union of two tablets' days over a shop's orders, replayed, beside a union that compares every event by its canonical text. */
export function orderMergeBench(): Promise<Section> {
  const pairs = Array.from({ length: ORDERS }, (_, n) => {
    const shared = events(n, 1, SHARED);
    return [held(n, shared, events(n, 2, OWN)), held(n, shared, events(n, 3, OWN))] as const;
  });
  const one = SHARED * ORDERS;
  const single = [
    held(0, events(0, 1, one), events(0, 2, OWN * ORDERS)),
    held(0, events(0, 1, one), events(0, 3, OWN * ORDERS)),
  ] as const;
  const timed = (work: () => void): number[] =>
    Array.from({ length: ROUNDS }, () => {
      const from = performance.now();
      work();
      return performance.now() - from;
    });
  const plain = (a: Order, b: Order): OrderEvent[] =>
    [...new Map([...a.events, ...b.events].map((event) => [canonicalJson(event), event])).values()].sort((x, y) =>
      x.id < y.id ? -1 : 1,
    );
  const cold = timed(() => pairs.forEach(([a, b]) => mergeOrders(a, b)))[0]!;
  const merged = pairs.map(([a, b]) => mergeOrders(a, b));
  const count = merged.reduce((sum, order) => sum + order.events.length, 0);
  return Promise.resolve({
    name: 'order merge',
    figures: [
      {
        what: `two tablets’ days over ${ORDERS} orders, ${count} events, merged p95`,
        value: spread(timed(() => pairs.forEach(([a, b]) => mergeOrders(a, b)))).p95,
        unit: 'ms',
        goal: GOAL,
        baseline: {
          what: 'by the canonical text of every event',
          value: spread(timed(() => pairs.forEach(([a, b]) => plain(a, b)))).p95,
        },
      },
      { what: 'the same the first time', value: cold, unit: 'ms' },
      {
        what: `one order of ${one + 2 * OWN * ORDERS} events, merged p95`,
        value: spread(timed(() => mergeOrders(...single))).p95,
        unit: 'ms',
        goal: GOAL,
      },
      {
        what: `what ${count} events come to, replayed p95`,
        value: spread(timed(() => merged.forEach((order) => replayOrder(order.events)))).p95,
        unit: 'ms',
      },
    ],
    method: `${SHARED} events of each order known to both tablets, ${OWN} written by each apart; full speed`,
  });
}
