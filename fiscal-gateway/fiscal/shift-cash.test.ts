import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ShiftEvent } from '../../design/documents/facts.ts';
import { shiftEvent } from '../../design/documents/facts.ts';
import { revisionOf } from '../../design/fiscal/revision.ts';
import { createHash } from 'node:crypto';
import { RegisterFault } from '../register/register.ts';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../testing/receipts.ts';
import { createShiftCalls } from '../testing/shift-calls.ts';
import type { ShiftCalls } from '../testing/shift-calls.ts';

let till: MemoryGateway;
let calls: ShiftCalls;
const alarms = () => till.gateway.context.alarms.active.map(({ code }) => code);
const logged = () => till.gateway.context.stores.log.page('WARN', 0, 100, 0);

beforeEach(async () => {
  till = await new MemoryGateway().start();
  calls = createShiftCalls(till);
});
afterEach(() => till.stop());

it('keeps the difference between the counted float and what the last shift left, with its reason, and alarms', async () => {
  await calls.open({ float: 500 });
  // The first count of a journal differs from nothing.
  expect(alarms()).not.toContain('SHIFT_FLOAT_DIFFERS');
  await calls.z();
  await calls.open({ float: 500 });
  expect(alarms()).not.toContain('SHIFT_FLOAT_DIFFERS');
  await calls.z();
  const { body } = await calls.open({ float: 480.5, float_reason: 'взяли на чай' });
  expect(body.event?.cash).toEqual({
    expected: 50_000,
    counted: 48_050,
    difference: -1_950,
    reason: 'взяли на чай',
    collected: 0,
  });
  expect(alarms()).toContain('SHIFT_FLOAT_DIFFERS');
  expect(logged().filter(({ event }) => event === 'shift_float_differs')).toHaveLength(1);
  expect((await calls.balance()).body).toMatchObject({ cashInDrawer: 480.5 });
});

it('asks for a reason where the counted cash differs (422), closes with it, and says so everywhere', async () => {
  await calls.open({ float: 100 });
  await post(till, newKey(), saleBody(1000));
  expect((await calls.z({ counted: 1090 })).body).toMatchObject({
    status: 422,
    code: 'CASH_DIFFERENCE_REASON',
    details: { expected: 110_000, counted: 109_000, difference: -1_000 },
  });
  const z = (await calls.z({ counted: 1090, difference_reason: 'ошибка сдачи' })).body;
  expect(z.cashCount).toEqual({
    expected: 1100,
    counted: 1090,
    difference: -10,
    reason: 'ошибка сдачи',
    collected: 0,
    discrepancy_percent: 1,
  });
  expect(z.text.join('\n')).toMatch(/НЕДОСТАЧА +10,00/);
  expect(z.event?.cash).toMatchObject({ expected: 110_000, counted: 109_000, difference: -1_000 });
  expect(alarms()).toContain('CASH_DISCREPANCY');
  expect(logged().map(({ event }) => event)).toContain('shift_cash_differs');
  // What was counted carries over, not what the books had.
  await calls.open();
  expect((await calls.balance()).body).toMatchObject({ cashInDrawer: 1090 });
  expect((await calls.z({ counted: 1090 })).status).toBe(200);
  expect(alarms()).not.toContain('CASH_DISCREPANCY');
});

it('takes the collection out of what was counted; the rest is the next float (encashment)', async () => {
  await calls.open({ float: 100 });
  await post(till, newKey(), saleBody(1000));
  const body = { counted: 1100, collected: 1000 };
  expect((await calls.z(body)).body).toMatchObject({ status: 400, code: 'IDEMPOTENCY_KEY_REQUIRED' });
  expect((await calls.z({ counted: 1100, collected: 1100.01 }, newKey())).body).toMatchObject({ code: 'CASH_NOT_ENOUGH' });
  const z = (await calls.z(body, newKey())).body;
  expect(z).toMatchObject({ cashOut: 1000, cashInDrawer: 100, cashCount: { expected: 1100, difference: 0, collected: 1000 } });
  const [movement] = till.gateway.context.stores.shifts.cash(z.fn, 1);
  expect(movement).toMatchObject({ kind: 'collection', direction: 'out', amount: 100_000 });
  await calls.open();
  expect((await calls.balance()).body).toMatchObject({ cashInDrawer: 100 });
});

it('a collection in the middle of a shift is an out of its own kind', async () => {
  await calls.open({ float: 100 });
  expect((await calls.cash('in', 5, { kind: 'collection' })).body).toMatchObject({ code: 'BODY_INVALID' });
  expect((await calls.cash('out', 60, { kind: 'collection' })).body).toMatchObject({
    drawer: 40,
    document: { kind: 'collection', amount: 6000 },
  });
});

it('a register that thinks its drawer emptier than it is does not stop a payment: the journal’s count is the truth', async () => {
  await calls.open({ float: 100 });
  till.register.cashMovement = () => Promise.reject(new RegisterFault('not-executed', 'cash-not-enough', 'less in the drawer'));
  expect((await calls.cash('out', 100)).body).toMatchObject({ drawer: 0 });
});

