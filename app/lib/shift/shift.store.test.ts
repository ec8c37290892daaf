import { beforeEach, describe, expect, it } from 'vitest';
import type { ShiftHandover } from '$design/documents/facts.ts';
import type { Staff } from '$design/documents/people.ts';
import type { ReportAnswer, ShiftState } from '$design/fiscal/wire.ts';
import { GatewayError, type GatewayClient } from '../gateway/gateway.client.ts';
import { createMemoryStore } from '../storage/local-store.ts';
import { CASH_RULES } from '$design/money/cash-rules.ts';
import { ShiftStore } from './shift.store.svelte.ts';
import { ORDER_FRESH } from './orders.ts';

const AT = Date.parse('2026-11-21T09:00:00Z');
const staff = (id: string, name: string) => ({ _id: `staff:${id}`, name, inn: null, role: 'cashier' }) as Staff;
const ANNA = staff('1', 'Иванова Анна');
const PETER = staff('2', 'Смирнов Пётр');
const move = { direction: 'in', amount: 500_000, reason: 'Размен', collection: false } as const;
const silent = () => Promise.reject(new GatewayError('GATEWAY_UNREACHABLE', null));
const refusal = (code: 'CASH_NOT_ENOUGH' | 'REQUEST_IN_PROGRESS', status: number) => () =>
  Promise.reject(new GatewayError(code, status));

/** A till with a gateway that keeps what it was ordered by key, as the real one does. */
function till() {
  const store = createMemoryStore();
  const sent: { kind: string; key: string; body: string }[] = [];
  const done = new Map<string, string>();
  const facts: { type: string }[] = [];
  const state = {
    now: AT,
    /** What the gateway does with the next calls; absent: it carries them out. `lost`: carried out, the answer lost. */
    next: [] as ('lost' | (() => Promise<never>))[],
    shift: { state: 'open', number: 7, fn: '99', opened_at: AT - 3_600_000, event: null } as unknown as ShiftState,
    current: ANNA as Staff | null,
    drawer: 0,
    pin: '2222',
    durable: 0,
  };
  async function carryOut<T>(kind: string, key: string, body: object, effect: () => void, answer: T): Promise<T> {
    const text = JSON.stringify(body);
    sent.push({ kind, key, body: text });
    const fate = state.next.shift();
    if (typeof fate === 'function') return fate();
    if (done.has(key) && done.get(key) !== text) throw new GatewayError('IDEMPOTENCY_KEY_REUSED', 422);
    if (!done.has(key)) effect();
    done.set(key, text);
    if (fate === 'lost') return silent();
    return answer;
  }
  const cash = (direction: 'in' | 'out', key: string, body: { amount: number }) =>
    carryOut(direction, key, body, () => (state.drawer += direction === 'in' ? body.amount : -body.amount), { document: null });
  const client = {
    cash,
    openShift: (key: string, body: object) =>
      carryOut('open', key, body, () => (state.shift = { ...state.shift, state: 'open' }), state.shift),
    report: (kind: string, key: string, body: object) =>
      carryOut(kind, key, body, () => (state.shift = { ...state.shift, state: 'closed' }), {
        reportType: 2,
        event: null,
      } as ReportAnswer),
    balance: () => Promise.resolve({ cashInDrawer: 1_000 } as ReportAnswer),
  } as unknown as GatewayClient;
  let keys = 0;
  const begin = () =>
    new ShiftStore({
      gateway: {
        client,
        get shift() {
          return state.shift;
        },
        reachable: true,
        leased: () => Promise.resolve(),
        shiftTold: () => Promise.resolve(),
        refreshShift: () => Promise.resolve(),
      },
      databases: { range: () => Promise.resolve([]) } as never,
      facts: {
        recent: () => [],
        names: () => [],
        adopt: () => Promise.resolve(),
        write: async (compose: () => Promise<{ type: string }>) => {
          const fact = await compose();
          facts.push(fact);
          return fact;
        },
      } as never,
      stamps: { next: () => Promise.resolve('1763715600000-0000-0007') },
      store,
      people: {
        get current() {
          return state.current;
        },
        select: () => undefined,
        unlock: (pin) => {
          if (pin !== state.pin) return Promise.resolve('PIN_WRONG');
          state.current = PETER;
          return Promise.resolve(null);
        },
      },
      device: () => ({ till: 'POS-001', store: 'demo-1' }) as never,
      now: () => state.now,
      uuid: () => `key-${(keys += 1)}`,
      wait: () => Promise.resolve(),
      settled: () => {
        state.durable = sent.length;
        return Promise.resolve();
      },
    });
  return { state, sent, facts, store, begin };
}

let world: ReturnType<typeof till>;
beforeEach(() => (world = till()));

