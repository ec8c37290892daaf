import type { TrayItem, TrayModel } from '../app.model.ts';
import type { CardOfItem } from './tray.model.ts';
import { resultIdOf } from '$design/databases.ts';
import type { Correction, Receipt, Refund, Sale, Signature } from '$design/documents/facts.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { ReceiptAnswer, ReceiptStage } from '$design/fiscal/wire.ts';
import { SaleFailure } from '$design/machines/sale.machine.ts';
import { cardStanding, type CardStanding } from '$design/sale/card-ledger.ts';
import { composeVoid } from '$design/sale/sale-document.ts';
import type { GatewayClient } from '../gateway/gateway.client.ts';
import type { CardDesk } from '../sale/card-desk.ts';
import { isRegistered, toFailure, type FiscalPort } from '../sale/fiscal-port.ts';
import type { Databases } from '../storage/databases.ts';
import type { Stamps } from '../storage/device-clock.ts';
import type { Facts } from '../storage/facts.ts';
import { openSales } from './open-sales.ts';

export interface TrayDeps {
  readonly databases: Databases;
  readonly facts: Facts;
  readonly stamps: Stamps;
  readonly client: GatewayClient;
  readonly port: FiscalPort;
  readonly cards: CardDesk;
  /** A supervisor's word by the slip; `null`: nobody gave it. */
  readonly approveSlip: (charged: boolean) => Promise<(Signature & { reason: string }) | null>;
  readonly now: () => number;
  readonly pos: () => string | null;
  readonly by: () => string | null;
  /** The sale that the till's machine holds just now, and has to settle itself. */
  readonly held: () => string | null;
  /**
   * Why nothing may be begun here just now; `null`: it may. A terminal that is asked while another tab, or another receipt of this one,
   * is at it answers that it has never heard of what it is about to charge.
   */
  readonly hinders: () => ErrorCode | null;
}

/** What the cashier is told of a receipt's cards. */
export function cardOf({ operations, doubt, held, isPaid, next }: CardStanding): CardOfItem {
  if (operations.length === 0 && next === null) return { state: 'none', held };
  if (doubt !== null) return { state: 'doubt', held };
  return { state: isPaid ? 'paid' : 'unpaid', held };
}
const NO_CARD = cardStanding([], []);

/** Stages at which the register has not begun: the receipt may be voided. */
const VOIDABLE: readonly TrayItem['stage'][] = ['unsent', 'stored', 'parked', 'rejected', 'voided'];

/**
 * Receipts of this till without an outcome. The gateway is asked for each by key: what it registered is noted and disappears from here
 * (a browser killed between answer and note), the rest waits for the cashier.
 */
export class TrayStore implements TrayModel {
  items = $state.raw<readonly TrayItem[]>([]);
  private docs: readonly Receipt[] = [];
  private running: Promise<void> | null = null;
  private again = false;
  private readonly deps: TrayDeps;

  constructor(deps: TrayDeps) {
    this.deps = deps;
  }

