import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { invariantViolations } from '../../design/invariant.ts';
import { CRASH_POINTS } from '../../fiscal-gateway/crash-points.ts';
import type { CrashPoint } from '../../fiscal-gateway/crash-points.ts';
import { journalEvidence } from '../../fiscal-gateway/journal/journal-evidence.ts';
import { checkJournal } from '../../fiscal-gateway/safekeeping/journal-check.ts';
import { saleBody } from '../../fiscal-gateway/testing/receipts.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import { POS, startWorld, type World } from '../e2e/harness/world.ts';
import { InsistentTill } from './insistent-till.ts';
import { SEED, seeded, SOAK } from './seeded.ts';

/** Passed only where something goes wrong or a server is there: the matrix goes through them in one process. */
const NOT_ON_A_QUIET_DAY = /server|operator-ask|operator-ticket|cancel-document|continue-print|find-document/;
const random = seeded(SEED);
const POINTS = CRASH_POINTS.filter((point) => !NOT_ON_A_QUIET_DAY.test(point))
  .map((point) => ({ point, at: random() }))
  .sort((a, b) => a.at - b.at)
  .map(({ point }) => point)
  .slice(0, SOAK ? CRASH_POINTS.length : 3);

let world: World;
beforeAll(async () => {
  world = await startWorld({ serverless: true, gatewayEnv: { GATEWAY_RATE_LIMIT: '100000', GATEWAY_SYNC_INTERVAL_MS: '200' } });
});
afterAll(() => world.stop());

const CASHIER = { name: 'Иванова А. П.' };
const POS_ID = { pos_id: POS };

/** What a till does in a shift, each with its key, so that it can be repeated word for word. */
const shiftOfWork = () => {
  const sale = randomUUID();
  return [
    { url: '/v1/kkt/shift/open', body: { ...POS_ID, cashier: CASHIER }, key: randomUUID() },
    { url: '/v1/kkt/receipt', body: saleBody(120), key: sale },
    { url: '/v1/kkt/cash/in', body: { ...POS_ID, amount: 50, reason: 'размен', cashier: CASHIER }, key: randomUUID() },
    { url: '/v1/kkt/receipt', body: saleBody(70, { payments: [{ method: 'card', amount: 70 }] }), key: randomUUID() },
    { url: `/v1/kkt/receipt/${sale}/print`, body: {}, key: randomUUID() },
    { url: '/v1/kkt/drawer', body: {}, key: randomUUID() },
    { url: '/v1/kkt/report/x', body: POS_ID, key: randomUUID() },
    { url: '/v1/backup', body: {}, key: randomUUID() },
    { url: '/v1/kkt/cash/out', body: { ...POS_ID, amount: 30, reason: 'хозрасходы', cashier: CASHIER }, key: randomUUID() },
    { url: '/v1/kkt/report/z', body: POS_ID, key: randomUUID() },
  ];
};

it.each(POINTS)(
  `SIGKILL at %s: the shift goes on where it was, every key its one document (seed ${SEED})`,
  async (point: CrashPoint) => {
    const till = new InsistentTill(world);
    await world.gatewayProgram.stop();
    const before = (await world.drive.receipts()).length;
    // A point that the start itself passes kills it before it is ready.
    await world.gatewayProgram.start({ OPTICS_CRASH_AT: `${point}:${1 + Math.floor(random() * 2)}` }).catch(() => undefined);
    const answered = new Map<string, unknown>();
    for (const { url, body, key } of shiftOfWork()) {
      const first = await till.ask(url, body, key);
      if (first === null) {
        await world.gatewayProgram.gone();
        await world.gatewayProgram.start();
      }
      const { body: reply } =
        first !== null && first.status < 300 ? first : await till.insist(url, body, ['BACKUP_RUNNING'], key);
      const document = reply['fiscal_doc'] as { fd: number } | undefined;
      if (url === '/v1/kkt/receipt') answered.set(key, document?.fd);
    }
    const made = (await world.drive.receipts()).slice(before);
    expect(made.map(({ ourId, fd }) => [ourId, fd])).toEqual([...answered]);
    if (world.gatewayProgram.pid === undefined) await world.gatewayProgram.start();
    await waitUntil('everything delivered', async () => {
      if (world.gatewayProgram.pid === undefined) await world.gatewayProgram.start();
      return (await world.gateway.buffer()).unsent_documents === 0;
    });
    const journal = join(world.data, 'gateway', POS, 'journal.sqlite');
    expect(
      invariantViolations({
        drive: await world.drive.documents(),
        ofd: await world.ofd.held(),
        journal: journalEvidence(journal),
      }),
    ).toEqual([]);
    expect(checkJournal(journal)).toMatchObject({ damage: [], chain: { breaks: [] } });
    const cash = journalEvidence(journal).cash.length;
    expect(cash % 2).toBe(0);
  },
  300_000,
);
