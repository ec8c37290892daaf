import { afterEach, describe, expect, it } from 'vitest';
import type { AlarmCode } from '../../design/fiscal/alarms.ts';
import { DAY, MINUTE, SECOND } from '../../design/time/clock.ts';
import { MemoryGateway, MORNING } from '../testing/memory-gateway.ts';
import type { MemoryRegister } from '../testing/memory-register.ts';
import { newKey, post, saleBody } from '../testing/receipts.ts';
import { until } from '../testing/manual-time.ts';

const running: MemoryGateway[] = [];
const begin = async (options: ConstructorParameters<typeof MemoryGateway>[0] = {}) => {
  const gateway = await new MemoryGateway({ background: true, ...options }).start();
  running.push(gateway);
  return gateway;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((gateway) => gateway.stop()));
});

const standing = (gateway: MemoryGateway): string[] => gateway.gateway.context.alarms.active.map(({ code }) => code);
/** The register is asked every ten seconds: time passes until the alarm is, or is not, there. */
async function told(gateway: MemoryGateway, code: AlarmCode, holds = true): Promise<void> {
  await until(`${code} ${holds ? 'told' : 'cleared'}`, () => {
    gateway.time.advance(SECOND);
    return standing(gateway).includes(code) === holds;
  });
}

describe('each alarm of care is told once it holds and cleared when it ends', () => {
  const calm = { says: {}, paper: 'present' } as const;
  it.each<[AlarmCode, Partial<MemoryRegister>]>([
    ['DRIVE_ENDS_SOON', { says: { drive: { validUntil: MORNING + 20 * DAY } } }],
    ['DRIVE_ENDS_NOW', { says: { drive: { documentsLeft: 500 } } }],
    ['DRIVE_FULL', { says: { drive: { state: 'full' } } }],
    ['DRIVE_EXPIRED', { says: { drive: { state: 'expired' } } }],
    ['DRIVE_BLOCKED_UNSENT', { says: { drive: { state: 'blocked-unsent' } } }],
    ['DRIVE_FAILED', { says: { drive: { state: 'failed' } } }],
    ['OFD_UNSENT_1D', { says: { unsent: { count: 1, firstFd: 1, firstAt: MORNING - 2 * DAY } } }],
    ['OFD_UNSENT_5D', { says: { unsent: { count: 1, firstFd: 1, firstAt: MORNING - 6 * DAY } } }],
    ['OFD_UNSENT_20D', { says: { unsent: { count: 1, firstFd: 1, firstAt: MORNING - 21 * DAY } } }],
    ['REGISTER_PAPER_OUT', { paper: 'out' }],
    ['REGISTER_PAPER_NEAR', { says: { paperNear: true } }],
    ['REGISTER_COVER_OPEN', { says: { coverOpen: true } }],
    ['DRAWER_LEFT_OPEN', { says: { drawerOpen: true } }],
    ['PRINT_INTERRUPTED', { paper: 'waiting-continue' }],
    ['REGISTER_CLOCK', { says: { clock: MORNING - DAY } }],
    ['REGISTRATION_CHANGED', { says: { registrationNumber: '0000000005009999' } }],
    ['REGISTER_SILENT', { down: true }],
  ])('%s', async (code, change) => {
    const gateway = await begin();
    await until('the register is known', () => gateway.gateway.drive.checked);
    expect(standing(gateway)).toEqual([]);
    Object.assign(gateway.register, change);
    await told(gateway, code);
    expect(standing(gateway)).toEqual([code]);
    const { body } = await gateway.call<{ alerts: { code: string }[] }>('GET', '/v1/kkt/buffer/status');
    expect(body.alerts).toContainEqual(expect.objectContaining({ code }));
    Object.assign(gateway.register, { ...calm, down: false });
    await told(gateway, code, false);
    expect(standing(gateway)).toEqual([]);
  });
});

