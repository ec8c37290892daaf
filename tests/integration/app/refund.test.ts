import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayError } from '../../../app/lib/gateway/gateway.client.ts';
import type { Refund } from '../../../design/documents/facts.ts';
import { NO_RULES } from '../../../design/pricing/rules.ts';
import { EMPTY_CART } from '../../../design/sale/cart.ts';
import { keyOfId } from '../../../design/ids.ts';
import { createMemoryRegister } from '../../../fiscal-gateway/testing/memory-register.ts';
import { until } from '../../../fiscal-gateway/testing/manual-time.ts';
import { makeResult, makeSale } from '../../factories/receipts.ts';
import { couponDocument, promotionOf } from '../../factories/promotions.ts';
import { DEMO_TILLS, NOON, startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import { entry } from './payment.fixture.ts';
import { MANAGER, startDesk, takeAll, type Desk } from './refund.fixture.ts';

let fixture: ServerFixture;
let desk: Desk;
beforeEach(async () => {
  fixture = await startFixture();
  desk = await startDesk(fixture);
});
afterEach(async () => {
  await desk.end();
  await fixture.end();
});

describe('a receipt that the operator does not have yet (A-42, A-43)', () => {
  it('blocks its refund, is looked at when it is delivered, and a person confirms', async () => {
    const sale = await desk.sell([['RB-1', 500_00]]);
    await takeAll(desk, sale);
    expect([desk.refund.phase, desk.refund.error?.code]).toEqual(['blocked', 'ORIGINAL_NOT_DELIVERED']);
    desk.refund.leave();
    await desk.deliver();
    await desk.hear(sale);
    await until('it is ready', () => desk.ready.length > 0);
    expect(desk.receipts()).toHaveLength(1);
    await desk.refund.resume(desk.refund.waiting[0]!.plan.key);
    expect(desk.refund.phase).toBe('ready');
    await desk.refund.confirm();
    expect([desk.refund.phase, desk.refund.waiting]).toEqual(['done', []]);
    expect(desk.receipts()[1]).toMatchObject({ operation: 'refund', payments: { cash: 500_00 } });
    expect(await desk.violations()).toEqual([]);
  });

  it('outlives a reload while it waits; nothing of it is written', async () => {
    const sale = await desk.sell([['RB-1', 500_00]]);
    await takeAll(desk, sale);
    await desk.reopen();
    expect(desk.refund.waiting).toMatchObject([{ code: 'ORIGINAL_NOT_DELIVERED', ready: false }]);
    expect(await desk.till.all<Refund>('refund')).toEqual([]);
    await desk.refund.resume(desk.refund.waiting[0]!.plan.key);
    expect(desk.refund.phase).toBe('blocked');
    await desk.deliver();
    await desk.refund.recheck();
    await desk.refund.confirm();
    expect(desk.refund.phase).toBe('done');
    expect(await desk.violations()).toEqual([]);
  });

  it('goes back at once by a manager’s signature, which is in the document and in the journal', async () => {
    const sale = await desk.sell([['RB-1', 500_00]]);
    await takeAll(desk, sale);
    await desk.refund.override('Возврат до отправки');
    expect(desk.refund.phase).toBe('blocked');
    desk.supervisor.signed = MANAGER;
    await desk.refund.override('Возврат до отправки');
    expect([desk.refund.phase, desk.refund.error]).toEqual(['done', null]);
    const [refund] = await desk.till.all<Refund>('refund');
    expect(refund).toMatchObject({ override: { by: 'staff:3', role: 'manager', reason: 'видел чек' } });
    const row = await desk.gateway.call<{ override: unknown }>('GET', `/v1/kkt/receipt/by-key/${refund!.key}`);
    expect(row.status).toBe(200);
    expect(desk.gateway.journal.db.prepare('SELECT override FROM receipts WHERE key = ?').get(refund!.key)).toMatchObject({
      override: expect.stringContaining('ORIGINAL_NOT_DELIVERED') as string,
    });
    expect(await desk.violations()).toEqual([]);
  });
});

describe('part of a receipt', () => {
  it('goes back line by line, with its share of discounts to the kopeck, until nothing is left', async () => {
    const { till } = desk;
    for (let n = 0; n < 3; n += 1) till.cart.add(entry('RB-1', 333_33));
    till.cart.add(entry('LN-2', 100_01));
    till.cart.discountLine(till.cart.lines[0]!.id, { unit: 'percent', value: 7_00, reason: 'скол', signed: null });
    till.sale.pay();
    await till.sale.confirm();
    const sale = desk.finish();
    await desk.deliver();
    const total = desk.receipts()[0]!.total;
    const back: number[] = [];
    for (const [line, pieces] of [
      [0, 1000],
      [0, 1000],
      [1, 1000],
    ] as const) {
      await desk.refund.open(sale);
      desk.refund.choose(line, pieces);
      desk.refund.setReason('defect', '');
      await desk.refund.confirm();
      expect(desk.refund.phase).toBe('done');
      back.push(desk.receipts().at(-1)!.total);
    }
    await takeAll(desk, sale);
    back.push(desk.receipts().at(-1)!.total);
    expect(back.reduce((sum, one) => sum + one, 0)).toBe(total);
    await takeAll(desk, sale);
    expect([desk.refund.total, desk.refund.canConfirm, desk.receipts()]).toEqual([
      0,
      false,
      expect.objectContaining({ length: 5 }),
    ]);
    expect(await desk.violations()).toEqual([]);
  });

  it('sold with a promotion and a coupon: what was paid for it goes back, never its list price', async () => {
    const spring = promotionOf('spring', { kind: 'percent', percent: 15_00 }, { combine: 'stackable' });
    const friends = promotionOf('friends', { kind: 'receipt-sum', sum: 100_01 }, { combine: 'stackable', byCoupon: true });
    desk.rules.now = {
      ...{ ...NO_RULES, promotions: [spring, friends], coupons: [couponDocument('OPTIKA', friends)] },
      confirmed: new Set(['OPTIKA']),
    };
    await desk.reopen();
    const { till } = desk;
    for (const [sku, price] of [
      ['RB-1', 999_99],
      ['RB-1', 999_99],
      ['LN-2', 123_45],
    ] as const)
      till.cart.add(entry(sku, price));
    await till.cart.addCoupon('OPTIKA');
    const paid = till.sale.total;
    expect(paid).toBeLessThan(1_805_00);
    till.sale.pay();
    await till.sale.confirm();
    const sale = desk.finish();
    await desk.deliver();
    await desk.refund.open(sale);
    desk.refund.choose(0, 1000);
    desk.refund.setReason('defect', '');
    await desk.refund.confirm();
    await takeAll(desk, sale);
    const back = desk
      .receipts()
      .slice(1)
      .map(({ total }) => total);
    expect(back.reduce((sum, one) => sum + one, 0)).toBe(paid);
    expect(await desk.violations()).toEqual([]);
  });
});

describe('the register', () => {
  it('commits the refund and its answer is lost: it is found, one refund', async () => {
    const sale = await desk.sell([['RB-1', 500_00]]);
    await desk.deliver();
    desk.gateway.register.faults.push('lost-after');
    await takeAll(desk, sale);
    if (desk.refund.phase === 'trouble') await desk.refund.retry();
    expect([desk.refund.phase, desk.receipts().length]).toEqual(['done', 2]);
    expect(await desk.violations()).toEqual([]);
  });

  it('is answered over a lost link: asked by key, one refund', async () => {
    const sale = await desk.sell([['RB-1', 500_00]]);
    await desk.deliver();
    const { client } = desk.till;
    const register = client.register.bind(client);
    let lost = 0;
    (client as { register: typeof register }).register = async (...given) => {
      await register(...given);
      lost += 1;
      throw new GatewayError('GATEWAY_UNREACHABLE', null);
    };
    await takeAll(desk, sale);
    expect([lost, desk.refund.phase, desk.receipts().length]).toEqual([1, 'done', 2]);
    expect(await desk.violations()).toEqual([]);
  });
});

describe('a receipt of another till or shop (A-45, A-46)', () => {
  const DAY = 86_400_000;
  /** Sold and registered by another shop of the chain; this device has never heard of it. */
  const soldElsewhere = async (fn: string, fd: number): Promise<string> => {
    const at = NOON - 2 * DAY;
    const sale = { ...makeSale({ at, store: 'demo-2', lines: [{ qty: 2 }] }), pos: 'POS-002', fn };
    const result = { ...makeResult(sale, at, fd), fn, pos: 'POS-002' };
    const event = { _id: `shift-event:${fn}-1`, type: 'shift-event', schema: 1, hlc: sale.hlc, by: null, pos: 'POS-002' };
    const docs = [sale, result, { ...event, store: 'demo-2' }].map((doc) => ({ ...doc, _rev: '1-a' }));
    await (await fixture.server.engine.open('sales-demo-2-202611')).bulk(docs, { newEdits: false });
    return `ФН ${fn} ФД ${fd} ФП ${result.fp}`;
  };
  const choose = async (paper: string, pieces: number): Promise<void> => {
    await desk.refund.find(paper);
    desk.refund.choose(0, pieces);
    desk.refund.setReason('defect', '');
    await desk.refund.confirm();
  };

  it('goes back here by its fiscal marks, and no more of it than was sold', async () => {
    const paper = await soldElsewhere('9999000000000077', 300);
    await desk.sell([['RB-9', 900_00]]);
    await choose(paper, 1000);
    expect([desk.refund.phase, desk.refund.error]).toEqual(['done', null]);
    const [refund] = await desk.till.all<Refund>('refund');
    expect(refund).toMatchObject({ original: { receipt: 'r-300', fd: 300, store: 'demo-2' }, total: 100_00 });
    await choose(paper, 2000);
    expect(desk.receipts().at(-1)).toMatchObject({ total: 100_00 });
    await choose(paper, 1000);
    expect([desk.refund.canConfirm, desk.receipts().length]).toEqual([false, 3]);
    expect(await desk.violations()).toEqual([]);
  });

  it('paid in advance there and partly set off there: the rest alone goes back, by the chain’s word', async () => {
    const [fn, at] = ['9999000000000078', NOON - 2 * DAY];
    const line = { method: 'advance', subject: 'payment', sku: 'ADVANCE', qty: 1, price: 100_00 } as const;
    const deposit = { ...makeSale({ at, store: 'demo-2', lines: [line] }), pos: 'POS-002', fn };
    const bought = { ...makeSale({ at: at + 60_000, store: 'demo-2', lines: [{ price: 60_00 }] }), pos: 'POS-002', fn };
    const settles = [{ sale: deposit._id, amount: 60_00, owner: deposit._id }];
    const handed = { ...bought, settles, payments: [{ method: 'prepaid' as const, amount: 60_00 }] };
    const results = [deposit, handed].map((doc, i) => ({ ...makeResult(doc, doc.at, 40 + i), fn, pos: 'POS-002' }));
    const docs = [deposit, handed, ...results].map((doc) => ({ ...doc, _rev: '1-a' }));
    const event = { _id: `shift-event:${fn}-1`, type: 'shift-event', schema: 1, hlc: deposit.hlc, by: null, pos: 'POS-002' };
    await (
      await fixture.server.engine.open('sales-demo-2-202611')
    ).bulk([...docs, { ...event, store: 'demo-2', _rev: '1-a' }], { newEdits: false });
    await desk.sell([['RB-9', 900_00]]);
    await desk.refund.find(`ФН ${fn} ФД 40 ФП ${results[0]!.fp}`);
    expect(desk.refund.original).toMatchObject({ depositRest: 40_00, chainKnown: true });
    desk.refund.chooseMoney(100_00);
    desk.refund.setReason('order-cancelled', '');
    await desk.refund.confirm();
    expect([desk.refund.phase, desk.refund.error, desk.receipts().at(-1)?.total]).toEqual(['done', null, 40_00]);
    expect(await desk.violations()).toEqual([]);
  });

  it('waits for the chain’s word while the network is gone, and is ready when it is back', async () => {
    const paper = await soldElsewhere('9999000000000077', 300);
    await desk.sell([['RB-9', 900_00]]);
    await desk.refund.find(paper);
    desk.network.up = false;
    desk.refund.choose(0, 1000);
    desk.refund.setReason('defect', '');
    await desk.refund.confirm();
    expect([desk.refund.phase, desk.refund.error?.code]).toEqual(['blocked', 'ORIGINAL_UNCONFIRMED']);
    desk.network.up = true;
    await desk.refund.reachable();
    expect(desk.refund.phase).toBe('ready');
    await desk.refund.confirm();
    expect([desk.refund.phase, desk.receipts().length]).toEqual(['done', 2]);
    expect(await desk.violations()).toEqual([]);
  });

  it('whose marks are those of another receipt of this register is nobody’s: ORIGINAL_UNKNOWN, nothing is written', async () => {
    await desk.sell([['RB-9', 900_00]]);
    const paper = await soldElsewhere(desk.gateway.register.fn, 2);
    await choose(paper, 1000);
    expect([desk.refund.phase, desk.refund.error?.code]).toEqual(['choosing', 'ORIGINAL_UNKNOWN']);
    expect(await desk.till.all<Refund>('refund')).toEqual([]);
    expect(await desk.violations()).toEqual([]);
  });

  it('is not given back by somebody who may not', async () => {
    const sale = await desk.sell([['RB-9', 900_00]]);
    await desk.deliver();
    desk.rights.refund = false;
    await takeAll(desk, sale);
    expect([desk.refund.canConfirm, desk.refund.phase, desk.receipts().length]).toEqual([false, 'choosing', 1]);
  });
});

/** Two tills of one shop, each with its gateway; the second has the receipts of the first. */
async function twoTills(body: (first: Desk, second: Desk, shop: ServerFixture) => Promise<void>): Promise<void> {
  const shop = await startFixture({ demoTills: ['POS-001', 'POS-002'].map((pos_id) => ({ ...DEMO_TILLS[0]!, pos_id })) });
  const first = await startDesk(shop);
  const register = createMemoryRegister(first.gateway.time.clock, { fn: '9999000000000002' });
  const second = await startDesk(shop, 'POS-002', { register, config: { posId: 'POS-002' }, time: first.gateway.time });
  try {
    await body(first, second, shop);
  } finally {
    await first.end();
    await second.end();
    await shop.end();
  }
}
/** Everything of a till reaches the server. */
async function handIn({ device }: Desk): Promise<void> {
  // What the loop said before it was stopped counts no more.
  device.state.snapshot = null;
  device.start();
  await device.until(({ unsent, lastSync }) => unsent === 0 && lastSync !== null);
  device.stop();
}

it('what another till gave back is asked of the chain although this register knows the receipt itself', async () =>
  twoTills(async (first, second) => {
    const sale = await first.sell([['RB-1', 500_00]]);
    await second.sell([['RB-9', 900_00]]);
    await first.deliver();
    const arrived = second.device.arrival(`fiscal-result:${keyOfId(sale)}`);
    await handIn(first);
    second.device.start();
    await arrived;
    second.supervisor.signed = MANAGER;
    await second.refund.open(sale);
    second.refund.chooseAll();
    second.refund.setReason('defect', '');
    await second.refund.confirm();
    if (second.refund.phase === 'blocked') await second.refund.override('Чек в пути');
    expect(second.refund.phase).toBe('done');
    second.device.stop();
    await handIn(second);
    // The first till's replica has not heard of it: only the server has.
    const { network } = first;
    network.up = false;
    await first.refund.open(sale);
    first.refund.chooseAll();
    first.refund.setReason('defect', '');
    expect(first.refund.total).toBe(500_00);
    network.up = true;
    await first.refund.confirm();
    expect([first.refund.phase, first.refund.error?.code]).toEqual(['choosing', 'REFUND_EXCEEDS_SALE']);
    expect(first.receipts()).toHaveLength(1);
  }));

it('a debt that another till took the money for is not paid off again while the chain answers; offline it is, and a person is told', async () =>
  twoTills(async (first, second, shop) => {
    first.till.cart.add(entry('RB-1', 900_00));
    first.till.sale.pay();
    first.till.sale.setSettlement({ kind: 'credit', now: 300_00 });
    first.till.sale.setOrder('Сидоров');
    await first.till.sale.confirm();
    const sale = first.finish();
    const arrived = second.device.arrival(`fiscal-result:${keyOfId(sale)}`);
    await handIn(first);
    second.device.start();
    await arrived;
    const payOff = async ({ till }: Desk, amount: number) => {
      await till.deposits.load();
      till.sale.payFor({ ...EMPTY_CART, order: 'Сидоров' }, { kind: 'credit-payment', sale, amount });
      await till.sale.confirm();
    };
    await payOff(second, 600_00);
    second.finish();
    second.device.stop();
    await handIn(second);
    await payOff(first, 600_00);
    expect(first.till.sale.error).toMatchObject({ code: 'DEBT_PAID', details: { left: 0 } });
    first.till.sale.cancelPay();
    first.network.up = false;
    await payOff(first, 600_00);
    first.finish();
    await handIn(first);
    await shop.server.jobs.settled();
    const report = await (await shop.server.engine.open('chain')).get(`report:deposits:at-${keyOfId(sale)}`);
    expect(report).toMatchObject({
      ...{ job: 'deposits', found: 1, seen: null },
      items: [
        { what: 'debt-overpaid', id: sale, difference: 600_00 },
        { what: 'used-by', pos: 'POS-002', difference: 600_00 },
        { what: 'used-by', pos: 'POS-001', difference: 600_00 },
      ],
    });
  }));

it('two tills give the same line back offline: both are made, and the server’s report tells a person (the third ring)', async () =>
  twoTills(async (first, second, shop) => {
    const sale = await first.sell([['RB-1', 500_00]]);
    await second.sell([['RB-9', 900_00]]);
    await first.deliver();
    const arrived = second.device.arrival(`fiscal-result:${keyOfId(sale)}`);
    first.device.start();
    second.device.start();
    await arrived;
    for (const { device } of [first, second]) device.stop();
    second.supervisor.signed = MANAGER;
    for (const { refund, network } of [first, second]) {
      network.up = false;
      await refund.open(sale);
      refund.chooseAll();
      refund.setReason('defect', '');
      await refund.confirm();
      if (refund.phase === 'blocked') await refund.override('Сервер не отвечает');
      expect(refund.phase).toBe('done');
    }
    for (const one of [first, second]) {
      expect(await one.violations()).toEqual([]);
      one.device.start();
      await one.device.until(({ unsent, lastSync }) => unsent === 0 && lastSync !== null);
    }
    await shop.server.jobs.settled();
    const report = await (await shop.server.engine.open('chain')).get(`report:refunds:${keyOfId(sale)}`);
    expect(report).toMatchObject({ found: 1, items: [{ what: 'refund-exceeds-sale', pos: 'POS-002', sku: 'RB-1' }] });
  }));
