import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../testing/manual-time.ts';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody, saleDocument } from '../testing/receipts.ts';
import { createShiftCalls } from '../testing/shift-calls.ts';
import type { ShiftCalls } from '../testing/shift-calls.ts';

let till: MemoryGateway;
let calls: ShiftCalls;
const OLD = '9999000000000001';
const NEW = '9999000000000002';
const manager = { by: 'staff:2', role: 'manager' };
const administrator = { by: 'staff:1', role: 'administrator' };
const signed = (by: object = manager) => ({ reason: 'аппарат сгорел', signed_by: by });
const alarms = () => till.gateway.context.alarms.active.map(({ code }) => code);
const byKey = async (key: string) =>
  (await till.call<{ stage: string; receipt_id: string }>('GET', `/v1/kkt/receipt/by-key/${key}`)).body;
const copied = () => till.gateway.context.stores.copy.after(0, 1_000);

async function start(options: ConstructorParameters<typeof MemoryGateway>[0] = {}): Promise<void> {
  till = await new MemoryGateway(options).start();
  calls = createShiftCalls(till);
  await calls.open({ float: 100 });
}
/** A receipt that the register refused for want of paper: stored, surely not registered. */
async function park(key: string, body: object = saleBody(10)): Promise<void> {
  till.register.faults.push('paper-out');
  expect((await post(till, key, body)).body.code).toBe('PAPER_OUT');
}
/** A receipt whose answer is lost, and then the register is gone. `committed`: the drive has it. */
async function lose(key: string, committed: boolean, body: object = saleBody(20)): Promise<void> {
  till.register.faults.push(committed ? 'lost-after' : 'lost-before');
  const status = till.register.status.bind(till.register);
  till.register.status = () => {
    till.register.down = true;
    return status();
  };
  expect((await post(till, key, body)).body.code).toBe('OUTCOME_UNKNOWN');
  till.register.status = status;
}

afterEach(() => till.stop());

describe('a Z over receipts that are not settled', () => {
  beforeEach(() => start());

  it('is signed, lists what was left, and leaves it in the tray: settled or voided later, never in the way again', async () => {
    const [paid, given] = [newKey(), newKey()];
    const sale = saleDocument(paid, 10, { fn: OLD, number: 1, openedAt: till.time.clock.now() });
    await park(paid, saleBody(10, { sale }));
    await park(given);
    expect((await calls.z()).body).toMatchObject({ code: 'SHIFT_HAS_UNSETTLED' });
    const z = (await calls.z({ force: true, ...signed() })).body;
    expect(z.leftOpen.map(({ key }) => key).sort()).toEqual([paid, given].sort());
    expect(z.event).toMatchObject({ left: [expect.any(String), expect.any(String)], signed: { by: 'staff:2', role: 'manager' } });
    expect(copied().find(({ event }) => event?.event === 'close')?.event).toEqual(z.event);
    const entry = till.gateway.context.stores.log.page('WARN', 0, 50, 0).find(({ event }) => event === 'shift_closed_by_force');
    expect(JSON.parse(entry?.details ?? '{}')).toMatchObject({ by: 'staff:2', role: 'manager', reason: 'аппарат сгорел' });
    await calls.open();
    // The live request of its till registers it in the shift that is open now; its sale keeps its month.
    const answer = await post(till, paid, saleBody(10, { sale }));
    expect(answer.body).toMatchObject({ stage: 'printed', fiscal_doc: { shift: 2 }, result: { shift: { number: 1 } } });
    expect((await till.call('POST', `/v1/kkt/receipt/${(await byKey(given)).receipt_id}/void`, { reason: 'ушёл' })).status).toBe(
      200,
    );
    expect((await calls.z()).body).toMatchObject({ shiftNumber: 2, totalSales: 10, leftOpen: [] });
    expect((await calls.archived(OLD, 1)).body).toEqual(z);
  });

  it('does not keep the next shift from closing although nobody has touched it', async () => {
    await park(newKey());
    await calls.z({ force: true, ...signed() });
    await calls.open();
    expect((await calls.state()).body.unsettled).toBe(0);
    expect((await calls.z()).status).toBe(200);
  });
});

