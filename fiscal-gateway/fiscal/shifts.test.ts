import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReportAnswer, ShiftState } from '../../design/fiscal/wire.ts';
import { HOUR, MINUTE, SECOND } from '../../design/time/clock.ts';
import { RegisterFault } from '../register/register.ts';
import { until } from '../testing/manual-time.ts';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../testing/receipts.ts';
import { createShiftCalls } from '../testing/shift-calls.ts';
import type { ShiftCalls } from '../testing/shift-calls.ts';

let till: MemoryGateway;
let calls: ShiftCalls;
const alarms = () => till.gateway.context.alarms.active.map(({ code }) => code);
const alarm = (code: string) => till.gateway.context.alarms.active.find((one) => one.code === code)?.details;
const types = () => till.register.documents.map(({ type }) => type);

beforeEach(async () => {
  till = await new MemoryGateway().start();
  calls = createShiftCalls(till);
});
afterEach(() => till.stop());

describe('totals (requirements A-52, K-23, L-45)', () => {
  const pay = (payments: { method: 'cash' | 'card' | 'prepaid' | 'credit' | 'other'; amount: number }[], over = {}) =>
    post(
      till,
      newKey(),
      saleBody(
        payments.reduce((sum, { amount }) => sum + amount, 0),
        { payments, ...over },
      ),
    );

  it('K-23: three sales, X; two sales and a refund, Z: gross sales, refunds, net cash; cash + card = sales − refunds', async () => {
    await calls.open();
    await pay([{ method: 'cash', amount: 1000 }]);
    await pay([{ method: 'card', amount: 1500.5 }]);
    await pay([{ method: 'cash', amount: 0.01 }]);
    const x = (await calls.x()).body;
    expect(x).toMatchObject({ reportType: 1, shiftNumber: 1, cashTotal: 1000.01, cardTotal: 1500.5, totalSales: 2500.51 });
    await pay([{ method: 'cash', amount: 2000 }]);
    await pay([{ method: 'card', amount: 300 }]);
    const elsewhere = { fn: '9999000000000077', fd: 5, fp: '123' };
    const refund = saleBody(400, { type: 'refund', original_fiscal: elsewhere });
    expect((await post(till, newKey(), refund)).status).toBe(201);
    const z = (await calls.z()).body;
    expect(z).toMatchObject({
      reportType: 2,
      shiftNumber: 1,
      totalSales: 4800.51,
      totalRefunds: 400,
      cashTotal: 2600.01,
      cardTotal: 1800.5,
      receipts: 5,
      refunds: 1,
    });
    expect(Math.abs(z.cashTotal + z.cardTotal + z.otherTotal - (z.totalSales - z.totalRefunds))).toBeLessThan(0.005);
    expect((await calls.state()).body.state).toBe('closed');
  });

  it('two X of one shift share its number and add up: 1000, then 2500', async () => {
    await calls.open();
    await pay([{ method: 'cash', amount: 1000 }]);
    const first = (await calls.x()).body;
    await pay([{ method: 'card', amount: 1500 }]);
    const second = (await calls.x()).body;
    expect([first.totalSales, second.totalSales]).toEqual([1000, 2500]);
    expect(second.shiftNumber).toBe(first.shiftNumber);
  });

  it('splits a mixed payment by its parts and sums VAT by rate', async () => {
    await calls.open();
    const item = { sku: 'A', name: 'Очки', qty: 1, price: 1220, vat: '22' } as const;
    await pay(
      [
        { method: 'cash', amount: 220 },
        { method: 'card', amount: 1000 },
      ],
      { items: [item] },
    );
    const x = (await calls.x()).body;
    expect(x).toMatchObject({
      cashTotal: 220,
      cardTotal: 1000,
      otherTotal: 0,
      prepaidTotal: 0,
      creditTotal: 0,
      cashInDrawer: 220,
    });
    expect(x.vat).toEqual([{ rate: '22', sales: { turnover: 1220, vat: 220 }, refunds: { turnover: 0, vat: 0 } }]);
  });

  it('shows the balance at any time without paper (requirements F-01)', async () => {
    expect((await calls.balance()).body).toMatchObject({ status: 409, code: 'SHIFT_NOT_OPEN' });
    await calls.open({ float: 100 });
    await pay([{ method: 'cash', amount: 50 }]);
    till.register.down = true;
    expect((await calls.balance()).body).toMatchObject({ cashInDrawer: 150, totalSales: 50 });
  });
});

