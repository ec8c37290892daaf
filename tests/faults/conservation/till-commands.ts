import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { BufferStatus, ReceiptAnswer, ReportAnswer, ShiftState } from '../../../design/fiscal/wire.ts';
import { saleBody } from '../../../fiscal-gateway/testing/receipts.ts';
import { OUTCOMES } from '../crash/bench-device.ts';
import type { RegisterOutcome } from '../crash/bench-device.ts';
import { ORDERS } from '../crash/cell.ts';
import type { Day } from '../crash/day.ts';
import type { RestartOrder } from '../crash/shop.ts';
import * as books from './books.ts';
import type { Books } from './books.ts';

const POS = { pos_id: 'POS-001' };
const CASHIER = { name: 'Иванова А.' };

export interface Real {
  readonly day: Day;
  /** How the next crash is mended. */
  order: RestartOrder;
}

type Command = fc.AsyncCommand<Books, Real>;

/** What the gateway says agrees with the books, after whatever happened. */
async function agree(model: Books, { day }: Real): Promise<void> {
  if (!day.shop.alive) await day.comeBack();
  day.shop.device.switchOn();
  day.shop.device.tend();
  if (model.open) {
    const x = (await day.insist('/v1/kkt/report/x', POS)).body as unknown as ReportAnswer;
    expect(reportSums(x)).toEqual(bookSums(model));
  }
  const ask = async <T>(url: string): Promise<T> => {
    for (;;) {
      if (!day.shop.alive) await day.comeBack();
      const answer = await day.shop.call('GET', url);
      if (answer) return answer.body as T;
    }
  };
  const shift = await ask<ShiftState>('/v1/kkt/shift');
  const state = { open: shift.state === 'open', number: shift.number, unsettled: shift.unsettled };
  expect(state).toEqual({ open: model.open, number: model.shift, unsettled: 0 });
  expect(shift.receipts).toBe(model.sales.count + model.refunds.count);
  const buffer = await ask<BufferStatus>('/v1/kkt/buffer/status');
  expect({
    queued: buffer.current_queued,
    total: buffer.total_receipts,
    synced: buffer.synced,
    failed: buffer.failed,
    dead: buffer.dlq_size,
  }).toEqual({ queued: model.waiting, total: model.receipts, synced: model.receipts - model.waiting, failed: 0, dead: 0 });
  expect(day.shop.device.documents()).toHaveLength(model.documents);
  for (const { key, delivered, fd } of model.sold) {
    const receipt = await ask<ReceiptAnswer>(`/v1/kkt/receipt/by-key/${key}`);
    expect({ delivered: receipt.stage === 'delivered', fd: receipt.fiscal_doc?.fd }).toEqual({ delivered, fd });
  }
}

const reportSums = (report: ReportAnswer) => ({
  cash: report.cashTotal,
  card: report.cardTotal,
  sold: report.totalSales,
  returned: report.totalRefunds,
  receipts: report.receipts,
  refunds: report.refunds,
  in: report.cashIn,
  out: report.cashOut,
  drawer: report.cashInDrawer,
  shift: report.shiftNumber,
});

const bookSums = ({ sales, refunds, cashIn, cashOut, drawer, shift }: Books): ReturnType<typeof reportSums> => ({
  cash: sales.cash - refunds.cash,
  card: sales.card - refunds.card,
  sold: sales.cash + sales.card,
  returned: refunds.cash + refunds.card,
  receipts: sales.count,
  refunds: refunds.count,
  in: cashIn,
  out: cashOut,
  drawer,
  shift,
});

/** A step of the till: what it needs, what it does to books and gateway. Both are compared afterwards. */
const step = (name: string, check: (model: Books) => boolean, run: (model: Books, real: Real) => Promise<void>): Command => ({
  check: (model) => check(model),
  async run(model, real) {
    await run(model, real);
    await agree(model, real);
  },
  toString: () => name,
});

const roubles = fc.integer({ min: 1, max: 5_000 });

const opens = fc.option(roubles, { freq: 2 }).map((float) =>
  step(
    `open(${float ?? 'as left'})`,
    ({ open }) => !open,
    async (model, { day }) => {
      const body = { ...POS, cashier: CASHIER, ...(float === null ? {} : { float, float_reason: 'пересчёт' }) };
      await day.insist('/v1/kkt/shift/open', body, randomUUID());
      books.openShift(model, float);
    },
  ),
);

const sells = fc
  .tuple(fc.integer({ min: 1, max: 3 }), roubles, fc.constantFrom('cash' as const, 'card' as const))
  .map(([pieces, price, method]) =>
    step(
      `sell(${pieces} × ${price} ${method})`,
      ({ open }) => open,
      async (model, { day }) => {
        const amount = pieces * price;
        const items = [{ sku: 'RB-1001', name: 'Оправа', qty: pieces, price, vat: 'none' as const }];
        const body = saleBody(price, { items, payments: [{ method, amount }] });
        const key = randomUUID();
        const { fiscal_doc: document } = await day.sell(key, body);
        books.sell(
          model,
          { key, body, fd: document!.fd, fp: document!.fp, price, method, left: pieces, delivered: false },
          pieces,
        );
      },
    ),
  );

