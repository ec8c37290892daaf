import { createHash } from 'node:crypto';
import type {
  CashMovement,
  FiscalResult,
  Refund,
  Sale,
  SaleLine,
  ShiftEvent,
  ShiftRef,
  StockMovement,
} from '../../design/documents/facts.ts';
import { qrText } from '../../design/fiscal/qr.ts';
import type { ShiftFact } from '../../design/folds/shift-totals.ts';
import { shiftTotalsOf } from '../../design/folds/shift-totals.ts';
import { DAY, HOUR, MINUTE } from '../../design/time/clock.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import { localDateTime } from '../../design/time/local-time.ts';
import type { Shelves } from './baskets.ts';
import { drawBasket, drawPayment } from './baskets.ts';
import { deliveriesOf } from './deliveries.ts';
import type { Random } from './random.ts';
import { createRandom } from './random.ts';
import { receiptText } from './receipt-text.ts';
import type { DemoShop } from './shops.ts';
import { DEMO_TIME_ZONE, DRIVE_SINCE } from './shops.ts';
import { peopleOf } from './staff.ts';

export type HistoryFact = Sale | Refund | FiscalResult | ShiftEvent | CashMovement | StockMovement;

/** Moscow has no summer time: the zone's offset is a constant. */
const midnight = (day: string): number => Date.parse(`${day}T00:00:00+03:00`);
export const dayBefore = (day: string, by: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - by * DAY).toISOString().slice(0, 10);

/** Document numbers a shift may use. The history's drive skips the rest, so that each day stands alone whatever days are loaded. */
const NUMBERS_A_SHIFT = 100;
const OPENING_CASH = 5_000_00;
const WEEKDAY_LOAD = [1.15, 0.85, 0.88, 0.92, 0.95, 1.08, 1.22];
const HOURS: readonly (readonly [number, number])[] = [
  [10, 5],
  [11, 8],
  [12, 11],
  [13, 12],
  [14, 10],
  [15, 8],
  [16, 8],
  [17, 10],
  [18, 13],
  [19, 11],
  [20, 5],
];

export interface HistoryContext {
  readonly seed: string;
  readonly shop: DemoShop;
  readonly shelves: Shelves;
  /** Ids of the shop's clients. */
  readonly clients: readonly string[];
}

/** Every fact of one shop on one day. A pure function of seed, shop and day: loading it twice, or more days later, changes nothing. */
export function historyOfDay(context: HistoryContext, day: string): HistoryFact[] {
  const { shop, seed } = context;
  const shift = shiftOf(shop, day);
  const sales = salesOfDay(context, day);
  const refunds = refundsOfDay(context, day);
  const receipts = [...sales, ...refunds].sort((a, b) => a.at - b.at);
  const base = firstNumber(shop, day);
  const results = receipts.map((receipt, i) => resultOf(shop, receipt, base + 1 + i, i + 1));
  const random = createRandom(`${seed}:${shop.code}:${day}:cash`);
  const cashSales = receipts.reduce((sum, r) => sum + cashOf(r) * (r.type === 'sale' ? 1 : -1), 0);
  const closes = midnight(day) + 21 * HOUR + random.int(5, 25) * MINUTE;
  const collected = cashSales > 0 ? collection(shop, shift, cashSales, closes - 4 * MINUTE) : [];
  const facts: ShiftFact[] = [
    ...receipts.map((r): ShiftFact => ({
      kind: 'receipt',
      operation: r.type,
      total: r.total,
      payments: { ...NO_SUMS, cash: cashOf(r), card: r.total - cashOf(r) },
    })),
    ...collected.map((c): ShiftFact => ({ kind: 'cash', direction: c.direction, amount: c.amount })),
  ];
  return [
    ...deliveriesOf({ ...context, day, midnight: midnight(day) }, sales),
    shiftEvent(shop, shift, 'open', base, shift.openedAt, null),
    ...receipts,
    ...results,
    ...collected,
    shiftEvent(shop, shift, 'close', base + receipts.length + 1, closes, shiftTotalsOf(OPENING_CASH, facts)),
  ];
}