describe('K-28: X and Z while the operator is out of reach', () => {
  beforeEach(async () => {
    await till.stop();
    till = await new MemoryGateway({ background: true, config: { modeDwell: 0 } }).start();
    calls = createShiftCalls(till);
  });
  const modeIs = (mode: string) =>
    until(`the mode is ${mode}`, () => (till.time.advance(5_000), till.gateway.network.state.mode === mode));
  const sell = async (count: number, method: 'cash' | 'card') => {
    for (let n = 0; n < count; n++)
      expect((await post(till, newKey(), saleBody(1000, { payments: [{ method, amount: 1000 }] }))).status).toBe(201);
  };

  it('ten sales offline, 5000 cash and 5000 card, flagged; the online X after it says the same without the flag', async () => {
    await calls.open();
    till.ofd.mode = 'down';
    await modeIs('offline');
    await sell(5, 'cash');
    await sell(5, 'card');
    const offline = (await calls.x()).body;
    expect(offline).toMatchObject({ offline: true, cashTotal: 5000, cardTotal: 5000, totalSales: 10_000, receipts: 10 });
    till.ofd.mode = 'ok';
    await modeIs('online');
    const online = (await calls.x()).body;
    const sums = ({ cashTotal, cardTotal, otherTotal, totalSales, totalRefunds, receipts, vat, cashInDrawer }: ReportAnswer) => [
      cashTotal,
      cardTotal,
      otherTotal,
      totalSales,
      totalRefunds,
      receipts,
      vat,
      cashInDrawer,
    ];
    expect(online.offline).toBe(false);
    expect(sums(online)).toEqual(sums(offline));
  });

  it('Z offline with eight sales, 6 cash and 2 card; the archive keeps it as it was answered', async () => {
    await calls.open();
    till.ofd.mode = 'down';
    await modeIs('offline');
    await sell(6, 'cash');
    await sell(2, 'card');
    const z = (await calls.z()).body;
    expect(z).toMatchObject({ offline: true, cashTotal: 6000, cardTotal: 2000, receipts: 8, reportType: 2 });
    till.ofd.mode = 'ok';
    await modeIs('online');
    expect((await calls.archived(z.fn, 1)).body).toEqual(z);
  });
});

describe('24 hours (54-FZ)', () => {
  it('warns at 23 h 30 min without being asked, with the minutes left, and stops at 24 h; Z and a new shift lead on', async () => {
    await till.stop();
    till = await new MemoryGateway({ background: true }).start();
    calls = createShiftCalls(till);
    await calls.open();
    const { opened_at, closes_at } = (await calls.state()).body;
    expect(Number(closes_at) - Number(opened_at)).toBe(24 * HOUR);
    const age = () => till.time.clock.now() - Number(opened_at);
    const passUntil = (what: string, holds: () => boolean) => until(what, () => (till.time.advance(SECOND), holds()));
    till.time.advance(23 * HOUR + 25 * MINUTE);
    await passUntil('the alarm stands', () => alarms().includes('SHIFT_ENDS_SOON'));
    expect(age()).toBeGreaterThanOrEqual(23 * HOUR + 30 * MINUTE);
    expect(age()).toBeLessThan(23 * HOUR + 31 * MINUTE);
    expect(alarm('SHIFT_ENDS_SOON')).toMatchObject({ shift: 1, minutes_left: 30 });
    expect((await calls.state()).body).toMatchObject({ state: 'open', warning: 'SHIFT_ENDS_SOON', minutes_left: 30 });
    expect((await post(till, newKey(), saleBody())).status).toBe(201);
    till.time.advance(25 * MINUTE);
    await passUntil('the shift is over', () => alarms().includes('SHIFT_EXPIRED'));
    expect(age()).toBeGreaterThanOrEqual(24 * HOUR);
    expect(alarms()).not.toContain('SHIFT_ENDS_SOON');
    expect((await post(till, newKey(), saleBody())).body.code).toBe('SHIFT_EXPIRED');
    expect((await calls.z()).status).toBe(200);
    expect((await calls.open()).status).toBe(201);
    expect(alarms()).toEqual(expect.not.arrayContaining(['SHIFT_EXPIRED']));
    expect((await post(till, newKey(), saleBody())).status).toBe(201);
  });

  it('stops where the register says that the time is over although our clock does not', async () => {
    await calls.open();
    till.register.expired = true;
    const key = newKey();
    expect((await post(till, key, saleBody())).body.code).toBe('SHIFT_EXPIRED');
    expect((await calls.state()).body).toMatchObject({ state: 'expired', warning: 'SHIFT_EXPIRED', minutes_left: 0 });
    expect((await calls.z()).body).toMatchObject({ code: 'SHIFT_HAS_UNSETTLED' });
    await till.call('POST', `/v1/kkt/receipt/${key}/void`, { reason: 'смена кончилась' });
    await calls.z();
    await calls.open();
    expect((await calls.state()).body).toMatchObject({ state: 'open', number: 2, warning: null });
    expect((await post(till, newKey(), saleBody())).status).toBe(201);
  });
});