describe('an order of the shift is carried out once, whatever gets lost', () => {
  it('is kept with its key before the gateway hears of it', async () => {
    const shift = world.begin();
    world.state.next = [silent];
    await shift.cash(move);
    expect(world.state.durable).toBe(0);
    expect(world.store.read<{ key: string }>('shift-order')).toMatchObject({ kind: 'in', key: 'key-1' });
  });

  it('cash paid in whose answer was lost is not paid in twice: the same key, the same body', async () => {
    const shift = world.begin();
    world.state.next = ['lost'];
    expect(await shift.cash(move)).toBe('GATEWAY_UNREACHABLE');
    expect(shift.doubt).toMatchObject({ kind: 'in' });
    await shift.reconcile();
    expect(world.state.drawer).toBe(5_000);
    expect(new Set(world.sent.map(({ key, body }) => `${key} ${body}`)).size).toBe(1);
    expect(world.sent).toHaveLength(2);
    expect(shift.doubt).toBeNull();
    expect(world.store.read('shift-order')).toBeNull();
  });

  it('a browser killed meanwhile goes on with the same order', async () => {
    world.state.next = ['lost'];
    await world.begin().cash(move);
    const again = world.begin();
    await again.load();
    await again.reconcile();
    expect(world.state.drawer).toBe(5_000);
    expect(world.sent[1]).toEqual(world.sent[0]);
  });

  it('nothing else is ordered until a person has decided about an old one', async () => {
    const shift = world.begin();
    world.state.next = [silent];
    await shift.cash(move);
    world.state.now += ORDER_FRESH;
    await shift.reconcile();
    expect(world.sent).toHaveLength(1);
    expect(await shift.cash({ ...move, direction: 'out' })).toBe('ORDER_UNANSWERED');
    expect(world.sent).toHaveLength(1);
    shift.drop();
    expect(await shift.cash(move)).toBeNull();
    expect(world.state.drawer).toBe(5_000);
  });

  it('a Z that was carried out and never answered is done once the gateway tells of the closed shift', async () => {
    const shift = world.begin();
    world.state.next = ['lost'];
    expect(await shift.close({ count: null, collected: 0, exception: null })).toBe('GATEWAY_UNREACHABLE');
    expect(world.state.shift.state).toBe('closed');
    await shift.reconcile();
    expect(world.sent).toHaveLength(1);
    expect(shift.doubt).toBeNull();
  });

  it('asks again by itself while the register is still at it', async () => {
    const shift = world.begin();
    world.state.next = [refusal('REQUEST_IN_PROGRESS', 409), refusal('REQUEST_IN_PROGRESS', 409)];
    expect(await shift.cash(move)).toBeNull();
    expect(world.sent.map(({ key }) => key)).toEqual(['key-1', 'key-1', 'key-1']);
    expect(world.state.drawer).toBe(5_000);
  });

  it('a refusal leaves nothing behind', async () => {
    const shift = world.begin();
    world.state.next = [refusal('CASH_NOT_ENOUGH', 409)];
    expect(await shift.cash({ ...move, direction: 'out' })).toBe('CASH_NOT_ENOUGH');
    expect(shift.doubt).toBeNull();
    expect(world.store.read('shift-order')).toBeNull();
  });

  it('says what was counted, by notes and coins, what is taken out, and who signed', async () => {
    const signed = { by: 'staff:9', name: 'Кузнецова М.', role: 'manager' } as const;
    const count = { sum: 90_000, sheet: { 10_000: 9 } as const, reason: 'недостача', signed };
    await world.begin().close({ count, collected: 50_000, exception: null });
    expect(JSON.parse(world.sent[0]!.body)).toEqual({
      cashier: { name: 'Иванова Анна', inn: null },
      counted: 900,
      difference_reason: 'недостача',
      sheet: { '10000': 9 },
      signed_by: signed,
      collected: 500,
    });
  });
});

describe('one shift, two cashiers', () => {
  it('the drawer goes to whoever confirms with the PIN; the fact says who gave, who took and what was counted', async () => {
    const shift = world.begin();
    const count = { sum: 99_000, sheet: null, reason: 'сдача', signed: null };
    expect(await shift.handOver(PETER, '2222', count)).toBeNull();
    expect(world.state.current).toBe(PETER);
    const fact = world.facts[0] as unknown as ShiftHandover;
    expect(fact).toMatchObject({
      type: 'shift-handover',
      by: 'staff:1',
      from: { name: 'Иванова Анна' },
      to: { name: 'Смирнов Пётр' },
      shift: { number: 7 },
      cash: { expected: 100_000, counted: 99_000, difference: -1_000, reason: 'сдача' },
    });
    expect(shift.holder).toBe('Смирнов Пётр');
    // Also while the register says nothing: the lock screen offers whoever took the drawer.
    expect(shift.tookOver).toMatchObject({ id: PETER._id });
  });

  it('a wrong PIN hands nothing over', async () => {
    const shift = world.begin();
    expect(await shift.handOver(PETER, '0000', null)).toBe('PIN_WRONG');
    expect(world.facts).toEqual([]);
    expect(world.state.current).toBe(ANNA);
  });
});

it('a shop that has said nothing shows the sum and lets nobody wave 500 ₽ through alone', () => {
  expect(world.begin().rules).toEqual(CASH_RULES);
  expect(CASH_RULES).toEqual({ blindCount: false, differenceLimit: 50_000 });
});
