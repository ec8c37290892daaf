import { describe, expect, it } from 'vitest';
import {
  described,
  eventsOf,
  makeOrder,
  MEASURED,
  orderedLensOf,
  ORDERED_AT,
  pairOf,
  stampOfEvent,
  viewOf,
} from '../../tests/factories/order-events.ts';
import { orderEvent } from '../documents/order.ts';
import { addEvent } from '../merge/edit.ts';
import { replayOrder } from './order.ts';

const QUALITY = { kind: 'quality' as const, measured: MEASURED, table: null, passed: true, failed: [] };
const ORDERED = { kind: 'step', step: 'lens-ordered', supplierOrder: 'supplier-order:1' } as const;
const RECEIVED = { kind: 'step', step: 'received' } as const;

describe('a pair of an order', () => {
  it('is described whole, and confirmed only with prescription and lenses (D-42)', () => {
    expect(viewOf(described(), { kind: 'confirm' })).toMatchObject({ state: 'confirmed', illegal: [] });
    const lacking = [pairOf({ prescription: null }), pairOf({ od: null }), pairOf({ os: null })];
    for (const set of lacking) {
      expect(viewOf(described(set), { kind: 'confirm' }).illegal).toEqual([{ id: stampOfEvent(1), why: 'DETAILS_MISSING' }]);
    }
    expect(viewOf(described(pairOf({ os: null, only: 'od' })), { kind: 'confirm' }).state).toBe('confirmed');
  });

  it('changes until production, never after (issue 6 part 4)', () => {
    const change = { kind: 'pair', pair: 'A', over: stampOfEvent(0), set: pairOf({ purpose: 'near' }) } as const;
    expect(viewOf(described(), { kind: 'confirm' }, change).pairs[0]?.details?.purpose).toBe('near');
    const late = viewOf(described(), { kind: 'confirm' }, { kind: 'start' }, change);
    expect(late.pairs[0]?.details?.purpose).toBe('distance');
    expect(late.illegal).toEqual([{ id: stampOfEvent(3), why: 'NOT_IN_THIS_STATE' }]);
  });

  it('written by two at once is never a mixture: the first stands, the other is flagged', () => {
    const view = viewOf(described(), described(pairOf({ od: null, purpose: 'near' })));
    expect(view.pairs[0]?.details).toEqual(pairOf());
    expect(view.illegal).toEqual([{ id: stampOfEvent(1), why: 'PAIR_CHANGED_TWICE' }]);
  });

  it('has a letter that is never given out twice', () => {
    const view = viewOf(described(), { kind: 'unpair', pair: 'A' }, described());
    expect(view.pairs).toEqual([]);
    expect(view.illegal).toEqual([{ id: stampOfEvent(2), why: 'PAIR_UNKNOWN' }]);
  });

  it('changed before production keeps the lens that stays ordered', () => {
    const changed = pairOf({ os: orderedLensOf({ sku: 'LENS-174' }) });
    const view = viewOf(described(), { kind: 'confirm' }, ORDERED, {
      kind: 'pair',
      pair: 'A',
      over: stampOfEvent(0),
      set: changed,
    });
    expect(view.pairs[0]).toMatchObject({ od: { status: 'ordered' }, os: { status: 'needed' } });
  });

  it('of an order of earlier programs is known by what the workshop writes of it', () => {
    const set = { prescription: 'prescription:1', lens: 'LENS-1' };
    const view = viewOf(
      { kind: 'details', set },
      { kind: 'confirm' },
      ORDERED,
      { kind: 'start' },
      { kind: 'location', place: 'Цех' },
    );
    expect(view).toMatchObject({ state: 'production', illegal: [], pairs: [{ pair: 'A', details: null, place: 'Цех' }] });
  });
});