it('a receipt left by an earlier shift and in doubt in this one keeps this one from closing', async () => {
  await start({ carriesOurId: false });
  const key = newKey();
  await park(key, saleBody(10));
  await calls.z({ force: true, ...signed() });
  await calls.open();
  await lose(key, true, saleBody(10));
  till.register.foreign('receipt', 1_000);
  till.register.down = false;
  expect((await calls.z()).body).toMatchObject({
    code: 'SHIFT_HAS_UNSETTLED',
    details: { receipts: [{ key, stage: 'uncertain' }] },
  });
});

it('a receipt in doubt counts in the Z that somebody made at the register’s own keys, payments and all', async () => {
  await start({ carriesOurId: false });
  const key = newKey();
  await lose(key, true, saleBody(20));
  till.register.foreign('shift-close');
  till.register.down = false;
  await till.gateway.drive.ask();
  expect((await byKey(key)).stage).toBe('registered');
  expect((await calls.archived(OLD, 1)).body).toMatchObject({ cashTotal: 20, otherTotal: 0, cashInDrawer: 120, leftOpen: [] });
});

describe('a dead register must not stop tomorrow', () => {
  beforeEach(() => start());

  it('closes the books on a signed word only; a register that answers makes its own report', async () => {
    till.register.down = true;
    expect((await calls.z()).body).toMatchObject({ code: 'REGISTER_UNREACHABLE' });
    expect((await calls.z({ force: true, ...signed() })).body).toMatchObject({ code: 'REGISTER_UNREACHABLE' });
    expect((await calls.z({ without_register: true })).body).toMatchObject({ code: 'SIGNATURE_REQUIRED' });
    till.register.down = false;
    expect((await calls.z({ without_register: true, ...signed() })).body).toMatchObject({
      withoutRegister: false,
      fiscalDocumentNumber: 3,
    });
  });

  it('«смена закрыта без отчёта аппарата»: totals and count stay, and the old register’s own close is matched when it is back', async () => {
    await post(till, newKey(), saleBody(50));
    till.register.down = true;
    const z = (await calls.z({ without_register: true, counted: 150, ...signed() })).body;
    expect(z).toMatchObject({ withoutRegister: true, fiscalDocumentNumber: null, totalSales: 50, cashCount: { difference: 0 } });
    expect(z.text.join('\n')).toContain('СМЕНА ЗАКРЫТА БЕЗ ОТЧЁТА АППАРАТА');
    expect(z.event).toMatchObject({ _id: `shift-event:${OLD}-shift-1`, fd: null, books: 'register-dead' });
    expect((await calls.state()).body).toMatchObject({ state: 'closed', register_pending: true });
    expect(alarms()).toContain('SHIFT_WITHOUT_REGISTER');
    till.register.down = false;
    till.register.foreign('shift-close');
    await till.gateway.drive.ask();
    await calls.open();
    expect(till.register.documents.map(({ type }) => type).slice(3)).toEqual(['shift-close', 'shift-open']);
    expect((await calls.archived(OLD, 1)).body).toMatchObject({
      withoutRegister: false,
      fiscalDocumentNumber: 4,
      totalSales: 50,
    });
    expect((await calls.archive()).body).toMatchObject({ total: 1 });
    expect((await calls.balance()).body).toMatchObject({ shiftNumber: 2, cashInDrawer: 150 });
    expect(alarms()).not.toContain('SHIFT_WITHOUT_REGISTER');
    const closes = copied().filter(({ event }) => event?.event === 'close');
    expect(closes.map(({ event }) => event?.fd)).toEqual([null, 4]);
  });

  it('opening on the register that is back closes its stale shift first, once (requirements B-82)', async () => {
    till.register.down = true;
    await calls.z({ without_register: true, ...signed() });
    till.register.down = false;
    expect((await post(till, newKey(), saleBody())).body.code).toBe('SHIFT_NOT_OPEN');
    expect((await calls.open()).body).toMatchObject({ state: 'open', number: 2, register_pending: false });
    expect(till.register.documents.map(({ type }) => type)).toEqual(['registration', 'shift-open', 'shift-close', 'shift-open']);
    expect((await calls.z()).status).toBe(200);
  });

  it('a Z asked again when the register is back makes its report for the books that wait', async () => {
    till.register.down = true;
    await calls.z({ without_register: true, ...signed() });
    till.register.down = false;
    expect((await calls.z()).body).toMatchObject({ shiftNumber: 1, fiscalDocumentNumber: 3, withoutRegister: false });
    expect((await calls.z()).body).toMatchObject({ code: 'SHIFT_NOT_OPEN' });
  });

  it('closes the books where the drive refuses its report, and where the answer of the close is lost with the register', async () => {
    till.register.faults.push('drive-refused');
    expect((await calls.z({ without_register: true, ...signed() })).body).toMatchObject({ withoutRegister: true });
    await calls.open();
    till.register.faults.push('lost-after');
    const closeShift = till.register.closeShift.bind(till.register);
    till.register.closeShift = (who) => closeShift(who).finally(() => (till.register.down = true));
    const key = newKey();
    const close = () => calls.z({ without_register: true, ...signed() }, key);
    expect((await close()).body).toMatchObject({ shiftNumber: 2, withoutRegister: true });
    expect((await close()).headers['idempotency-replayed']).toBe('true');
    till.register.closeShift = closeShift;
    till.register.down = false;
    expect((await calls.open()).body).toMatchObject({ number: 3 });
    expect((await calls.archived(OLD, 2)).body).toMatchObject({ withoutRegister: false });
    expect(till.register.documents.filter(({ type }) => type === 'shift-close')).toHaveLength(2);
  });

  it('another register is adopted and sells; the receipt in doubt is found when the old one comes back', async () => {
    const doubtful = newKey();
    await lose(doubtful, true);
    expect((await byKey(doubtful)).stage).toBe('uncertain');
    expect((await calls.z({ without_register: true, ...signed() })).body).toMatchObject({
      totalSales: 0,
      leftOpen: [{ stage: 'uncertain' }],
    });
    till.register.swap(NEW);
    till.register.down = false;
    expect((await calls.open()).body).toMatchObject({ code: 'DRIVE_CHANGED' });
    expect((await calls.adopt(NEW)).status).toBe(200);
    expect((await calls.open()).body).toMatchObject({ state: 'open', number: 1, fn: NEW });
    expect((await post(till, newKey(), saleBody(5))).status).toBe(201);
    expect((await calls.z()).status).toBe(200);
    // Repaired: the old register is back.
    till.register.swap(OLD);
    expect((await calls.adopt(OLD)).status).toBe(200);
    expect((await byKey(doubtful)).stage).toBe('registered');
    expect((await calls.open()).body).toMatchObject({ state: 'open', number: 2, fn: OLD });
    expect((await calls.archived(OLD, 1)).body).toMatchObject({ withoutRegister: false, totalSales: 20, cashTotal: 20 });
    expect(till.register.documents.filter(({ type }) => type === 'receipt')).toHaveLength(1);
  });
});

