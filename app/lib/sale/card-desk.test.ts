import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardAttempt, Sale } from '$design/documents/facts.ts';
import { cardAttempt } from '$design/documents/facts.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import { createMemoryStore, type LocalStore } from '../storage/local-store.ts';
import { CardDesk } from './card-desk.ts';
import { toFailure } from './fiscal-port.ts';
import {
  BANK,
  bankBalance,
  createEmulatedTerminal,
  DEAF,
  SCRIPT,
  type Bank,
  type TerminalTrick,
} from './terminal/emulated-terminal.ts';
import type { AtTerminal } from './terminal/one-at-terminal.ts';
import type { Terminal } from './terminal/terminal.ts';

/** The power goes: nothing after this happens, and nobody hears of it. */
class PowerCut extends Error {}

const sale = {
  _id: 'sale:1763683200000-0000-0001',
  hlc: '1763683200000-0000-0001',
  key: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  store: 'demo-1',
  pos: 'POS-001',
  shift: { fn: '1', number: 1, openedAt: 0 },
  total: 35_00,
  payments: [
    { method: 'cash', amount: 5_00 },
    { method: 'card', amount: 10_00 },
    { method: 'card', amount: 20_00 },
  ],
} as Sale;

/**
 * A till whose disk and bank outlive it. `cut`: the step (a write, a call to the terminal) at which the power goes; `full`: the write that
 * the disk refuses; Infinity: never.
 */
function shop(tricks: TerminalTrick[] = []) {
  const disk: CardAttempt[] = [];
  const store: LocalStore = createMemoryStore();
  if (tricks.length > 0) store.write(SCRIPT, tricks);
  let tick = 0;
  /** `other`: another PC of the same till, with a terminal of its own. */
  const open = (cut = Infinity, full = Infinity, other = false, alone?: AtTerminal) => {
    let steps = 0;
    let writes = 0;
    /** Before the step, or after it, its answer lost. */
    const step = async <T>(work: () => T | Promise<T>): Promise<T> => {
      steps += 1;
      if (steps === cut) throw new PowerCut();
      const done = await work();
      steps += 1;
      if (steps === cut) throw new PowerCut();
      return done;
    };
    const real = createEmulatedTerminal({ store: other ? createMemoryStore() : store, wait: () => Promise.resolve() });
    // A cut is no unknown outcome: the till is gone, so it never resolves into one.
    let dead = false;
    const gone = new Promise<never>(() => undefined);
    const through = async <T>(work: () => T | Promise<T>): Promise<T> => {
      try {
        return await step(work);
      } catch (error) {
        if (!(error instanceof PowerCut)) throw error;
        dead = true;
        onCut();
        return gone;
      }
    };
    let onCut: () => void = () => undefined;
    const cutOff = new Promise<'cut'>((resolve) => (onCut = () => resolve('cut')));
    const terminal: Terminal = {
      ...real,
      charge: (of) => through(() => real.charge(of)),
      status: (of) => through(() => real.status(of)),
      reverse: (of) => through(() => real.reverse(of)),
    };
    const desk = new CardDesk({
      databases: { range: (_name, from) => Promise.resolve(disk.filter(({ _id }) => _id >= from) as never[]) },
      facts: {
        databaseOf: () => 'sales-demo-1-202511',
        write: async (compose) => {
          const doc = await compose();
          writes += 1;
          if (writes === full) throw new DOMException('', 'QuotaExceededError');
          await through(() => void disk.push(doc as unknown as CardAttempt));
          return doc;
        },
      },
      stamps: { next: () => Promise.resolve(`17636832${String(10_000 + ++tick)}-0000-${other ? '0002' : '0001'}`) },
      now: () => tick,
      by: () => 'staff:1',
      terminal: () => terminal,
      ...(alone && { alone }),
    });
    /** What came of an action: its failure's code, `ok`, or `cut`. */
    const act = (what: (desk: CardDesk) => Promise<unknown>): Promise<string> =>
      Promise.race([
        cutOff,
        what(desk).then(
          () => 'ok',
          (error: unknown) => toFailure(error).code,
        ),
      ]);
    return { desk, act, steps: () => steps, isDead: () => dead };
  };
  const bank = (): Kopecks => bankBalance(store.read<Bank>(BANK) ?? {});
  return { open, disk, store, bank };
}