const NO_SUMS = { cash: 0, card: 0, prepaid: 0, credit: 0, other: 0 };
const cashOf = (r: Sale | Refund): number => r.payments.reduce((sum, p) => sum + (p.method === 'cash' ? p.amount : 0), 0);

function shiftOf(shop: DemoShop, day: string): ShiftRef {
  const number = Math.round((midnight(day) - midnight(DRIVE_SINCE)) / DAY) + 1;
  return { fn: shop.retiredFn, number, openedAt: midnight(day) + 9 * HOUR + 50 * MINUTE + (number % 7) * MINUTE };
}

function salesOfDay({ seed, shop, shelves, clients }: HistoryContext, day: string): Sale[] {
  const random = createRandom(`${seed}:${shop.code}:${day}`);
  const shift = shiftOf(shop, day);
  const weekday = new Date(midnight(day) + 12 * HOUR).getUTCDay();
  const count = Math.max(8, Math.round(shop.receipts * WEEKDAY_LOAD[weekday]! * (0.85 + random.next() * 0.3)));
  const times = Array.from({ length: count }, () => midnight(day) + random.weighted(HOURS) * HOUR + random.int(0, 3_599_999));
  const cashiers = peopleOf(shop.code).filter((p) => p.role === 'cashier');
  return times
    .sort((a, b) => a - b)
    .map((at, i): Sale => {
      const { lines, identified } = drawBasket(shelves, day, random);
      const total = lines.reduce((sum, l) => sum + l.amount, 0);
      // Two cashiers share the day; the second one takes over after lunch.
      const cashier = cashiers[(shift.number + (at - midnight(day) > 15 * HOUR ? 1 : 0)) % cashiers.length]!;
      return {
        type: 'sale',
        ...born(shop, at + i, cashier.key, 'sale'),
        store: shop.code,
        key: uuid(random),
        fn: shop.retiredFn,
        shift,
        at: at + i,
        cashier: { name: cashier.name, inn: null },
        lines,
        ...drawPayment(total, random),
        total,
        client: identified && clients.length > 0 && random.chance(0.6) ? random.pick(clients) : null,
      };
    });
}

/**
 * Now and then somebody brings back what was bought three or four days ago. Refunds close the day, so that the numbers of its sales do not
 * depend on them; the first goes back to sales of even place, the second to odd ones, so that nothing is brought back twice.
 */
function refundsOfDay(context: HistoryContext, day: string): Refund[] {
  const { seed, shop } = context;
  const random = createRandom(`${seed}:${shop.code}:${day}:refunds`);
  const manager = peopleOf(shop.code).find((p) => p.role === 'manager')!;
  const count = random.weighted([
    [0, 66],
    [1, 26],
    [2, 8],
  ]);
  return Array.from({ length: count }, (_, i): Refund[] => {
    const then = dayBefore(day, 3 + i);
    const sales = salesOfDay(context, then);
    const places = sales.flatMap((s, place) =>
      place % 2 === i && s.payments.length === 1 && s.lines.some(returnable) ? [place] : [],
    );
    if (places.length === 0) return [];
    const place = random.pick(places);
    const sold = sales[place]!;
    const line = random.pick(sold.lines.filter(returnable));
    const { receipt, fn, fd, fp } = resultOf(shop, sold, firstNumber(shop, then) + 1 + place, place + 1);
    const at = midnight(day) + 21 * HOUR + i * 2 * MINUTE + random.int(0, 99_999);
    return [
      {
        type: 'refund',
        ...born(shop, at, manager.key, 'refund'),
        store: shop.code,
        key: uuid(random),
        fn: shop.retiredFn,
        shift: shiftOf(shop, day),
        at,
        cashier: { name: manager.name, inn: null },
        lines: [line],
        payments: [{ method: sold.payments[0]!.method, amount: line.amount }],
        total: line.amount,
        client: sold.client,
        original: { sale: sold._id, receipt, fn, fd, fp, day: then },
        reason: random.pick(['не подошёл размер', 'не понравился цвет', 'подарок не подошёл']),
      },
    ];
  }).flat();
}