describe('a crash at every step', () => {
  type Command = 'openShift' | 'closeShift' | 'cashMovement';
  /** The process dies at the register: before it has done the command, or after. */
  async function dieAt(command: Command, when: 'before' | 'after', request: () => Promise<unknown>): Promise<void> {
    const { register } = till;
    const real = register[command].bind(register) as (...args: unknown[]) => Promise<unknown>;
    Object.assign(register, {
      [command]: async (...args: unknown[]) => {
        if (when === 'after') await real(...args);
        till.journal.db.close();
        throw new Error('killed');
      },
    });
    await request();
    Object.assign(register, { [command]: real });
    await till.start();
  }

  it.each(['before', 'after'] as const)(
    'opening, killed %s the register did it: the same key opens one shift with its float',
    async (when) => {
      const key = newKey();
      const open = () => calls.open({ float: 700, cashier: { name: 'Петрова Б.' } }, key);
      await dieAt('openShift', when, open);
      expect(await open()).toMatchObject({ body: { state: 'open', number: 1, event: { cashier: 'Петрова Б.' } } });
      expect((await calls.balance()).body).toMatchObject({ cashInDrawer: 700, operatorName: 'Петрова Б.' });
      expect(types()).toEqual(['registration', 'shift-open']);
      await calls.z();
      // The shift of that key is over: its repeat opens no second one.
      await open();
      expect(types()).toEqual(['registration', 'shift-open', 'shift-close']);
    },
  );

  it('an opening cut short and repeated after somebody closed that shift opens no second one', async () => {
    const key = newKey();
    await dieAt('openShift', 'after', () => calls.open({}, key));
    await calls.z();
    expect((await calls.open({}, key)).body).toMatchObject({ state: 'closed', number: 1 });
    expect(types()).toEqual(['registration', 'shift-open', 'shift-close']);
  });

  it.each(['before', 'after'] as const)('Z, killed %s the register did it: one Z with its count and signature', async (when) => {
    await calls.open({ float: 100 });
    const key = newKey();
    const z = () => calls.z({ counted: 90, difference_reason: 'сдача', cashier: { name: 'Петрова Б.' }, collected: 40 }, key);
    await dieAt('closeShift', when, z);
    const answer = await z();
    expect(answer.body).toMatchObject({
      reportType: 2,
      shiftNumber: 1,
      operatorName: 'Петрова Б.',
      cashOut: 40,
      cashCount: { expected: 100, counted: 90, difference: -10, collected: 40, reason: 'сдача' },
    });
    expect((await z()).body).toEqual(answer.body);
    expect(types()).toEqual(['registration', 'shift-open', 'shift-close']);
    expect(till.gateway.context.stores.shifts.cash(till.register.fn, 1)).toHaveLength(1);
    expect((await calls.archive()).body.items).toHaveLength(1);
  });

  it.each([
    ['before', 1],
    ['after', 1],
  ] as const)('cash out, killed %s the register did it: the money goes out once there and here', async (when, times) => {
    await calls.open({ float: 100 });
    await calls.cash('in', 500);
    const key = newKey();
    const out = () => calls.cash('out', 300, {}, key);
    await dieAt('cashMovement', when, out);
    expect(await out()).toMatchObject({ status: 201, body: { amount: 300, drawer: 300 } });
    expect(await out()).toMatchObject({ status: 200, body: { amount: 300 } });
    expect(till.register.cash).toBe(60_000 - times * 30_000);
    expect((await calls.balance()).body).toMatchObject({ cashIn: 500, cashOut: 300, cashInDrawer: 300 });
    expect(await till.gateway.shiftWatch.compare()).toEqual([]);
  });

  it('a cash movement without a key is a new one each time: money that goes out twice looks just like that', async () => {
    await calls.open({ float: 100 });
    await calls.cash('out', 30);
    await calls.cash('out', 30);
    expect((await calls.balance()).body).toMatchObject({ cashOut: 60 });
  });

  it('goes on with the open shift after a restart: balances, count, state', async () => {
    await calls.open({ float: 100 });
    await post(till, newKey(), saleBody(250));
    await calls.cash('out', 50);
    const before = (await calls.balance()).body;
    await till.crashAndRestart();
    const { dateTime, text, ...after } = (await calls.balance()).body;
    expect({ ...after, dateTime, text }).toEqual(before);
    expect((await calls.state()).body).toMatchObject({ state: 'open', number: 1, receipts: 1 });
  });
});