describe('B-91: how long the drive lasts', () => {
  it('forecasts from the documents of the last 30 days and answers it with everything care knows', async () => {
    const gateway = await begin({ background: false });
    await gateway.openShift();
    for (let n = 0; n < 12; n += 1) expect((await post(gateway, newKey(), saleBody())).status).toBe(201);
    gateway.register.says = { drive: { documentsLeft: 600, registrationsLeft: 29, warnings: ['archive-90'] } };
    const { status, body } = await gateway.call('GET', '/v1/kkt/fn');
    // Registration report, shift opening and 12 receipts over the week that is the least to judge by: 2 a day.
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        documents_left: 600,
        documents_per_day: 2,
        forecast_days: 300,
        days_left: 115,
        registrations_left: 29,
        drive_warnings: ['archive-90'],
        clock_difference_ms: 0,
        clock_against: 'pc',
        drawer_open: null,
      },
    });
  });

  it('counts the window by the numbers of the drive, not the whole journal', async () => {
    const gateway = await begin({ background: false });
    await gateway.openShift();
    await post(gateway, newKey(), saleBody());
    gateway.time.advance(5 * DAY);
    const { care, drives } = gateway.gateway.context.stores;
    const fn = drives.current()?.fn ?? '';
    expect(care.madeSince(fn, MORNING - DAY)).toEqual({ documents: 3, firstAt: MORNING });
    expect(care.madeSince(fn, MORNING + 1)).toEqual({ documents: 0, firstAt: null });
    expect(care.madeSince('another', 0)).toEqual({ documents: 0, firstAt: null });
  });
});

it('A-71: a queue that waits for days is told by our own count too, when the drive knows nothing of it', async () => {
  const gateway = await begin();
  gateway.ofd.mode = 'down';
  await gateway.openShift();
  await post(gateway, newKey(), saleBody());
  gateway.time.advance(DAY + MINUTE);
  await told(gateway, 'OFD_UNSENT_1D');
  const { body } = await gateway.call<{ unsent: { age_days: number } }>('GET', '/v1/kkt/fn');
  expect(body.unsent.age_days).toBe(1);
});

it('the register’s clock is judged by the server’s time where it is known: a PC that is wrong accuses nobody else', async () => {
  const server = {
    post: async (_path: string, _body: unknown) =>
      Promise.resolve({ kind: 'ok' as const, body: { now: gateway.time.clock.now() - 10 * MINUTE, acknowledged: 0 } }),
    close: async () => Promise.resolve(),
  };
  const gateway: MemoryGateway = new MemoryGateway({ background: true, server });
  running.push(gateway);
  await gateway.start();
  await until('the server was heard', () => gateway.gateway.heartbeat?.state.drift === -10 * MINUTE);
  await told(gateway, 'REGISTER_CLOCK');
  gateway.register.says = { clock: gateway.time.clock.now() - 10 * MINUTE + 30 * SECOND };
  await told(gateway, 'REGISTER_CLOCK', false);
});

describe('K-05', () => {
  it('05a: a register silent through three attempts parks the receipt and is told, until a receipt goes through', async () => {
    const gateway = await begin({ background: false });
    await gateway.openShift();
    const key = newKey();
    gateway.register.faults.push('lost-before', 'lost-before', 'lost-before');
    const refused = await post(gateway, key, saleBody());
    expect(refused.body).toMatchObject({ code: 'REGISTER_UNREACHABLE' });
    expect(standing(gateway)).toContain('REGISTER_TROUBLE');
    expect((await post(gateway, key, saleBody())).status).toBe(201);
    expect(standing(gateway)).not.toContain('REGISTER_TROUBLE');
  });

  it('05b, B-13: a full drive refuses with the instruction, in health and in the check too', async () => {
    const gateway = await begin();
    await gateway.openShift();
    gateway.register.says = { drive: { state: 'full', documentsLeft: 0 } };
    await told(gateway, 'DRIVE_FULL');
    expect((await gateway.call('GET', '/v1/health')).status).toBe(503);
    const { body } = await gateway.call('POST', '/v1/kkt/receipt/check', { pos_id: 'POS-001' });
    expect(body).toMatchObject({ ok: false, problems: ['DRIVE_REFUSED'] });
  });
});