describe('another drive in the middle of a shift', () => {
  beforeEach(() => start());

  it('needs an administrator’s signature; books close with a mark, cash carries over, receipts lie in the tray with a clear state', async () => {
    const [parked, doubtful, gone] = [newKey(), newKey(), newKey()];
    const shift = { fn: OLD, number: 1, openedAt: till.time.clock.now() };
    const sale = saleDocument(parked, 10, shift);
    await post(till, newKey(), saleBody(50));
    await park(parked, saleBody(10, { sale }));
    await lose(doubtful, false);
    till.register.swap(NEW);
    till.register.down = false;
    expect((await post(till, gone, saleBody())).body.code).toBe('DRIVE_CHANGED');
    expect((await calls.adopt(NEW)).body).toMatchObject({ status: 422, code: 'SIGNATURE_REQUIRED' });
    expect((await calls.adopt(NEW, signed(manager))).body).toMatchObject({ status: 403, code: 'SIGNATURE_ROLE' });
    expect((await calls.adopt(NEW, signed(administrator))).status).toBe(200);

    const z = (await calls.archived(OLD, 1)).body;
    expect(z).toMatchObject({ withoutRegister: true, totalSales: 50, cashInDrawer: 150 });
    expect(z.leftOpen.map(({ key, stage }) => [key, stage])).toEqual(
      expect.arrayContaining([
        [parked, 'parked'],
        [doubtful, 'uncertain'],
      ]),
    );
    expect(z.event).toMatchObject({ books: 'drive-replaced', signed: { role: 'administrator' } });

    expect((await calls.open()).body).toMatchObject({ state: 'open', number: 1, fn: NEW, unsettled: 0 });
    expect((await calls.balance()).body).toMatchObject({ cashInDrawer: 150, totalSales: 0 });
    // Surely registered nowhere: the new drive may take it. In doubt: a person decides, nobody registers it twice.
    const again = await post(till, parked, saleBody(10, { sale }));
    expect(again.body).toMatchObject({
      stage: 'printed',
      fiscal_doc: { fn: NEW },
      result: { fn: NEW, shift: { fn: OLD, number: 1 } },
    });
    expect((await post(till, doubtful, saleBody(20))).body).toMatchObject({ code: 'OUTCOME_NEEDS_PERSON' });
    const { receipt_id } = await byKey(doubtful);
    expect((await till.call('POST', `/v1/kkt/receipt/${receipt_id}/settle`, { fd: null })).status).toBe(200);
    expect((await post(till, doubtful, saleBody(20))).body).toMatchObject({ fiscal_doc: { fn: NEW } });
    expect((await calls.z()).body).toMatchObject({ shiftNumber: 1, fn: NEW, totalSales: 30 });
    expect((await calls.archive()).body.items.map(({ fn, number }) => [fn, number])).toEqual([
      [NEW, 1],
      [OLD, 1],
    ]);
  });

  it('the old drive’s documents still go out, and it is plain how many it owes', async () => {
    await till.stop();
    await start({ background: true });
    await until('all is delivered', () => till.gateway.buffer().unsent_documents === 0);
    till.ofd.mode = 'down';
    await post(till, newKey(), saleBody(50));
    till.register.swap(NEW);
    till.gateway.drive.doubt();
    expect((await calls.adopt(NEW, signed(administrator))).status).toBe(200);
    const drive = () => till.call<{ former: object[] }>('GET', '/v1/kkt/fn');
    expect((await drive()).body.former).toEqual([{ fn: OLD, waiting: 1, dead: 0 }]);
    till.ofd.mode = 'ok';
    await until('all is delivered', () => (till.time.advance(5_000), till.gateway.buffer().unsent_documents === 0));
    expect(till.ofd.held).toContain(`${OLD}-3`);
    expect((await drive()).body.former).toEqual([]);
  });

  it('a copy of an old drive’s receipt is what was printed then, not what the new drive holds under its number', async () => {
    const sold = (await post(till, newKey(), saleBody(50))).body;
    till.register.swap(NEW);
    till.gateway.drive.doubt();
    await calls.adopt(NEW, signed(administrator));
    const paper: string[] = [];
    till.register.printText = (lines) => Promise.resolve(void paper.push(...lines));
    expect((await till.call('POST', `/v1/kkt/receipt/${sold.receipt_id}/print`)).status).toBe(200);
    expect(paper).toEqual(['КОПИЯ', ...sold.fiscal_doc!.text]);
    expect(till.register.copies).toEqual([]);
  });

  it('an adoption cut short is done again without a second close', async () => {
    till.register.swap(NEW);
    till.gateway.drive.doubt();
    const status = till.register.status.bind(till.register);
    let asked = 0;
    till.register.status = () => ((asked += 1) > 1 ? Promise.reject(new Error('gone')) : status());
    expect((await calls.adopt(NEW, signed(administrator))).status).toBe(503);
    till.register.status = status;
    await till.crashAndRestart();
    expect((await calls.adopt(NEW)).status).toBe(200);
    expect((await calls.archive()).body).toMatchObject({ total: 1 });
    expect((await calls.open()).status).toBe(201);
  });
});
