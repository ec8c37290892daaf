import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Problem } from '../../../design/errors.ts';
import type { ReceiptAnswer } from '../../../design/fiscal/wire.ts';
import { checkJournal, faultsOf } from '../../../fiscal-gateway/safekeeping/journal-check.ts';
import { receiptBody } from '../../e2e/harness/receipts.ts';
import { waitUntil } from '../../e2e/harness/wait-until.ts';
import { POS, startWorld, STORE, type World } from '../../e2e/harness/world.ts';

/** Well beyond what a stop may take, on a busy machine too, ms. */
const PRINTS_FOR = 9_000;

let world: World;
let shift: { fn: string; number: number; openedAt: number };
let number = 0;
const nextReceipt = () => receiptBody(POS, STORE, shift, (number += 1));
const journal = (name = 'journal.sqlite'): string => join(world.data, 'gateway', POS, name);
const lineOf = (event: string): string | undefined =>
  world.gatewayProgram.lines.findLast((line) => line.includes(`"event":"${event}"`));

async function ask(path: string, init: { body?: unknown; key?: string } = {}): Promise<{ response: Response; body: unknown }> {
  const response = await fetch(`${world.gateway.url}${path}`, {
    method: init.body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: world.gateway.authorization,
      ...(init.body !== undefined && { 'content-type': 'application/json' }),
      ...(init.key !== undefined && { 'idempotency-key': init.key }),
    },
    ...(init.body !== undefined && { body: JSON.stringify(init.body) }),
  });
  return { response, body: await response.json() };
}

beforeAll(async () => {
  world = await startWorld({ serverless: true, gatewayEnv: { GATEWAY_RATE_LIMIT: '100000' } });
  const state = await world.gateway.openShift({ pos_id: POS, cashier: { name: 'Иванова А. П.' } });
  shift = { fn: state.fn!, number: state.number, openedAt: state.opened_at! };
});
afterAll(() => world.stop());

it('SIGTERM: the receipt at the register is finished and answered, a new one is refused with SHUTTING_DOWN, the WAL is empty after', async () => {
  await world.drive.fault({ kind: 'print-delay', ms: 1_500 });
  const [first, second] = [nextReceipt(), nextReceipt()];
  const answered = ask('/v1/kkt/receipt', first);
  await waitUntil('it is at the register', () => Promise.resolve(lineOf('kkt_print_start') !== undefined));
  process.kill(world.gatewayProgram.pid!, 'SIGTERM');
  await waitUntil('it is stopping', () => Promise.resolve(lineOf('stopping') !== undefined));
  const refused = await ask('/v1/kkt/receipt', second);
  expect([refused.response.status, (refused.body as Problem).code]).toEqual([503, 'SHUTTING_DOWN']);
  expect(Number(refused.response.headers.get('retry-after'))).toBeGreaterThan(0);
  // What became of a key may be asked to the end.
  expect((await ask(`/v1/kkt/receipt/by-key/${first.key}`)).response.status).toBe(200);
  const { response, body } = await answered;
  expect(response.status).toBe(201);
  expect((body as ReceiptAnswer).fiscal_doc).not.toBeNull();
  await world.gatewayProgram.gone();
  expect(lineOf('stopped')).toBeDefined();
  expect(existsSync(journal('journal.sqlite-wal')) ? statSync(journal('journal.sqlite-wal')).size : 0).toBe(0);
  expect(faultsOf(checkJournal(journal()))).toEqual([]);
  await world.gatewayProgram.start();
  expect((await world.gateway.receipt(second.key, second.body)).fiscal_doc).not.toBeNull();
  expect(await world.drive.receipts()).toHaveLength(2);
});

it('a register that prints for longer than the stop may take: the process ends all the same, the next start finds the receipt', async () => {
  const before = (await world.drive.receipts()).length;
  await world.drive.fault({ kind: 'print-delay', ms: PRINTS_FOR });
  const { key, body } = nextReceipt();
  const prints = world.gatewayProgram.lines.length;
  const answered = ask('/v1/kkt/receipt', { key, body }).catch(() => null);
  await waitUntil('it is at the register', () =>
    Promise.resolve(world.gatewayProgram.lines.slice(prints).some((line) => line.includes('kkt_print_start'))),
  );
  const began = Date.now();
  await world.gatewayProgram.stop();
  expect(Date.now() - began).toBeLessThan(PRINTS_FOR);
  await answered;
  await world.gatewayProgram.start();
  await waitUntil('the drive has it', async () => (await world.drive.receipts()).length === before + 1);
  const again = await waitUntil('an answer', () => world.gateway.receipt(key, body), { every: 200 });
  expect(again.fiscal_doc?.fd).toBe((await world.drive.receipts()).at(-1)?.fd);
  expect(await world.drive.receipts()).toHaveLength(before + 1);
});

it('backup on demand beside a running gateway, over HTTP, in a worker of the real program (H-51)', async () => {
  const { response, body } = await ask('/v1/backup', { body: {} });
  expect(response.status).toBe(201);
  const made = body as { file: string; receipts: number };
  expect(made.receipts).toBe((await world.drive.receipts()).length);
  expect(faultsOf(checkJournal(join(world.data, 'gateway', POS, 'backups', made.file)))).toEqual([]);
});
