import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReceiptAnswer } from '../../design/fiscal/wire.ts';
import { DAY as A_DAY } from '../../design/time/clock.ts';
import { until } from '../../fiscal-gateway/testing/manual-time.ts';
import { MemoryGateway } from '../../fiscal-gateway/testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../../fiscal-gateway/testing/receipts.ts';

/** The replaced adapter: one key sent twenty times at once gave twenty printed receipts. */
let till: MemoryGateway;
const receiptsInDrive = () => till.register.documents.filter(({ type }) => type === 'receipt');
const CASHIER = { name: 'Иванова А.' };
const FIFTY = Array.from({ length: 50 }, (_, n) => n);

/** The register holds whoever comes to it until it is let go. */
function holdRegister(): () => void {
  let letGo: () => void = () => undefined;
  till.register.gate = new Promise((resolve) => (letGo = resolve));
  return () => {
    till.register.gate = null;
    letGo();
  };
}

beforeEach(async () => {
  till = await new MemoryGateway().start();
  await till.openShift();
});
afterEach(() => till.stop());

describe('one key', () => {
  it('fifty times at once: one document; one answer is its own, the others are told to wait or are its replay', async () => {
    const key = newKey();
    const answers = await Promise.all(FIFTY.map(() => post(till, key, saleBody())));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const { status, body } of answers) {
      if (status === 409) expect(body.code).toBe('REQUEST_IN_PROGRESS');
      else expect(body.fiscal_doc?.fd).toBe(3);
    }
    expect(receiptsInDrive()).toHaveLength(1);
    expect(till.register.asked).toHaveLength(1);
  });

  it('fifty times at once after a restart: fifty replays, nothing asked of the register', async () => {
    const key = newKey();
    const first = await post(till, key, saleBody());
    await till.crashAndRestart();
    const answers = await Promise.all(FIFTY.map(() => post(till, key, saleBody())));
    for (const { status, headers, body } of answers) {
      expect(status).toBe(200);
      expect(headers['idempotency-replayed']).toBe('true');
      expect(body.fiscal_doc).toEqual(first.body.fiscal_doc);
    }
    expect(till.register.asked).toHaveLength(1);
  });

  it('while it runs: 409 with Retry-After, and with another body 422 at once', async () => {
    const key = newKey();
    const letGo = holdRegister();
    const running = post(till, key, saleBody());
    await until('it is at the register', () => till.register.asked.length === 1);
    const again = await post(till, key, saleBody());
    expect(again).toMatchObject({ status: 409, body: { code: 'REQUEST_IN_PROGRESS' } });
    expect(Number(again.headers['retry-after'])).toBeGreaterThan(0);
    expect((await post(till, key, saleBody(101))).body).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
    letGo();
    expect((await running).status).toBe(201);
    expect(receiptsInDrive()).toHaveLength(1);
  });

  it('with another body: 422 before and after a restart, whatever the difference', async () => {
    const key = newKey();
    await post(till, key, saleBody(100));
    const others = [
      saleBody(100.01),
      saleBody(100, { payments: [{ method: 'card', amount: 100 }] }),
      saleBody(100, { cashier: null }),
    ];
    for (const restart of [false, true]) {
      if (restart) await till.crashAndRestart();
      for (const other of others) {
        expect((await post(till, key, other)).body).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
      }
    }
    expect(receiptsInDrive()).toHaveLength(1);
  });

  it('is the same for a body whose fields come in another order, and for a key in capital letters', async () => {
    const key = newKey();
    await post(till, key, saleBody());
    const turned = Object.fromEntries(Object.entries(saleBody()).reverse());
    expect((await post(till, key.toUpperCase(), turned)).status).toBe(200);
  });

  it('is answered after its body was pruned, and still refuses another body', async () => {
    const key = newKey();
    const first = await post(till, key, saleBody());
    await (
      await till.gateway.sender.syncNow(true)
    ).done;
    till.time.advance(8 * A_DAY);
    await till.gateway.ageing.run();
    expect(till.journal.db.prepare('SELECT count(*) AS n FROM receipt_bodies').get()).toEqual({ n: 0 });
    till.time.advance(400 * A_DAY);
    expect(await post(till, key, saleBody())).toMatchObject({ status: 200, body: { fiscal_doc: first.body.fiscal_doc } });
    expect((await post(till, key, saleBody(1))).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    await till.crashAndRestart();
    expect((await post(till, key, saleBody())).body.fiscal_doc).toEqual(first.body.fiscal_doc);
    expect(receiptsInDrive()).toHaveLength(1);
  });

  it('from two tills: the one whose gateway this is registers, the other is 403 and leaves no trace', async () => {
    const key = newKey();
    const [mine, foreign] = await Promise.all([
      post(till, key, saleBody()),
      post(till, key, saleBody(100, { pos_id: 'POS-002' })),
    ]);
    expect(mine.status).toBe(201);
    expect(foreign).toMatchObject({ status: 403, body: { code: 'WRONG_TILL' } });
    const other = newKey();
    await post(till, other, saleBody(100, { pos_id: 'POS-002' }));
    expect((await till.call('GET', `/v1/kkt/receipt/by-key/${other}`)).status).toBe(404);
    expect(receiptsInDrive()).toHaveLength(1);
  });

  it('of a receipt whose outcome is unknown, fifty times at once: asked, found, one document', async () => {
    const key = newKey();
    till.register.faults.push('lost-after');
    const lost = till.register.registerReceipt.bind(till.register);
    till.register.registerReceipt = (receipt) =>
      lost(receipt).finally(() => {
        till.register.down = true;
      });
    expect((await post(till, key, saleBody())).body.code).toBe('OUTCOME_UNKNOWN');
    till.register.down = false;
    till.register.registerReceipt = lost;
    const answers = await Promise.all(FIFTY.map(() => post(till, key, saleBody())));
    for (const { status, body } of answers) {
      if (status === 409) expect(body.code).toBe('REQUEST_IN_PROGRESS');
      else expect(body.fiscal_doc?.fd).toBe(3);
    }
    expect(receiptsInDrive()).toHaveLength(1);
  });

  it('fifty keys and their repeats, all at once: fifty documents, each with the sum of its own key', async () => {
    const keys = FIFTY.map(newKey);
    const all = [...keys, ...keys, ...keys].map((key) => post(till, key, saleBody(keys.indexOf(key) + 1)));
    await Promise.all(all);
    const totals = receiptsInDrive().map(({ total }) => total);
    expect([...totals].sort((a, b) => Number(a) - Number(b))).toEqual(FIFTY.map((n) => (n + 1) * 100));
    for (const [n, key] of keys.entries()) {
      const { body } = await till.call<ReceiptAnswer>('GET', `/v1/kkt/receipt/by-key/${key}`);
      expect(till.register.documents[(body.fiscal_doc?.fd ?? 0) - 1]?.total).toBe((n + 1) * 100);
    }
  });
});

