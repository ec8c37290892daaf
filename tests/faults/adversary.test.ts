import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { HOUR } from '../../design/time/clock.ts';
import { RegisterFault } from '../../fiscal-gateway/register/register.ts';
import { MemoryGateway } from '../../fiscal-gateway/testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../../fiscal-gateway/testing/receipts.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import { Day } from './crash/day.ts';
import { CrashShop } from './crash/shop.ts';
import { verdict } from './crash/verdict.ts';

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.stop();
});

async function till(options: ConstructorParameters<typeof MemoryGateway>[0] = {}): Promise<MemoryGateway> {
  const gateway = await new MemoryGateway(options).start();
  open.push(gateway);
  return gateway;
}

describe('a register that confuses its answers', () => {
  it('an answer to the receipt before is no answer: the drive is asked, each key has its own document', async () => {
    const shop = await till();
    await shop.openShift();
    const commit = shop.register.registerReceipt.bind(shop.register);
    const first = await post(shop, newKey(), saleBody(100));
    // The line is one answer behind: the second receipt is answered with the first one's document.
    shop.register.registerReceipt = async (receipt) => {
      await commit(receipt);
      const document = shop.register.documents[(first.body.fiscal_doc?.fd ?? 0) - 1]!;
      return { document, printed: true, qr: 'qr', text: [] };
    };
    const second = await post(shop, newKey(), saleBody(250));
    shop.register.registerReceipt = commit;
    expect(second).toMatchObject({ status: 201, body: { total: 250, fiscal_doc: { fd: 4 } } });
    const third = await post(shop, newKey(), saleBody(300));
    expect(third.body.fiscal_doc?.fd).toBe(5);
    expect(shop.register.documents.filter(({ type }) => type === 'receipt').map(({ total }) => total)).toEqual([
      10_000, 25_000, 30_000,
    ]);
  });

  it('numbers that jump are documents of somebody else: they are read in before the next receipt', async () => {
    const shop = await till();
    await shop.openShift();
    await post(shop, newKey(), saleBody());
    for (let n = 0; n < 5; n += 1) shop.register.foreign('receipt', 7_700);
    expect((await post(shop, newKey(), saleBody())).body.fiscal_doc?.fd).toBe(9);
    expect((await post(shop, newKey(), saleBody())).body.fiscal_doc?.fd).toBe(10);
    const held = shop.journal.db.prepare('SELECT count(*) AS n, max(fd) AS last FROM documents').get();
    expect(held).toEqual({ n: 10, last: 10 });
  });

  it('one ticket that the drive refuses does not keep back the others', async () => {
    const shop = await till({ background: true });
    const accept = shop.register.acceptTicket.bind(shop.register);
    shop.register.acceptTicket = (fd, ticket) =>
      fd === 2 ? Promise.reject(new RegisterFault('not-executed', 'refused', 'bad sign', '20')) : accept(fd, ticket);
    await shop.openShift();
    await post(shop, newKey(), saleBody());
    for (let seconds = 0; !shop.register.tickets.includes(3) && seconds < 120; seconds += 1) {
      shop.time.advance(1_000);
      await shop.journal.idle();
    }
    expect(shop.register.tickets).toEqual(expect.arrayContaining([1, 3]));
  });
});

it('two gateways on one drive: every key one document, each journal holds them all', async () => {
  const mine = await till();
  const other = await till({ register: mine.register });
  await mine.openShift();
  const fds: number[] = [];
  for (let n = 0; n < 12; n += 1) {
    const { status, body } = await post(n % 3 === 0 ? other : mine, newKey(), saleBody(n + 1));
    expect(status).toBe(201);
    fds.push(body.fiscal_doc!.fd);
    expect(mine.register.documents[body.fiscal_doc!.fd - 1]?.total).toBe((n + 1) * 100);
  }
  expect(new Set(fds).size).toBe(12);
  for (const gateway of [mine, other]) {
    gateway.gateway.drive.doubt();
    await gateway.gateway.drive.ask();
    const held = gateway.journal.db.prepare('SELECT count(*) AS n, max(fd) AS last FROM documents').get();
    expect(held).toEqual({ n: 14, last: 14 });
  }
});

describe('a clock that jumps', () => {
  it.each([
    ['back by an hour', -HOUR],
    ['ahead by a year', 365 * 24 * HOUR],
  ])(
    '%s in the middle of a sale and of a delivery: one document, delivered within minutes of the shop’s time',
    async (_how, jump) => {
      const shop = new CrashShop();
      open.push(shop);
      const day = new Day(shop, { order: 'register stays on', journal: 'as it was', backup: () => null });
      await shop.start();
      await day.insist('/v1/kkt/shift/open', { pos_id: 'POS-001', cashier: { name: 'Иванова А.' } });
      shop.operator.closed = true;
      const [before, during, after] = [newKey(), newKey(), newKey()];
      await day.sell(before, saleBody(100));
      for (let n = 0; n < 12; n += 1) await shop.idle(5_000);
      shop.armCrash((point) => {
        if (point === 'after-register-receipt') shop.clockOffset = jump;
        return false;
      });
      await day.sell(during, saleBody(200));
      await shop.idle(5_000);
      shop.operator.closed = false;
      const jumped = shop.time.clock.now();
      await day.deliver();
      expect(shop.time.clock.now() - jumped).toBeLessThan(10 * 60_000);
      shop.clockOffset = 0;
      await day.sell(after, saleBody(300));
      await day.deliver();
      day.till.cash = 60_000;
      expect(await verdict(shop, day)).toEqual([]);
    },
  );
});

describe('a journal file that goes away under the gateway', () => {
  const journalOf = (shop: MemoryGateway) => join(shop.folder, 'journal.sqlite');
  const receiptsIn = (shop: MemoryGateway) => shop.register.documents.filter(({ type }) => type === 'receipt');

  it.each(['deleted', 'replaced by an old copy', 'without its WAL'])(
    '%s: nothing is sold that no restart would find',
    async (how) => {
      const shop = await till();
      await shop.openShift();
      const key = newKey();
      await post(shop, key, saleBody());
      if (how === 'without its WAL') rmSync(`${journalOf(shop)}-wal`);
      else if (how === 'deleted') rmSync(journalOf(shop));
      else {
        copyFileSync(journalOf(shop), `${journalOf(shop)}.old`);
        renameSync(`${journalOf(shop)}.old`, journalOf(shop));
      }
      // What is sold before it is noticed, a second at most, is in the drive under its key.
      const made = new Map<string, number>([[key, 3]]);
      await waitUntil('it is noticed', async () => {
        const next = newKey();
        const { status, body } = await post(shop, next, saleBody());
        // Noticed between the register's work and ours: only the drive has it.
        if (status === 201 || body.code === 'OUTCOME_UNKNOWN') made.set(next, shop.register.documents.length);
        return body.code === 'JOURNAL_UNAVAILABLE';
      });
      expect(receiptsIn(shop)).toHaveLength(made.size);
      expect(shop.gateway.context.alarms.active.map(({ code }) => code)).toContain('JOURNAL_NOT_WRITABLE');
      // What was answered is still answered, and after a restart on whatever is there the key leads to its document.
      expect((await post(shop, key, saleBody())).status).toBe(200);
      shop.journal.db.close();
      for (const end of ['', '-wal', '-shm']) rmSync(journalOf(shop) + end, { force: true });
      await shop.start();
      await shop.gateway.drive.ask();
      for (const [again, fd] of made) expect((await post(shop, again, saleBody())).body.fiscal_doc?.fd).toBe(fd);
      expect(receiptsIn(shop)).toHaveLength(made.size);
    },
  );
});
