import { afterEach, describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../design/time/clock.ts';
import { MemoryGateway, MORNING } from '../testing/memory-gateway.ts';
import { until } from '../testing/manual-time.ts';
import { newKey, post, saleBody } from '../testing/receipts.ts';

let gateway: MemoryGateway;
const begin = async (background = false) => (gateway = await new MemoryGateway({ background }).start());
afterEach(() => gateway.stop());

const work = (minutes = 45) =>
  gateway.call('POST', '/v1/pos/maintenance', {
    reason: 'Замена накопителя',
    estimated_duration_minutes: minutes,
    by: 'staff:5',
  });
const end = () => gateway.call('DELETE', '/v1/pos/maintenance', { by: 'staff:5' });
const MAINTENANCE = { code: 'MAINTENANCE', details: { reason: 'Замена накопителя' } };

describe('maintenance (A-70, B-92)', () => {
  it('lets nothing new in, with reason, end and Retry-After, and survives a restart until a person ends it', async () => {
    await begin();
    await gateway.openShift();
    const replayed = newKey();
    await post(gateway, replayed, saleBody());
    expect((await work()).body).toMatchObject({ maintenance: { since: MORNING, until: MORNING + 45 * MINUTE } });
    await gateway.crashAndRestart();

    const refused = await post(gateway, newKey(), saleBody());
    expect(refused).toMatchObject({ status: 503, body: { ...MAINTENANCE, retry_after_seconds: 600 } });
    expect(refused.headers['retry-after']).toBe('600');
    const cash = { pos_id: 'POS-001', amount: 10, reason: 'Размен', cashier: { name: 'Иванова А.' } };
    expect((await gateway.call('POST', '/v1/kkt/cash/in', cash)).body).toMatchObject(MAINTENANCE);
    expect((await gateway.call('POST', '/v1/kkt/receipt/check', { pos_id: 'POS-001' })).body).toMatchObject({
      ok: false,
      problems: ['MAINTENANCE'],
    });
    expect((await gateway.call('GET', '/v1/health')).body).toMatchObject({ maintenance: true });
    expect((await gateway.call('GET', '/v1/kkt/buffer/status')).body).toMatchObject({
      maintenance: { reason: 'Замена накопителя', until: MORNING + 45 * MINUTE },
    });

    expect((await post(gateway, replayed, saleBody())).headers['idempotency-replayed']).toBe('true');
    expect((await gateway.call('GET', `/v1/kkt/receipt/by-key/${replayed}`)).status).toBe(200);
    expect((await gateway.call('POST', '/v1/kkt/report/x', { pos_id: 'POS-001' })).status).toBe(200);
    expect((await gateway.call('POST', '/v1/kkt/report/z', { pos_id: 'POS-001' })).status).toBe(200);
    expect((await gateway.openShift()).body).toMatchObject(MAINTENANCE);

    expect((await end()).body).toMatchObject({ maintenance: null, history: [{ by: 'staff:5', ended_by: 'staff:5' }] });
    await gateway.crashAndRestart();
    expect((await gateway.openShift()).status).toBe(201);
    expect((await post(gateway, newKey(), saleBody())).status).toBe(201);
    const logs = await gateway.call<{ items: { event: string }[] }>('GET', '/v1/kkt/buffer/logs');
    expect(logs.body.items.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['maintenance_started', 'maintenance_ended']),
    );
  });

  it('waits for the receipt at the register and never breaks it off', async () => {
    await begin();
    await gateway.openShift();
    let print = (): void => undefined;
    gateway.register.gate = new Promise((resolve) => (print = resolve));
    const sale = post(gateway, newKey(), saleBody());
    await until('the receipt is at the register', () => gateway.register.asked.length === 1);
    let begun = false;
    const order = work().then(() => (begun = true));
    await until('new receipts are refused', () => gateway.gateway.maintenance.current !== null);
    expect(begun).toBe(false);
    print();
    expect((await sale).status).toBe(201);
    await order;
    expect(begun).toBe(true);
  });

  it('settles a receipt in doubt, and does not register a parked one', async () => {
    await begin();
    await gateway.openShift();
    const [held, lost] = [newKey(), newKey()];
    gateway.register.faults.push('lost-after');
    gateway.register.findDocument = () => Promise.reject(new Error('the line is gone'));
    expect((await post(gateway, held, saleBody())).body).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    await work();
    // Still nobody can ask the drive: what may be registered is never called "not sold".
    expect((await post(gateway, held, saleBody())).body).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    gateway.register.findDocument = (fd) => Promise.resolve(gateway.register.documents[fd - 1] ?? null);
    expect((await post(gateway, held, saleBody())).status).toBe(200);
    expect((await post(gateway, lost, saleBody())).body).toMatchObject(MAINTENANCE);
    expect(gateway.register.asked.length).toBe(1);
  });

  it('is an alarm once it lasts longer than promised; a new promise quiets it', async () => {
    await begin(true);
    const alarms = () => gateway.gateway.context.alarms.active.map(({ code }) => code);
    await until('the register is known', () => gateway.gateway.drive.checked);
    await work(10);
    gateway.time.advance(10 * MINUTE);
    expect(alarms()).toEqual([]);
    await until('told', () => {
      gateway.time.advance(SECOND);
      return alarms().includes('MAINTENANCE_OVERDUE');
    });
    expect((await post(gateway, newKey(), saleBody())).headers['retry-after']).toBe('60');
    await work(10);
    expect(alarms()).toEqual([]);
  });

  it('tells an update when nobody is being paid', async () => {
    await begin();
    await gateway.openShift();
    const quiet = async () => (await gateway.call('GET', '/v1/pos/maintenance')).body['quiet'];
    expect(await quiet()).toBe(true);
    await gateway.call('POST', '/v1/kkt/receipt/check', { pos_id: 'POS-001' });
    expect(await quiet()).toBe(false);
    await post(gateway, newKey(), saleBody());
    expect(await quiet()).toBe(true);
    await gateway.call('POST', '/v1/kkt/receipt/check', { pos_id: 'POS-001' });
    gateway.time.advance(2 * MINUTE);
    expect(await quiet()).toBe(true);
  });
});