describe('self-check of the totals (requirements B-81)', () => {
  it('tells the register of the counted float, so that it does not refuse the morning’s first cash refund', async () => {
    await calls.open({ float: 333 });
    expect(till.register.cash).toBe(33_300);
    await calls.z({ counted: 300, difference_reason: 'недостача' });
    await calls.open();
    expect(till.register.cash).toBe(30_000);
    expect((await calls.balance()).body).toMatchObject({ cashIn: 0, cashOut: 0, cashInDrawer: 300 });
    expect(await till.gateway.shiftWatch.compare()).toEqual([]);
  });

  it('a journal begun anew does not empty the register’s drawer: it knows nothing of it until somebody counts', async () => {
    await calls.open({ float: 333 });
    await calls.z();
    const fresh = await new MemoryGateway({ register: till.register }).start();
    const own = createShiftCalls(fresh);
    await own.open();
    expect(till.register.cash).toBe(33_300);
    expect(await fresh.gateway.shiftWatch.compare()).toEqual([]);
    await own.z({ counted: 333, difference_reason: 'компьютер заменён' });
    await own.open();
    expect((await own.balance()).body).toMatchObject({ cashInDrawer: 333 });
    expect(till.register.cash).toBe(33_300);
    await fresh.stop();
  });

  it('agrees after sales, mixed payments, cash and a float that the register would not take', async () => {
    const cashMovement = till.register.cashMovement.bind(till.register);
    till.register.cashMovement = () => Promise.reject(new RegisterFault('not-executed', 'refused', 'no cash core', '37'));
    await calls.open({ float: 333 });
    till.register.cashMovement = cashMovement;
    await post(till, newKey(), saleBody(100));
    const payments = [
      { method: 'cash', amount: 30 },
      { method: 'card', amount: 70 },
    ] as const;
    await post(till, newKey(), saleBody(100, { payments: [...payments] }));
    await calls.cash('in', 10);
    await calls.cash('out', 400);
    expect(await till.gateway.shiftWatch.compare()).toEqual([]);
    expect(alarms()).not.toContain('SHIFT_TOTALS_MISMATCH');
  });

  it('alarms with both numbers where the register counted otherwise, sells on, and is quiet again when they agree', async () => {
    await calls.open();
    await post(till, newKey(), saleBody(100));
    till.register.cash += 500;
    await till.gateway.shiftWatch.compare();
    expect(alarm('SHIFT_TOTALS_MISMATCH')).toMatchObject({
      shift: 1,
      mismatches: [{ what: 'drawer', journal: 10_000, other: 10_500 }],
    });
    expect((await post(till, newKey(), saleBody(100))).status).toBe(201);
    expect((await calls.z()).status).toBe(200);
    till.register.cash -= 500;
    await till.gateway.shiftWatch.compare();
    expect(alarms()).not.toContain('SHIFT_TOTALS_MISMATCH');
  });

  it('finds a receipt’s row that says something else than its document', async () => {
    await calls.open();
    await post(till, newKey(), saleBody(100));
    till.register.tells = false;
    expect(await till.gateway.shiftWatch.compare()).toEqual([]);
    till.journal.db.exec('UPDATE receipts SET total = total + 1, cash = cash + 1');
    expect(await till.gateway.shiftWatch.compare()).toEqual([{ what: 'receipts-documents', journal: 10_001, other: 10_000 }]);
  });

  it('compares on every start by itself', async () => {
    await calls.open();
    await post(till, newKey(), saleBody(100));
    till.register.cash += 2;
    await till.stop();
    const again = new MemoryGateway({ register: till.register, background: true });
    // A fresh journal takes the shift over and knows its receipts by their totals only: nothing to compare, no false alarm.
    till = await again.start();
    await until('the drive is checked', () => till.gateway.drive.checked);
    expect(await till.gateway.shiftWatch.compare()).toEqual([]);
    calls = createShiftCalls(till);
    await calls.z();
    await calls.open();
    till.register.cash += 2;
    await till.crashAndRestart();
    await till.gateway.start();
    await until('it was compared', () => (till.time.advance(15_000), alarms().includes('SHIFT_TOTALS_MISMATCH')));
  });
});