describe('keys of what is no receipt', () => {
  const pos = { pos_id: 'POS-001' };

  it.each([
    ['shift/open', { ...pos, cashier: CASHIER }, 'shift-open', 0],
    ['cash/in', { ...pos, amount: 10, reason: 'размен', cashier: CASHIER }, null, 1],
    ['report/z', { ...pos }, 'shift-close', 0],
  ] as const)('%s fifty times at once: it happens once', async (route, body, type, movements) => {
    if (route === 'shift/open') await till.call('POST', '/v1/kkt/report/z', pos);
    const before = till.register.documents.length;
    const headers = { 'idempotency-key': newKey() };
    const answers = await Promise.all(FIFTY.map(() => till.call('POST', `/v1/kkt/${route}`, body, headers)));
    for (const { status, body: said } of answers) expect(status < 300 || said['code'] === 'REQUEST_IN_PROGRESS').toBe(true);
    expect(answers.some(({ status }) => status < 300)).toBe(true);
    expect(till.register.documents.slice(before).map((document) => document.type)).toEqual(type === null ? [] : [type]);
    const rows = till.journal.db.prepare('SELECT count(*) AS n FROM cash_movements').get();
    expect(rows).toEqual({ n: movements });
    const replay = await till.call('POST', `/v1/kkt/${route}`, body, headers);
    expect(replay).toMatchObject({ status: 200, headers: { 'idempotency-replayed': 'true' } });
  });
});