const returnable = (l: SaleLine): boolean => l.kind === 'frame' || l.kind === 'sunglasses' || l.kind === 'accessory';
const firstNumber = (shop: DemoShop, day: string): number => (shiftOf(shop, day).number - 1) * NUMBERS_A_SHIFT + 2;

/** Head of a document born at the retired till. */
function born<T extends string>(shop: DemoShop, at: number, staff: string, type: T) {
  const hlc = formatHlc({ wall: at, counter: 0, device: shop.device });
  return { _id: `${type}:${hlc}`, schema: 1, hlc, by: `staff:${staff}`, pos: shop.retiredPos } as const;
}

/** What stands for a fiscal sign: ten digits that follow from drive and number. */
const signOf = (fn: string, fd: number): string =>
  String(createHash('sha256').update(`${fn}-${fd}`).digest().readUInt32BE(0)).padStart(10, '0');

function resultOf(shop: DemoShop, receipt: Sale | Refund, fd: number, number: number): FiscalResult {
  const fn = shop.retiredFn;
  const fp = signOf(fn, fd);
  const at = receipt.at + 1_200;
  const datetime = localDateTime(at, DEMO_TIME_ZONE);
  const operation = receipt.type;
  const { lines, payments, total, shift, hlc, by, pos } = receipt;
  return {
    _id: `fiscal-result:${hlc}`,
    type: 'fiscal-result',
    schema: 1,
    hlc,
    by,
    pos,
    store: shop.code,
    sale: receipt._id,
    key: receipt.key,
    receipt: `${pos}-${fd}`,
    operation,
    total,
    fn,
    fd,
    fp,
    shift,
    number,
    at,
    qr: qrText({ at: datetime, total, fn, fd, fp, operation }),
    text: receiptText({
      operation,
      lines,
      payments,
      total,
      cashier: receipt.cashier.name,
      shift: shift.number,
      number,
      fn,
      fd,
      fp,
      datetime,
      address: shop.address,
    }),
  };
}

function shiftEvent(
  shop: DemoShop,
  shift: ShiftRef,
  event: 'open' | 'close',
  fd: number,
  at: number,
  totals: ShiftEvent['totals'],
): ShiftEvent {
  const fn = shop.retiredFn;
  const cashier = peopleOf(shop.code)[0]!.name;
  const hlc = formatHlc({ wall: at, counter: fd % 36 ** 4, device: 0 });
  const head = { _id: `shift-event:${fn}-${fd}`, type: 'shift-event', schema: 1, hlc, by: null, pos: shop.retiredPos } as const;
  return { ...head, store: shop.code, event, shift, fn, fd, fp: signOf(fn, fd), at, cashier, totals };
}

/** The day's cash goes to the bank in whole thousands; the change fund stays. */
function collection(shop: DemoShop, shift: ShiftRef, cash: number, at: number): CashMovement[] {
  const amount = Math.floor(cash / 100_000) * 100_000;
  if (amount === 0) return [];
  const hlc = formatHlc({ wall: at, counter: shift.number, device: 0 });
  const head = {
    _id: `cash-movement:${shop.retiredPos}-${shift.number}`,
    type: 'cash-movement',
    schema: 1,
    hlc,
    by: null,
  } as const;
  const cashier = peopleOf(shop.code)[0]!.name;
  const body = { direction: 'out', amount, reason: 'Инкассация', cashier } as const;
  return [{ ...head, pos: shop.retiredPos, store: shop.code, shift, at, ...body }];
}

function uuid(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.int(0, 15).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${'89ab'[random.int(0, 3)]}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