describe('lenses of a pair', () => {
  const confirmed = [described(), { kind: 'confirm' }] as const;

  it('are needed, ordered, received; location and state stay apart (optics.md §1.5)', () => {
    const view = viewOf(...confirmed, ORDERED, { kind: 'location', place: 'Склад' }, { ...RECEIVED, eye: 'od' });
    expect(view).toMatchObject({ state: 'confirmed', illegal: [] });
    expect(view.pairs[0]).toMatchObject({
      step: 'received',
      place: 'Склад',
      od: { status: 'received', supplierOrder: 'supplier-order:1' },
      os: { status: 'ordered', supplierOrder: 'supplier-order:1' },
    });
  });

  it.each([
    ['ordered twice', [ORDERED, ORDERED], 'LENS_ORDERED_TWICE'],
    ['ordered after they came', [RECEIVED, ORDERED], 'LENS_ALREADY_HERE'],
    ['received twice', [RECEIVED, RECEIVED], 'LENS_ALREADY_HERE'],
  ] as const)('%s are flagged: the supplier would send two', (_, steps, why) => {
    expect(viewOf(...confirmed, ...steps).illegal).toEqual([{ id: stampOfEvent(3), why }]);
  });

  it('from stock are not ordered', () => {
    const stock = orderedLensOf({ source: 'stock' });
    const view = viewOf(described(pairOf({ od: stock, os: stock })), { kind: 'confirm' }, ORDERED);
    expect(view.illegal).toEqual([{ id: stampOfEvent(2), why: 'LENS_NOT_OF_THIS_PAIR' }]);
  });

  it('that break are needed again, and what was checked is to be checked again', () => {
    const breakage = {
      kind: 'breakage',
      part: 'od',
      cause: 'edging',
      again: 'supplier',
      cost: 250_000,
      fault: 'workshop',
    } as const;
    const view = viewOf(...confirmed, ORDERED, RECEIVED, { kind: 'start' }, QUALITY, breakage, ORDERED);
    expect(view).toMatchObject({ state: 'production', illegal: [] });
    expect(view.pairs[0]).toMatchObject({ quality: null, od: { status: 'ordered' }, os: { status: 'received' } });
    expect(view.pairs[0]?.breakages).toHaveLength(1);
  });

  it('found wrong keep the photo of it with the order; a picture too large is refused', () => {
    const defect = { kind: 'defect', part: 'os', cause: 'scratch', again: 'stock' } as const;
    const photo = (size: number) => ({ digest: 'a'.repeat(64), thumbnail: 'A'.repeat(size) });
    const view = viewOf(...confirmed, { ...defect, photo: photo(20_000) });
    expect(view.pairs[0]).toMatchObject({ os: { status: 'stock', fromStock: 1 }, defects: [{ cause: 'scratch' }] });
    const [event] = eventsOf({ ...defect, photo: photo(27_308) });
    expect(orderEvent.safeParse(event).success).toBe(true);
    expect(orderEvent.safeParse({ ...event, photo: photo(27_312) }).success).toBe(false);
  });
});

describe('the bench', () => {
  const started = [described(), { kind: 'confirm' }, { kind: 'start' }] as const;
  const timer = (action: 'start' | 'pause' | 'stop', by: string, minute: number) =>
    ({ kind: 'timer', action, by, at: ORDERED_AT + minute * 60_000 }) as const;

  it('times a job by person: started, paused, gone on with, stopped', () => {
    const view = viewOf(
      ...started,
      timer('start', 'staff:1', 10),
      timer('start', 'staff:2', 12),
      timer('pause', 'staff:1', 20),
      timer('start', 'staff:1', 30),
      timer('stop', 'staff:1', 35),
    );
    expect(view.pairs[0]).toMatchObject({ worked: 15 * 60_000, running: [{ by: 'staff:2', since: ORDERED_AT + 12 * 60_000 }] });
    expect(view.illegal).toEqual([]);
  });

  it('stops the clock of what is ready, and a stop pressed after that is no error', () => {
    const at = ORDERED_AT + 20 * 60_000;
    const view = viewOf(...started, timer('start', 'staff:1', 10), { kind: 'ready', at }, timer('stop', 'staff:1', 25));
    expect(view.pairs[0]).toMatchObject({ worked: 10 * 60_000, running: [] });
    expect(view.illegal).toEqual([]);
  });

  it.each([
    ['a stop of nothing', [timer('stop', 'staff:1', 1)], 'TIMER_NOT_RUNNING'],
    ['a second start', [timer('start', 'staff:1', 1), timer('start', 'staff:1', 2)], 'TIMER_RUNNING'],
  ] as const)('flags %s', (_, timers, why) => {
    expect(viewOf(...started, ...timers).illegal.map((one) => one.why)).toEqual([why]);
  });

  it('never takes time away when a tablet was set back', () => {
    const view = viewOf(...started, timer('start', 'staff:1', 30), timer('stop', 'staff:1', 10));
    expect(view.pairs[0]?.worked).toBe(0);
  });

  it('gets back what was found wrong when it was ready, unchecked', () => {
    const ready = viewOf(...started, QUALITY, { kind: 'ready' });
    expect(ready.pairs[0]).toMatchObject({ step: 'quality-control', quality: { passed: true } });
    const back = viewOf(...started, QUALITY, { kind: 'ready' }, { kind: 'rework', reason: 'не тот наклон' });
    expect(back).toMatchObject({ state: 'production', pairs: [{ quality: null }] });
  });

  it('keeps queue, place in it and who it is for', () => {
    const view = viewOf(...started, { kind: 'bench', bench: 'Станок 1', rank: 2 }, { kind: 'assign', to: 'staff:7' });
    expect(view.pairs[0]).toMatchObject({ bench: 'Станок 1', rank: 2, assigned: 'staff:7' });
  });
});

