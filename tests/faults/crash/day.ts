import { randomUUID } from 'node:crypto';
import type { Command } from '../../../fiscal-gateway/emulator/register/commands.ts';
import type { ReceiptAnswer } from '../../../design/fiscal/wire.ts';
import { saleBody, saleDocument } from '../../../fiscal-gateway/testing/receipts.ts';
import type { CrashShop, JournalFate, RestartOrder } from './shop.ts';

const POS = { pos_id: 'POS-001' };
const CASHIER = { name: 'Иванова А.' };

/** What the till remembers: its keys and bodies, and which document it was answered. */
export interface TillMemory {
  readonly receipts: Map<string, { readonly body: unknown; fd: number | null; voided: boolean }>;
  /** Cash that went in and out by hand, kopecks. */
  cash: number;
}

export interface Step {
  readonly name: string;
  /** The command of the register that this step is about. */
  readonly command: Command['command'];
  readonly run: (day: Day) => Promise<void>;
}

/** How a crash of this day is mended. */
export interface Mending {
  readonly order: RestartOrder;
  readonly journal: JournalFate;
  /** The backup that a restored journal comes from; `null`: there was none yet. */
  readonly backup: () => string | null;
}

/** Answers that ask the till to come again with the same key, as our app does. */
const AGAIN = new Set([
  'DOCUMENT_OPEN',
  'REGISTER_UNREACHABLE',
  'OUTCOME_UNKNOWN',
  'REQUEST_IN_PROGRESS',
  'ORIGINAL_NOT_DELIVERED',
  'SHIFT_HAS_UNSETTLED',
  'SHUTTING_DOWN',
]);

/** A till that works through a day and repeats what was not answered, with the same key, until it is. */
export class Day {
  readonly shop: CrashShop;
  readonly till: TillMemory = { receipts: new Map(), cash: 0 };
  readonly #mending: Mending;
  #journalLost = false;

  constructor(shop: CrashShop, mending: Mending) {
    this.shop = shop;
    this.#mending = mending;
  }

  get journalLost(): boolean {
    return this.#journalLost;
  }

  get mayLoseJournal(): boolean {
    return this.#mending.journal !== 'as it was';
  }

  /** The gateway died: power and processes come back in the order of this cell. */
  async comeBack(): Promise<void> {
    const { shop } = this;
    const { order, journal, backup } = this.#mending;
    const lost = journal === 'as it was' ? null : journal === 'gone' ? '' : (backup() ?? '');
    if (lost !== null) this.#journalLost = true;
    const begin = (): Promise<void> => shop.start(lost === null ? shop.crashed : lost === '' ? null : lost);
    switch (order) {
      case 'register stays on':
        shop.device.switchOn();
        return begin();
      case 'register first':
        shop.device.switchOff();
        shop.device.switchOn();
        return begin();
      case 'gateway first':
        shop.device.switchOff();
        await begin();
        await shop.idle(3_000);
        return shop.device.switchOn();
      case 'both at once': {
        shop.device.switchOff();
        const started = begin();
        shop.device.switchOn();
        return started;
      }
      case 'register off for a while':
        shop.device.switchOff();
        await begin();
        for (let seconds = 0; seconds < 40; seconds += 8) await shop.idle(8_000);
        return;
    }
  }

  /** Asks until it is answered with success, or with a code of `until`. */
  async insist(
    url: string,
    body: unknown,
    key?: string,
    until: readonly string[] = [],
  ): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
    const { shop } = this;
    for (let tries = 1; tries <= 60; tries += 1) {
      if (!shop.alive) await this.comeBack();
      const answer = await shop.call('POST', url, body, key);
      if (answer === null) continue;
      const code = String(answer.body['code']);
      if (answer.status < 300 || until.includes(code)) return answer;
      // A person looks after the device, and switches it on after a while.
      if (code === 'PAPER_OUT' || code === 'COVER_OPEN') shop.device.tend();
      else if (code === 'PRINT_INTERRUPTED' || code === 'REGISTER_BUSY') await shop.call('POST', '/v1/kkt/print/continue');
      else if (!AGAIN.has(code)) throw new Error(`${url}: ${answer.status} ${JSON.stringify(answer.body)}`);
      if (tries % 3 === 0) {
        shop.device.switchOn();
        shop.device.tend();
      }
      await shop.idle(3_000);
    }
    throw new Error(`${url} was never answered`);
  }

  async sell(key: string, body: unknown): Promise<ReceiptAnswer> {
    const known = this.till.receipts.get(key) ?? { body, fd: null, voided: false };
    this.till.receipts.set(key, known);
    const answer = (await this.insist('/v1/kkt/receipt', body, key)).body as unknown as ReceiptAnswer;
    const fd = answer.fiscal_doc?.fd ?? null;
    if (known.fd !== null && known.fd !== fd) throw new Error(`${key} was answered with FD ${known.fd}, now with ${fd}`);
    known.fd = fd;
    return answer;
  }

  /** Until operator, server and drive have everything. */
  async deliver(): Promise<void> {
    const { shop } = this;
    for (let tries = 1; tries <= 400; tries += 1) {
      if (!shop.alive) await this.comeBack();
      if (tries % 5 === 0) shop.device.switchOn();
      const state = await shop.call('GET', '/v1/kkt/buffer/status');
      const { gateway } = shop.gateway;
      const owed = (gateway.copy?.waiting() ?? 0) + shop.device.unsent();
      if (state?.body['unsent_documents'] === 0 && owed === 0 && gateway.drive.checked && shop.alive) return;
      await shop.idle(tries < 20 ? 500 : 5_000);
    }
    throw new Error(`not delivered: ${JSON.stringify((await shop.call('GET', '/v1/kkt/buffer/status'))?.body)}`);
  }

  readonly keys = Array.from({ length: 20 }, () => randomUUID());
  key(n: number): string {
    const key = this.keys[n];
    if (key === undefined) throw new Error(`no key ${n}`);
    return key;
  }
}