describe('an interrupted print', () => {
  it('goes on after new paper without registering anything, and the receipt counts as printed', async () => {
    await begin();
    await gateway.openShift();
    const key = newKey();
    gateway.register.faults.push('paper-after');
    expect((await post(gateway, key, saleBody())).body).toMatchObject({ printed: false, stage: 'registered' });
    gateway.register.paper = 'out';
    const on = () => gateway.call('POST', '/v1/kkt/print/continue');
    expect((await on()).body).toMatchObject({ code: 'PAPER_OUT' });
    gateway.register.paper = 'waiting-continue';
    expect((await on()).body).toEqual({ continued: true });
    expect((await gateway.call('GET', `/v1/kkt/receipt/by-key/${key}`)).body).toMatchObject({ printed: true });
    expect((await on()).body).toEqual({ continued: false });
    expect(gateway.register.asked.length).toBe(1);
  });
});

describe('the mains (B-49)', () => {
  it('on battery it is told and written; near the end of the battery the gateway asks to be stopped, once', async () => {
    await begin();
    const stops: string[] = [];
    gateway.gateway.context.events.on((event) => {
      if (event.type === 'stop') stops.push(event.reason);
    });
    const say = (state: string, minutes_left: number | null) => gateway.call('POST', '/v1/power', { state, minutes_left });
    const alarms = () => gateway.gateway.context.alarms.active.map(({ code }) => code);
    await say('battery', 14);
    expect(alarms()).toEqual(['ON_BATTERY']);
    await say('line', null);
    expect([alarms(), stops]).toEqual([[], []]);
    await say('battery', 2);
    expect((await say('battery', 1)).body).toMatchObject({ state: 'battery', stopping: true });
    expect(stops).toEqual(['power']);
  });

  it('a restart does not go on saying that there is no electricity', async () => {
    await begin();
    await gateway.call('POST', '/v1/power', { state: 'battery' });
    await gateway.crashAndRestart();
    expect(gateway.gateway.context.alarms.active).toEqual([]);
  });
});