  /** Looks at everything that is open. Calls while one runs lead to one more look. */
  async settle(): Promise<void> {
    this.again = true;
    this.running ??= this.run().finally(() => {
      this.running = null;
    });
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.again) {
      this.again = false;
      await this.look().catch(() => null);
    }
  }

  private async look(): Promise<void> {
    const { databases, facts, pos, held } = this.deps;
    const till = pos();
    if (!till || held() === '') return;
    const open = await openSales(databases, facts, till);
    const items: TrayItem[] = [];
    const docs: Receipt[] = [];
    for (const doc of open) {
      // A sale begun since the look began: its document may be here before the till has named it.
      if (held() === '' || doc._id === held()) continue;
      docs.push(doc);
      const item = await this.settleOne(doc);
      if (item) items.push(item);
    }
    this.docs = docs;
    this.items = items;
  }

  /** `null` where the receipt turned out to be registered. The terminal is asked for what nobody knows, never charged. */
  private async settleOne(doc: Receipt): Promise<TrayItem | null> {
    const cards = doc.type === 'correction' ? NO_CARD : await this.cardsOf(doc);
    try {
      const answer = await this.deps.client.byKey(doc.key);
      if (!answer) return this.item(doc, 'unsent', null, cards);
      return (await this.conclude(doc, answer, cards)) ? null : this.item(doc, answer.stage, null, cards);
    } catch (error) {
      const before = this.items.find((item) => item.saleId === doc._id);
      return this.item(doc, before?.stage ?? 'unsent', toFailure(error).code, cards);
    }
  }

  private async cardsOf(doc: Sale | Refund): Promise<CardStanding> {
    const { cards, hinders } = this.deps;
    if (hinders() !== null) return cards.standing(doc);
    return cards.resolve(doc).catch(() => cards.standing(doc));
  }

  /**
   * Writes what the gateway knows for good: its result, or our void where it says that the receipt was voided there. A void waits while a
   * card's money is not known to be back.
   */
  private async conclude(doc: Receipt, answer: ReceiptAnswer, { held, doubt }: CardStanding): Promise<boolean> {
    if (answer.result) {
      await this.deps.facts.adopt([answer.result]);
      return true;
    }
    if (answer.stage === 'voided' && held === 0 && doubt === null) {
      await this.writeVoid(doc, answer.last_error ?? 'voided at the gateway');
      return true;
    }
    return isRegistered(answer);
  }

  /** The receipt first, where the gateway has it; then the cards that it still needs; then the register. */
  async retry(saleId: string): Promise<ErrorCode | null> {
    return this.act(saleId, async (doc) => {
      if ((await this.deps.port.ask(doc)) !== null) return;
      if (doc.type !== 'correction') await this.deps.cards.collect(doc);
      await this.deps.port.register(doc);
    });
  }

  /** The gateway first: what it may still register must not lose its money. Then the cards, then the books. */
  async void(saleId: string, reason: string): Promise<ErrorCode | null> {
    return this.act(saleId, async (doc) => {
      const known = await this.deps.client.byKey(doc.key);
      if (known && known.stage !== 'voided') {
        if (isRegistered(known)) throw new SaleFailure('RECEIPT_NOT_PARKED');
        await this.deps.client.voidReceipt(known.receipt_id, reason);
      }
      if (doc.type !== 'correction') await this.deps.cards.giveBack(doc);
      else await this.demandMayVoid(doc);
      await this.writeVoid(doc, reason);
    });
  }

  async settleBySlip(saleId: string, charged: boolean): Promise<ErrorCode | null> {
    return this.act(saleId, async (doc) => {
      if (doc.type === 'correction') return;
      const signed = await this.deps.approveSlip(charged);
      if (signed) await this.deps.cards.bySlip(doc, charged, signed);
    });
  }

  /** The right receipt of a pair is owed as soon as the wrong one is taken back. */
  private async demandMayVoid({ kind, pair }: Correction): Promise<void> {
    const isOwed = kind === 'right' && pair !== null && (await this.deps.facts.find(resultIdOf(pair))) !== null;
    if (isOwed) throw new SaleFailure('RECEIPT_NOT_PARKED');
  }

  private async writeVoid(doc: Receipt, reason: string): Promise<void> {
    const given = { by: this.deps.by(), at: this.deps.now(), reason };
    await this.deps.facts.write(async () => composeVoid(doc, { ...given, stamp: await this.deps.stamps.next() }));
  }

  private async act(saleId: string, action: (doc: Receipt) => Promise<void>): Promise<ErrorCode | null> {
    const doc = this.docs.find((one) => one._id === saleId);
    const item = this.items.find((one) => one.saleId === saleId);
    if (!doc || !item || item.busy) return null;
    const hindrance = saleId === this.deps.held() ? 'REQUEST_IN_PROGRESS' : this.deps.hinders();
    if (hindrance !== null) {
      this.change(saleId, { error: hindrance });
      return hindrance;
    }
    this.change(saleId, { busy: true, error: null });
    try {
      await action(doc);
      return null;
    } catch (error) {
      const { code } = toFailure(error);
      this.change(saleId, { error: code });
      return code;
    } finally {
      this.change(saleId, { busy: false });
      await this.settle();
    }
  }

  private change(saleId: string, change: Partial<TrayItem>): void {
    this.items = this.items.map((item) => (item.saleId === saleId ? { ...item, ...change } : item));
  }

  private item(doc: Receipt, stage: ReceiptStage | 'unsent', error: ErrorCode | null, cards: CardStanding): TrayItem {
    const before = this.items.find((one) => one.saleId === doc._id);
    return {
      saleId: doc._id,
      kind: doc.type,
      key: doc.key,
      total: doc.total,
      at: doc.at,
      stage,
      error: error ?? before?.error ?? null,
      voidable: VOIDABLE.includes(stage),
      card: cardOf(cards),
      busy: before?.busy ?? false,
    };
  }
}
