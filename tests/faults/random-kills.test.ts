import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReceiptAnswer, ReportAnswer } from '../../design/fiscal/wire.ts';
import { invariantViolations } from '../../design/invariant.ts';
import { journalEvidence } from '../../fiscal-gateway/journal/journal-evidence.ts';
import { checkJournal } from '../../fiscal-gateway/safekeeping/journal-check.ts';
import { saleBody } from '../../fiscal-gateway/testing/receipts.ts';
import type { Program } from '../e2e/harness/program.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import { POS, startWorld, type World } from '../e2e/harness/world.ts';
import { InsistentTill } from './insistent-till.ts';
import type { Replied } from './insistent-till.ts';
import { pick, SEED, seeded, SOAK } from './seeded.ts';

const KILLS = SOAK ? 500 : 10;
const CASHIER = { name: 'Иванова А. П.' };

let world: World;
beforeAll(async () => {
  world = await startWorld({
    serverless: true,
    gatewayEnv: { GATEWAY_RATE_LIMIT: '100000', GATEWAY_BUFFER_CAPACITY: '100000', GATEWAY_SYNC_INTERVAL_MS: '200' },
  });
});
afterAll(() => world.stop());

it(
  `${KILLS} kills of gateway, register and operator while tills sell, return, move cash and close shifts (seed ${SEED})`,
  async () => {
    const random = seeded(SEED);
    const till = new InsistentTill(world);
    const insist = (url: string, body: unknown, until: readonly string[] = []) => till.insist(url, body, until);
    const sold: { readonly receipt: ReceiptAnswer; readonly method: 'cash' | 'card' }[] = [];
    const documents = new Map<string, number>();
    let drawer = 0;
    let working = true;
    const note = ({ key, body }: Replied): ReceiptAnswer => {
      const answer = body as unknown as ReceiptAnswer;
      documents.set(key, answer.fiscal_doc!.fd);
      return answer;
    };

    const seller = async (): Promise<void> => {
      while (working) {
        const roubles = 100 + Math.floor(random() * 900);
        const method = random() < 0.5 ? 'cash' : 'card';
        const answer = await insist('/v1/kkt/receipt', saleBody(roubles, { payments: [{ method, amount: roubles }] }));
        sold.push({ receipt: note(answer), method });
        if (method === 'cash') drawer += roubles;
      }
    };
    const returner = async (): Promise<void> => {
      while (working) {
        await waitUntil('something sold', () => sold.length > 0 || !working, { within: 60_000 });
        const original = sold.shift();
        if (!original) return;
        const { receipt, method } = original;
        const amount = receipt.total;
        const body = saleBody(amount, {
          type: 'refund',
          original_receipt_id: receipt.receipt_id,
          payments: [{ method, amount }],
        });
        const answer = await insist('/v1/kkt/receipt', body, ['CASH_NOT_ENOUGH', 'REGISTER_REFUSED']);
        if (answer.body.code) continue;
        note(answer);
        if (method === 'cash') drawer -= amount;
      }
    };
    const cashier = async (): Promise<void> => {
      while (working) {
        await insist('/v1/kkt/cash/in', { pos_id: POS, amount: 50, reason: 'размен', cashier: CASHIER });
        drawer += 50;
        const out = await insist('/v1/kkt/cash/out', { pos_id: POS, amount: 30, reason: 'хозрасходы', cashier: CASHIER }, [
          'CASH_NOT_ENOUGH',
        ]);
        if (!out.body.code) drawer -= 30;
        if (random() < 0.7) continue;
        await insist('/v1/kkt/report/z', { pos_id: POS, cashier: CASHIER });
        await insist('/v1/kkt/shift/open', { pos_id: POS, cashier: CASHIER });
      }
    };

    await insist('/v1/kkt/shift/open', { pos_id: POS, cashier: CASHIER });
    const staff = [seller(), seller(), returner(), cashier()];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = documents.size;
      await waitUntil('receipts between two kills', () => documents.size > before, { within: 120_000, every: 5 });
      await new Promise((resolve) => setTimeout(resolve, random() * 120));
      const victims: Program[] = [
        world.gatewayProgram,
        world.gatewayProgram,
        world.gatewayProgram,
        world.register,
        world.ofdProgram,
      ];
      const victim = pick(random, victims);
      await victim.kill();
      await victim.start();
    }
    working = false;
    await Promise.all(staff);

    const inDrive = (await world.drive.receipts()).map(({ fd }) => fd).sort((a, b) => a - b);
    expect([...documents.values()].sort((a, b) => a - b)).toEqual(inDrive);
    const x = (await insist('/v1/kkt/report/x', { pos_id: POS })).body as unknown as ReportAnswer;
    expect(x.cashInDrawer).toBe(drawer);
    await waitUntil('everything delivered', async () => (await world.gateway.buffer()).unsent_documents === 0, {
      within: 120_000,
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
    expect((await world.gateway.buffer()).dlq_size).toBe(0);
  },
  SOAK ? 7_200_000 : 600_000,
);