describe('money and notices of an order', () => {
  const line = { sku: 'FRAME-1', name: 'Оправа', kind: 'frame', qty: 1, price: 900_00, discount: 0, amount: 900_00 } as const;

  it('deposit, balance and what is given back are counted by receipt, each once', () => {
    const view = viewOf(
      { kind: 'lines', lines: [line] },
      { kind: 'payment', amount: 300_00, sale: 'sale:1', role: 'deposit' },
      { kind: 'payment', amount: 300_00, sale: 'sale:1', role: 'deposit' },
      { kind: 'payment', amount: 600_00, sale: 'sale:2', role: 'balance' },
      { kind: 'repayment', amount: 700_00, refund: 'refund:1' },
    );
    expect(view).toMatchObject({ total: 900_00, paid: 200_00, balance: 700_00 });
    expect(view.payments.map(({ sale, left }) => [sale, left])).toEqual([
      ['sale:1', 200_00],
      ['sale:2', 0],
    ]);
    expect(view.illegal).toEqual([{ id: stampOfEvent(2), why: 'SAME_RECEIPT' }]);
  });

  it('"ready" is stamped only when the client is known to have the message', () => {
    const notice = { kind: 'notice', notice: 'ready', key: 'ready:1' } as const;
    const sms = (status: 'queued' | 'sent' | 'delivered') => ({ ...notice, channel: 'sms', status }) as const;
    expect(viewOf(sms('queued'), sms('sent')).told).toEqual({});
    const view = viewOf(sms('delivered'), sms('sent'));
    expect(view.told).toEqual({ ready: ORDERED_AT });
    expect(view.notices).toMatchObject([{ status: 'delivered' }]);
    expect(viewOf({ ...notice, channel: 'call', status: 'unreached' }).told).toEqual({});
    expect(viewOf({ ...notice, channel: 'call', status: 'reached' }).told).toEqual({ ready: ORDERED_AT });
  });

  it('dates are in order whatever a device thought the time was (D-42)', () => {
    const { reached } = viewOf(described(), { kind: 'confirm' }, { kind: 'start', at: ORDERED_AT - 60_000 });
    expect(reached.production).toBe(reached.confirmed);
  });

  it('every kind of event keeps the shape of its document', () => {
    const events = eventsOf(described(), { kind: 'lines', lines: [line] }, { kind: 'confirm' }, ORDERED, {
      kind: 'link',
      link: 'remake-of',
      order: 'order:0',
      fault: 'workshop',
      scope: 'lenses',
      cost: 1,
      reason: '',
    });
    for (const event of events) expect(orderEvent.parse(event)).toEqual(event);
    expect(replayOrder(events)).toMatchObject({ links: [{ order: 'order:0' }], illegal: [] });
  });
});

it('an event tells who, when and where: the till, or the bench that it names', () => {
  const hand = { hlc: stampOfEvent(0), by: 'staff:1', pos: 'POS-001' };
  const written = (event: Parameters<typeof addEvent>[1]) => addEvent(makeOrder('1', []), event, ORDERED_AT, hand).events[0];
  expect(written({ kind: 'confirm' })).toEqual({
    kind: 'confirm',
    id: hand.hlc,
    by: 'staff:1',
    at: ORDERED_AT,
    where: 'POS-001',
  });
  expect(written({ kind: 'start', where: 'Станок 1' })).toMatchObject({ where: 'Станок 1' });
});