describe('taking cards', () => {
  it('writes each attempt before the terminal is touched and what came of it after, and no more of a card than is allowed', async () => {
    const { open, disk, bank } = shop();
    expect(await open().act((desk) => desk.collect(sale))).toBe('ok');
    expect(disk.map(({ outcome, part }) => [outcome, part])).toEqual([
      ['started', 0],
      ['approved', 0],
      ['started', 1],
      ['approved', 1],
    ]);
    for (const fact of disk) expect(cardAttempt.parse(fact)).toEqual(fact);
    expect(disk[1]).toMatchObject({ rrn: '100000000001', pan: '220220******4417', terminal: 'emulated' });
    expect(bank()).toBe(30_00);
  });

  it('charges nothing a second time when it is asked again', async () => {
    const { open, bank } = shop();
    await open().act((desk) => desk.collect(sale));
    expect(await open().act((desk) => desk.collect(sale))).toBe('ok');
    expect(bank()).toBe(30_00);
  });

  it('asks after a lost answer and finds the money', async () => {
    const { open, bank } = shop(['timeout']);
    expect(await open().act((desk) => desk.collect(sale))).toBe('ok');
    expect(bank()).toBe(30_00);
  });

  it('stands still while nobody knows, then finds that it was charged', async () => {
    const { open, bank } = shop(['unknown-approved']);
    expect(await open().act((desk) => desk.collect(sale))).toBe('CARD_UNKNOWN');
    expect(await open().act((desk) => desk.demandPaid(sale))).toBe('CARD_UNKNOWN');
    expect(await open().act((desk) => desk.collect(sale))).toBe('ok');
    expect(bank()).toBe(30_00);
  });

  it('believes no terminal that another tab is at, and charges nothing beside it', async () => {
    const { open, disk, bank } = shop();
    // The tab that charges: the attempt is written, the terminal has not begun.
    await open(3).act((desk) => desk.collect(sale));
    const [written, charged] = [disk.length, bank()];
    const elsewhere: AtTerminal = () => Promise.resolve(null);
    const beside = () => open(Infinity, Infinity, false, elsewhere);
    expect((await beside().desk.resolve(sale)).doubt).toMatchObject({ state: 'started' });
    expect(await beside().act((desk) => desk.giveBack(sale))).toBe('CARD_UNKNOWN');
    expect([disk.length, bank()]).toEqual([written, charged]);
    disk.length = 0;
    expect(await beside().act((desk) => desk.collect(sale))).toBe('LOCK_HELD');
    expect([disk.length, bank()]).toEqual([0, charged]);
  });

  it('charges again only after the terminal has proved that it charged nothing, and after another press', async () => {
    const { open, bank } = shop(['unknown-absent']);
    expect(await open().act((desk) => desk.collect(sale))).toBe('CARD_UNKNOWN');
    expect(await open().act((desk) => desk.collect(sale))).toBe('CARD_DECLINED');
    expect(bank()).toBe(0);
    expect(await open().act((desk) => desk.collect(sale))).toBe('ok');
    expect(bank()).toBe(30_00);
  });

  it('learns nothing from the terminal of another PC of this till, which has never heard of the operation', async () => {
    const { open, bank } = shop(['unknown-approved']);
    expect(await open().act((desk) => desk.collect(sale))).toBe('CARD_UNKNOWN');
    expect(await open(Infinity, Infinity, true).act((desk) => desk.collect(sale))).toBe('CARD_UNKNOWN');
    expect(await open().act((desk) => desk.collect(sale))).toBe('ok');
    expect(bank()).toBe(30_00);
  });

  it('keeps the first card where the second is declined, and tells how much it has paid', async () => {
    const { open, bank } = shop(['approve', 'decline']);
    const failure = await open().desk.collect(sale).catch(toFailure);
    expect(failure).toMatchObject({ code: 'CARD_DECLINED', details: { held: 10_00, code: '51' } });
    expect(bank()).toBe(10_00);
  });

  it('gives everything back, and what could not be given back stays known', async () => {
    const { open, bank, store } = shop();
    await open().act((desk) => desk.collect(sale));
    store.write(SCRIPT, ['reversal-fails']);
    expect(await open().act((desk) => desk.giveBack(sale))).toBe('CARD_REVERSAL_FAILED');
    expect([bank(), (await open().desk.standing(sale)).held]).toEqual([10_00, 10_00]);
    expect(await open().act((desk) => desk.giveBack(sale))).toBe('ok');
    expect(bank()).toBe(0);
  });

  it('is in doubt where the disk refuses what the terminal has said: the sale must not end as if nothing were charged', async () => {
    const { open, bank } = shop();
    const failure = await open(Infinity, 2).desk.collect(sale).catch(toFailure);
    expect(failure).toMatchObject({ code: 'STORAGE_FULL', doubt: true });
    expect(bank()).toBe(10_00);
    expect(await open().act((desk) => desk.collect(sale))).toBe('ok');
    expect(bank()).toBe(30_00);
  });

  it('lets a supervisor decide by the slip where the terminal stays deaf', async () => {
    const { open, disk } = shop(['deaf']);
    expect(await open().act((desk) => desk.collect(sale))).toBe('CARD_UNKNOWN');
    const signed = { by: 'staff:2', role: 'manager', reason: 'слип 100000000001' } as const;
    expect((await open().desk.bySlip(sale, true, signed)).held).toBe(10_00);
    expect(disk.at(-1)).toMatchObject({ outcome: 'approved', code: 'slip', signed });
  });
});