const cash = (key: number, direction: 'in' | 'out', roubles: number): Step => ({
  name: `cash ${direction}`,
  command: 'cashMovement',
  run: async (day) => {
    // A journal that lost the day knows of no cash that it could pay out.
    const short = day.journalLost || day.mayLoseJournal ? ['CASH_NOT_ENOUGH'] : [];
    const body = { ...POS, amount: roubles, reason: 'размен', cashier: CASHIER };
    await day.insist(`/v1/kkt/cash/${direction}`, body, day.key(key), short);
    day.till.cash += (direction === 'in' ? 1 : -1) * roubles * 100;
  },
});

const sale = (key: number, roubles: number, method: 'cash' | 'card'): Step => ({
  name: `sale ${method}`,
  command: 'registerReceipt',
  run: async (day) => {
    const travelling = { ...saleDocument(day.key(key), roubles), payments: [{ method, amount: roubles * 100 }] };
    await day.sell(day.key(key), saleBody(roubles, { payments: [{ method, amount: roubles }], sale: travelling }));
    if (method === 'cash') day.till.cash += roubles * 100;
  },
});

const open = (key: number, float: number | null): Step => ({
  name: 'open',
  command: 'openShift',
  run: async (day) => {
    await day.insist('/v1/kkt/shift/open', { ...POS, cashier: CASHIER, ...(float === null ? {} : { float }) }, day.key(key));
    if (float !== null) day.till.cash += float * 100;
  },
});

/** One of everything a till does, in an order in which a day does it. */
export const DAY: readonly Step[] = [
  open(0, 1_000),
  sale(1, 500, 'cash'),
  sale(2, 700, 'card'),
  cash(3, 'in', 300),
  { name: 'delivery', command: 'acceptTicket', run: (day) => day.deliver() },
  {
    name: 'refund',
    command: 'registerReceipt',
    run: async (day) => {
      const original = day.till.receipts.get(day.key(1));
      const document = day.shop.device.documents()[(original?.fd ?? 0) - 1];
      const fiscal = { fn: document?.fn ?? '', fd: document?.fd ?? 0, fp: document?.fp ?? '', total: 500, day: '2026-11-21' };
      const body = saleBody(200, { type: 'refund', original_receipt_id: day.key(1), original_fiscal: fiscal });
      await day.sell(day.key(4), { ...body, items: [{ sku: 'RB-1001', name: 'Оправа', qty: 0.4, price: 500, vat: 'none' }] });
      day.till.cash -= 20_000;
    },
  },
  {
    name: 'copy',
    command: 'printCopy',
    run: async (day) => {
      await day.insist(`/v1/kkt/receipt/${day.key(2)}/print`, {}, undefined, ['NOT_FOUND']);
    },
  },
  cash(5, 'out', 200),
  { name: 'drawer', command: 'openDrawer', run: async (day) => void (await day.insist('/v1/kkt/drawer', {})) },
  {
    name: 'check',
    command: 'registerReceipt',
    run: async (day) => void (await day.insist('/v1/kkt/receipt/check', POS)),
  },
  {
    name: 'x',
    command: 'printText',
    run: async (day) => void (await day.insist('/v1/kkt/report/x', POS, undefined, ['SHIFT_NOT_OPEN'])),
  },
  { name: 'backup', command: 'registerReceipt', run: async (day) => void (await day.insist('/v1/backup', {})) },
  {
    name: 'z',
    command: 'closeShift',
    // A journal that lost the key of a Z finds the shift closed in the drive.
    run: async (day) => {
      const lost = day.mayLoseJournal ? ['SHIFT_NOT_OPEN'] : [];
      const counted = day.till.cash / 100;
      // Nor is more collected than such a journal knows of.
      const collected = day.mayLoseJournal ? 0 : 400;
      const body = { ...POS, counted, collected, difference_reason: 'пересчёт' };
      await day.insist('/v1/kkt/report/z', body, day.key(6), lost);
      day.till.cash -= collected * 100;
    },
  },
  open(7, null),
  sale(8, 150, 'cash'),
  {
    name: 'void',
    command: 'registerReceipt',
    run: async (day) => {
      const key = day.key(9);
      const body = saleBody(90, { sale: saleDocument(key, 90) });
      day.shop.device.arm('paper-before', 'registerReceipt');
      const answer = await day.insist('/v1/kkt/receipt', body, key, ['PAPER_OUT']);
      day.shop.device.disarm();
      day.shop.device.tend();
      const memory = { body, fd: (answer.body as unknown as ReceiptAnswer).fiscal_doc?.fd ?? null, voided: false };
      day.till.receipts.set(key, memory);
      if (memory.fd !== null) {
        day.till.cash += 9_000;
        return;
      }
      // A journal that lost the attempt has nothing to give up.
      await day.insist(`/v1/kkt/receipt/${key}/void`, { reason: 'передумал' }, undefined, ['NOT_FOUND']);
      memory.voided = true;
    },
  },
  { name: 'evening', command: 'acceptTicket', run: (day) => day.deliver() },
];