it('composes documents of the old shape where nobody counted, and all of them carry their own revision', async () => {
  await calls.open();
  const plain = (await calls.z()).body.event as ShiftEvent;
  expect(Object.keys(plain)).not.toEqual(expect.arrayContaining(['cash', 'left', 'signed', 'books']));
  await calls.open({ float: 10 });
  const counted = (await calls.z({ counted: 9, difference_reason: 'нет монеты' })).body.event as ShiftEvent;
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  for (const event of [plain, counted]) {
    // The server reads them by this very schema: a field it does not know would change the revision.
    expect(shiftEvent.parse(event)).toEqual(event);
    expect(revisionOf(event, md5)).toBe(event._rev);
  }
});

it('keeps every Z for five years as it was answered: paged, by day, printed again', async () => {
  for (let n = 1; n <= 3; n++) {
    await calls.open();
    await post(till, newKey(), saleBody(n * 100));
    await calls.z();
    till.time.advance(24 * 3_600_000);
  }
  const all = (await calls.archive()).body;
  expect(all).toMatchObject({ page: 1, total: 3 });
  expect(all.items.map(({ number, total_sales }) => [number, total_sales])).toEqual([
    [3, 300],
    [2, 200],
    [1, 100],
  ]);
  const page = (await calls.archive('?limit=1&page=2')).body;
  expect(page).toMatchObject({ total: 3, items: [{ number: 2 }] });
  expect((await calls.archive('?from=2026-11-22&to=2026-11-22')).body).toMatchObject({ total: 1, items: [{ number: 2 }] });
  expect((await calls.archive('?from=yesterday')).body).toMatchObject({ status: 400, code: 'QUERY_INVALID' });
  const printed: string[] = [];
  till.register.printText = (lines) => (printed.push(...lines), Promise.resolve());
  const z = (await calls.archived(till.register.fn, 2)).body;
  expect((await calls.print(till.register.fn, 2)).body).toEqual(z);
  expect(printed).toEqual(['КОПИЯ', ...z.text]);
  expect((await calls.archived(till.register.fn, 9)).status).toBe(404);
  // A body that aged out or a row that somebody changed does not change what was answered.
  till.journal.db.exec('UPDATE receipts SET cash = 0; DELETE FROM receipt_bodies');
  expect((await calls.archived(till.register.fn, 2)).body).toEqual(z);
});

const signed_by = { by: 'staff:3', name: 'Кузнецова М.', role: 'manager' } as const;

it('keeps the count by notes and coins, and who signed for a difference, in the fact of the shift', async () => {
  await calls.open({ float: 500 });
  await calls.z();
  const opened = await calls.open({ float: 300, float_reason: 'забрали в сейф', sheet: { '10000': 3 }, signed_by });
  expect(opened.body.event).toMatchObject({
    cash: { difference: -20_000, sheet: { '10000': 3 } },
    signed: { by: 'staff:3', role: 'manager', reason: 'забрали в сейф' },
  });
  const z = await calls.z({ counted: 250, difference_reason: 'нашли недостачу', sheet: { '5000': 5 }, signed_by });
  expect(z.body.event).toMatchObject({
    cash: { counted: 25_000, difference: -5_000, sheet: { '5000': 5 } },
    signed: { by: 'staff:3', reason: 'нашли недостачу' },
  });
  expect(z.body.text.join('\n')).toContain('старший смены');
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  for (const event of [opened.body.event, z.body.event] as (ShiftEvent & { _rev: string })[]) {
    expect(shiftEvent.safeParse(event).error).toBeUndefined();
    expect(revisionOf(event, md5)).toBe(event._rev);
  }
});

it('a word for a difference of cash does not close over receipts that are not settled', async () => {
  await calls.open({ float: 100 });
  till.register.faults.push('paper-out');
  await post(till, newKey(), saleBody(1000));
  const answer = await calls.z({ counted: 90, difference_reason: 'недостача', signed_by });
  expect(answer.body).toMatchObject({ status: 409, code: 'SHIFT_HAS_UNSETTLED' });
  expect((await calls.state()).body.state).toBe('open');
});

it('a signature at the opening needs its reason (422)', async () => {
  expect((await calls.open({ float: 100, signed_by })).body).toMatchObject({ status: 422, code: 'SIGNATURE_REQUIRED' });
});

it('a count by notes and coins that is not its sum is refused and nothing begins (422); put right, the same key goes on', async () => {
  const key = newKey();
  const wrong = { float: 300, sheet: { '10000': 2 } };
  const refused = { status: 422, code: 'CASH_SHEET_DIFFERS', details: { sheet: 20_000, counted: 30_000 } };
  // Asked again word for word it stays refused.
  for (const _ of [1, 2]) expect((await calls.open(wrong, key)).body).toMatchObject(refused);
  expect((await calls.state()).body.state).toBe('closed');
  expect((await calls.open({ float: 300, sheet: { '10000': 3 } }, key)).status).toBe(201);
  const short = await calls.z({ counted: 300, sheet: { '10000': 2, '5000': 1 } });
  expect(short.body).toMatchObject({ status: 422, code: 'CASH_SHEET_DIFFERS' });
  // A sheet without its sum would be lost without a word.
  expect((await calls.z({ sheet: { '10000': 3 } })).body).toMatchObject({
    code: 'CASH_SHEET_DIFFERS',
    details: { counted: null },
  });
  expect((await calls.state()).body.state).toBe('open');
  expect((await calls.z({ counted: 300, sheet: { '10000': 2, '5000': 2 } })).status).toBe(200);
});
