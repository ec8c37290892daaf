import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReportAnswer, ShiftState } from '../../../design/fiscal/wire.ts';
import { invariantViolations } from '../../../design/invariant.ts';
import type { CrashPoint } from '../../../fiscal-gateway/crash-points.ts';
import { journalEvidence } from '../../../fiscal-gateway/journal/journal-evidence.ts';
import { saleBody } from '../../../fiscal-gateway/testing/receipts.ts';
import { askJson } from '../../e2e/harness/http-json.ts';
import { waitUntil } from '../../e2e/harness/wait-until.ts';
import { POS, startWorld, type World } from '../../e2e/harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ serverless: true });
});
afterAll(() => world.stop());

const cashier = { name: 'Иванова А.' };
async function post<T>(
  path: string,
  body: object,
  key: string = randomUUID(),
): Promise<{ status: number; body: T & { code?: string } }> {
  const answer = await fetch(`${world.gateway.url}/v1/kkt/${path}`, {
    method: 'POST',
    headers: { authorization: world.gateway.authorization, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ pos_id: POS, ...body }),
    signal: AbortSignal.timeout(30_000),
  });
  return { status: answer.status, body: (await answer.json()) as T & { code?: string } };
}
/** The gateway kills itself at `point` while it does this; started again, the same key is asked again. */
async function through<T>(
  point: CrashPoint,
  path: string,
  body: object,
): Promise<{ status: number; body: T & { code?: string } }> {
  const key = randomUUID();
  await world.gatewayProgram.kill();
  await world.gatewayProgram.start({ OPTICS_CRASH_AT: point });
  await expect(post(path, body, key)).rejects.toThrow();
  await world.gatewayProgram.gone();
  await world.gatewayProgram.start();
  return post<T>(path, body, key);
}
const types = async () => (await world.drive.documents()).map(({ type }) => type);
const drawer = async () => (await askJson<{ cash: number }>(`${world.drive.url}/state`)).cash;
const alarms = async () => (await world.gateway.buffer()).alerts.map(({ code }) => code);
async function violations() {
  await waitUntil('everything delivered', async () => (await world.gateway.buffer()).unsent_documents === 0);
  return invariantViolations({
    drive: await world.drive.documents(),
    ofd: await world.ofd.held(),
    journal: journalEvidence(join(world.data, 'gateway', POS, 'journal.sqlite')),
  });
}

it('opens, pays out and closes once, killed before and after the register did it; the register’s own counters agree', async () => {
  const opened = await through<ShiftState>('after-shift-command', 'shift/open', { cashier, float: 500 });
  expect(opened.body).toMatchObject({ state: 'open', number: 1, event: { cashier: 'Иванова А.', cash: { counted: 50_000 } } });
  const payments = [
    { method: 'cash', amount: 40 },
    { method: 'card', amount: 60 },
  ];
  expect((await post('receipt', saleBody(100, { payments: payments as never }))).status).toBe(201);
  expect((await post('cash/in', { amount: 300, reason: 'размен', cashier })).status).toBe(201);
  const out = await through<{ drawer: number }>('after-cash-command', 'cash/out', { amount: 240, reason: 'такси', cashier });
  expect(out).toMatchObject({ status: 201, body: { drawer: 600 } });
  expect(await drawer()).toBe(60_000);
  const z = await through<ReportAnswer>('before-shift-command', 'report/z', { counted: 600, collected: 100 });
  expect(z.body).toMatchObject({ cashTotal: 40, cardTotal: 60, cashCount: { difference: 0, collected: 100 }, cashInDrawer: 500 });
  expect(await drawer()).toBe(50_000);
  expect(await types()).toEqual(['registration', 'shift-open', 'receipt', 'shift-close']);
  expect(await alarms()).not.toContain('SHIFT_TOTALS_MISMATCH');
  expect(await violations()).toEqual([]);
});

it('the register loses power while it closes: books close on a signed word, its own report is found and matched', async () => {
  await post('shift/open', { cashier });
  await post('receipt', saleBody(70));
  await world.drive.fault({ kind: 'power-cut', phase: 'after-commit', command: 'closeShift' });
  const signed = { reason: 'нет питания', signed_by: { by: 'staff:2', role: 'manager' } };
  const z = await post<ReportAnswer>('report/z', { without_register: true, ...signed });
  expect(z.body).toMatchObject({ withoutRegister: true, totalSales: 70, shiftNumber: 2 });
  expect(await alarms()).toContain('SHIFT_WITHOUT_REGISTER');
  await world.register.gone();
  expect((await post('shift/open', { cashier })).body.code).toBe('REGISTER_UNREACHABLE');
  await world.register.start();
  const opened = await waitUntil('the register is back', async () => {
    const answer = await post<ShiftState>('shift/open', { cashier });
    return answer.status === 201 && answer.body;
  });
  expect(opened).toMatchObject({ state: 'open', number: 3, register_pending: false });
  expect((await types()).slice(4)).toEqual(['shift-open', 'receipt', 'shift-close', 'shift-open']);
  expect(await alarms()).not.toContain('SHIFT_WITHOUT_REGISTER');
  expect(await violations()).toEqual([]);
});