/**
 * The promise: whatever is killed between any two steps, the bank holds as much as the facts say, or an operation in doubt is open and
 * names itself. Nothing is ever charged beside a doubt.
 */
async function settleAfter(cut: number, tricks: TerminalTrick[], back: boolean) {
  const { open, bank, store } = shop(tricks);
  const first = open(cut);
  const went = await first.act(async (desk) => {
    await desk.collect(sale);
    if (back) await desk.giveBack(sale);
  });
  const found = await open().desk.standing(sale);
  // What the bank has is what is known, or what is in doubt.
  expect(Math.abs(bank() - found.held)).toBeLessThanOrEqual(found.doubt?.amount ?? 0);
  // Reopened: the terminal is asked, and asked again until it answers.
  store.remove(DEAF);
  store.remove(SCRIPT);
  const asked = await open().desk.resolve(sale);
  expect([asked.doubt, asked.held]).toEqual([null, bank()]);
  // Then the cashier takes the rest, or gives all of it back.
  for (let press = 0; press < 3; press += 1) await open().act((desk) => (back ? desk.giveBack(sale) : desk.collect(sale)));
  expect(bank()).toBe(back ? 0 : 30_00);
  const after = await open().desk.standing(sale);
  expect([after.held, after.doubt, after.isPaid]).toEqual([bank(), null, !back]);
  return { went, steps: first.steps() };
}

describe('a power cut between any two steps', () => {
  it('leaves nothing charged twice and nothing unknown to the books, at every step of a payment and of its return', async () => {
    for (const back of [false, true]) {
      const { steps } = await settleAfter(Infinity, [], back);
      for (let cut = 1; cut <= steps; cut += 1) expect((await settleAfter(cut, [], back)).went).toBe('cut');
    }
  });

  it('whatever the terminal does meanwhile', async () => {
    const trick = fc.constantFrom<TerminalTrick>(
      'approve',
      'decline',
      'timeout',
      'unknown-approved',
      'unknown-absent',
      'deaf',
      'reversal-fails',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.array(trick, { maxLength: 5 }),
        fc.boolean(),
        async (cut, tricks, back) => {
          await settleAfter(cut, tricks, back);
        },
      ),
      { numRuns: 200 },
    );
  });
});