const refunds = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 4 })).map(([which, pieces]) =>
  step(
    `refund(${which}, ${pieces})`,
    ({ open, sold }) => open && sold.length > 0,
    async (model, { day }) => {
      const sold = model.sold[which % model.sold.length]!;
      const amount = sold.price * pieces;
      const items = [{ sku: 'RB-1001', name: 'Оправа', qty: pieces, price: sold.price, vat: 'none' as const }];
      const body = saleBody(amount, {
        type: 'refund',
        original_receipt_id: sold.key,
        items,
        payments: [{ method: sold.method, amount }],
      });
      const expected = !sold.delivered
        ? 'ORIGINAL_NOT_DELIVERED'
        : pieces > sold.left
          ? 'REFUND_EXCEEDS_SALE'
          : sold.method === 'cash' && amount > model.drawer
            ? 'CASH_NOT_ENOUGH'
            : null;
      const key = randomUUID();
      const answer = await day.insist('/v1/kkt/receipt', body, key, expected === null ? [] : [expected]);
      expect(answer.body['code'] ?? null).toBe(expected);
      if (expected === null) books.giveBack(model, sold, pieces);
      else if (expected === 'CASH_NOT_ENOUGH') await giveUp(day, key);
    },
  ),
);

/** What the register refused lies in the tray until a cashier gives it up. */
async function giveUp(day: Day, key: string): Promise<void> {
  await day.insist(`/v1/kkt/receipt/${key}/void`, { reason: 'нет наличных' }, undefined, ['NOT_FOUND']);
}

const moves = fc.tuple(fc.constantFrom('in' as const, 'out' as const), roubles).map(([direction, amount]) =>
  step(
    `cash(${direction} ${amount})`,
    ({ open }) => open,
    async (model, { day }) => {
      const short = direction === 'out' && amount > model.drawer;
      const body = { ...POS, amount, reason: 'размен', cashier: CASHIER };
      const answer = await day.insist(`/v1/kkt/cash/${direction}`, body, randomUUID(), short ? ['CASH_NOT_ENOUGH'] : []);
      expect(answer.body['code'] ?? null).toBe(short ? 'CASH_NOT_ENOUGH' : null);
      if (!short) books.moveCash(model, direction, amount);
    },
  ),
);

const closes = fc.constant(
  step(
    'z',
    ({ open }) => open,
    async (model, { day }) => {
      const z = (await day.insist('/v1/kkt/report/z', { ...POS, cashier: CASHIER }, randomUUID()))
        .body as unknown as ReportAnswer;
      expect(reportSums(z)).toEqual(bookSums(model));
      books.closeShift(model);
    },
  ),
);

const delivers = fc.boolean().map((deaf) =>
  step(
    deaf ? 'deliver(operator deaf)' : 'deliver',
    () => true,
    async (model, { day }) => {
      day.shop.operator.closed = false;
      day.shop.operator.arm(deaf ? 'deaf' : 'ok');
      await day.deliver();
      day.shop.operator.closed = true;
      books.deliver(model);
    },
  ),
);

const kills = fc.tuple(fc.nat({ max: 40 }), fc.constantFrom(...ORDERS)).map(([passes, order]) =>
  step(
    `kill(at the ${passes}th point from here, ${order})`,
    () => true,
    async (_model, real) => {
      real.order = order;
      let left = passes;
      real.day.shop.armCrash(() => (left -= 1) < 0);
      return Promise.resolve();
    },
  ),
);

const restarts = fc.constant(
  step(
    'restart',
    () => true,
    async (_model, { day }) => {
      if (!day.shop.alive) await day.comeBack();
      await day.shop.restart();
    },
  ),
);

const troubles = fc
  .tuple(
    fc.constantFrom<RegisterOutcome>(...OUTCOMES),
    fc.constantFrom('registerReceipt' as const, 'openShift' as const, 'closeShift' as const),
  )
  .map(([outcome, command]) =>
    step(
      `register(${command}: ${outcome})`,
      () => true,
      async (_model, { day }) => Promise.resolve(day.shop.device.arm(outcome, command)),
    ),
  );

const repeats = fc.nat().map((which) =>
  step(
    `repeat(${which})`,
    ({ sold }) => sold.length > 0,
    async (model, { day }) => {
      const sold = model.sold[which % model.sold.length]!;
      expect((await day.sell(sold.key, sold.body)).fiscal_doc?.fd).toBe(sold.fd);
    },
  ),
);

/** What a day mostly consists of comes up more often. */
const WEIGHTS = [
  [opens, 3],
  [sells, 5],
  [refunds, 6],
  [moves, 2],
  [closes, 1],
  [delivers, 4],
  [kills, 3],
  [restarts, 1],
  [troubles, 3],
  [repeats, 1],
] as const satisfies readonly (readonly [fc.Arbitrary<Command>, number])[];

export const COMMANDS: fc.Arbitrary<Command>[] = WEIGHTS.flatMap(([command, times]) =>
  Array.from({ length: times }, (): fc.Arbitrary<Command> => command),
);