it('compares a shift when it closes, without being asked', async () => {
  await till.stop();
  till = await new MemoryGateway({ background: true }).start();
  calls = createShiftCalls(till);
  await calls.open();
  await post(till, newKey(), saleBody(100));
  till.register.cash += 500;
  await calls.z();
  await until('the alarm stands', () => alarms().includes('SHIFT_TOTALS_MISMATCH'));
});

describe('at the register’s own keys', () => {
  it('a shift closed there is closed here, its Z in the archive, its open receipts left in the tray', async () => {
    await calls.open({ float: 50 });
    const key = newKey();
    till.register.faults.push('paper-out');
    await post(till, key, saleBody(10));
    till.register.foreign('shift-close');
    till.gateway.drive.doubt();
    await till.gateway.drive.ask();
    expect((await post(till, newKey(), saleBody())).body.code).toBe('SHIFT_NOT_OPEN');
    expect((await calls.archived(till.register.fn, 1)).body).toMatchObject({
      shiftNumber: 1,
      cashInDrawer: 50,
      leftOpen: [{ key, stage: 'parked' }],
    });
    expect((await calls.open()).status).toBe(201);
    expect((await calls.z()).status).toBe(200);
  });

  it('a shift found open in the drive by a fresh journal goes on, told as found: its first word may have been another', async () => {
    await calls.open({ float: 50 });
    await post(till, newKey(), saleBody(10));
    const fresh = await new MemoryGateway({ register: till.register }).start();
    const own = createShiftCalls(fresh);
    await fresh.gateway.drive.ask();
    expect((await own.balance()).body).toMatchObject({ shiftNumber: 1, totalSales: 10, otherTotal: 10, cashInDrawer: 0 });
    expect((await own.state()).body).toMatchObject({ state: 'open', event: null });
    await own.z({ counted: 60, difference_reason: 'компьютер заменён' });
    await own.open();
    const told = fresh.gateway.context.stores.copy.after(0, 100).filter(({ kind }) => kind === 'shift');
    expect(told.map(({ event, details }) => [event?.event, event?.shift.number, details['found'] === true])).toEqual([
      ['open', 1, true],
      ['close', 1, false],
      ['open', 2, false],
    ]);
    expect((await own.balance()).body).toMatchObject({ cashInDrawer: 60 });
    await fresh.stop();
  });

  it('a shift opened there is sold in here', async () => {
    till.register.foreign('shift-open');
    expect((await post(till, newKey(), saleBody(10))).status).toBe(201);
    expect((await calls.state()).body).toMatchObject<Partial<ShiftState>>({ state: 'open', number: 1, receipts: 1 });
    expect((await calls.z()).body).toMatchObject({ totalSales: 10, operatorName: '' });
  });

  it('an order that was cut short is not taken for somebody at the keys an hour later, a refused one not at all', async () => {
    till.register.faults.push('paper-out');
    expect((await calls.open({ float: 700 })).body).toMatchObject({ code: 'PAPER_OUT' });
    till.register.foreign('shift-open');
    await till.gateway.drive.ask();
    expect((await calls.balance()).body).toMatchObject({ cashInDrawer: 0, operatorName: '' });
    till.register.faults.push('lost-before');
    await calls.z({ counted: 5, difference_reason: 'сдача' });
    till.time.advance(HOUR);
    till.register.foreign('shift-close');
    till.gateway.drive.doubt();
    await till.gateway.drive.ask();
    expect((await calls.archived(till.register.fn, 1)).body).toMatchObject({ cashCount: null });
  });
});
