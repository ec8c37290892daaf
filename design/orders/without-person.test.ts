import { describe, expect, it } from 'vitest';
import { described, eventsOf, makeOrder, MEASURED, pairOf } from '../../tests/factories/order-events.ts';
import { canonicalJson } from '../canonical-json.ts';
import { order as orderShape } from '../documents/order.ts';
import { replayOrder } from '../folds/order.ts';
import { mergeOrders } from '../merge/order.ts';
import { mayForget, withoutPerson } from './without-person.ts';

const SECRET = 'Орлова, боится капель';
const photo = { digest: 'a'.repeat(64), thumbnail: 'AAAA' };
const own = { whose: 'own' as const, description: 'Оправа', condition: [], note: SECRET, value: 1, photo, sizes: null };
const whole = pairOf({ frame: own });
const events = eventsOf(
  described({ ...whole, prescription: { ...whole.prescription!, doctor: SECRET } }),
  { kind: 'promise', day: '2026-12-01', because: SECRET },
  { kind: 'confirm' },
  { kind: 'payment', amount: 500_00, sale: 'sale:1' },
  { kind: 'start' },
  { kind: 'defect', part: 'frame', cause: 'scratch', again: 'no', note: SECRET, photo } as never,
  { kind: 'quality', measured: MEASURED, table: null, passed: true, failed: [], note: SECRET },
  { kind: 'ready' },
  { kind: 'rework', reason: SECRET },
  { kind: 'cancel', reason: SECRET },
);
const order = makeOrder('1', events);

describe('an order whose client was erased (152-FZ)', () => {
  const bare = withoutPerson(order);

  it('says nothing of the person: no figure of the prescription, no doctor, no picture, no free word', () => {
    const text = JSON.stringify(bare);
    expect(text).not.toContain(SECRET);
    expect(text).not.toMatch(/thumbnail|prescription:1|Окулист/);
    const [pair] = bare.events;
    expect(pair).toMatchObject({ set: { prescription: { od: { sph: null }, os: { sph: null }, pd: { both: null } } } });
  });

  it('stays what it was: state, money, days, articles and the lenses as they were made', () => {
    const [before, after] = [replayOrder(order.events), replayOrder(bare.events)];
    const kept = ({ state, paid, promised, reached, illegal, pairs }: typeof before) => ({
      ...{ state, paid, promised, reached, illegal },
      lenses: pairs.map(({ details }) => [details?.od, details?.os]),
    });
    expect(kept(after)).toEqual(kept(before));
    expect(bare).toMatchObject({ number: '1', client: 'client:1', erased: true });
    expect(orderShape.safeParse(bare).error).toBeUndefined();
    expect(withoutPerson(bare)).toEqual(bare);
  });

  it('meets what an offline tablet wrote of it: the event stands, the words do not come back, whoever merges first', () => {
    const more = { kind: 'cancel', reason: SECRET, id: '1763722000000-0000-0002', by: 'staff:2', at: 1 } as const;
    const late = { ...order, events: [...events, more] };
    const merged = mergeOrders(bare, late);
    expect(mergeOrders(late, bare)).toEqual(merged);
    expect(mergeOrders(mergeOrders(late, order), bare)).toEqual(merged);
    expect(mergeOrders(merged, merged)).toEqual(merged);
    expect(merged.events).toHaveLength(events.length + 1);
    expect(canonicalJson(merged)).not.toContain(SECRET);
  });

  it('is needed whole while the glasses are owed', () => {
    expect((['draft', 'confirmed', 'production', 'ready', 'delivered', 'cancelled'] as const).filter(mayForget)).toEqual([
      'draft',
      'delivered',
      'cancelled',
    ]);
  });
});
