import { createActor, fromPromise, waitFor, type SnapshotFrom } from 'xstate';
import type { CartLine, DeviceInfo, SaleEvent, SaleModel, SalePhase } from '../app.model.ts';
import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import type { Sale, SettledDeposit, Signature } from '$design/documents/facts.ts';
import type { Staff } from '$design/documents/people.ts';
import { isErrorCode, type ErrorCode } from '$design/errors.ts';
import type { ReceiptAnswer } from '$design/fiscal/wire.ts';
import { saleMachine, SaleFailure, type CommitInput } from '$design/machines/sale.machine.ts';
import { roublesFromKopecks, type Kopecks } from '$design/money/kopecks.ts';
import { cartTotal, type Cart } from '$design/sale/cart.ts';
import type { CardStanding } from '$design/sale/card-ledger.ts';
import type { PaidCart } from '$design/sale/sale-document.ts';
import { creditOf, receiptTotal, type Settlement } from '$design/sale/settlement.ts';
import { SECOND } from '$design/time/clock.ts';
import { changeFor, mayTender, paymentsOf, restOf, type RestMethod, type Tender } from '$design/sale/tenders.ts';
import type { GatewayStore } from '../gateway/gateway.store.svelte.ts';
import type { Stamps } from '../storage/device-clock.ts';
import type { Facts } from '../storage/facts.ts';
import type { CartStore } from './cart.store.svelte.ts';
import type { CardDesk } from './card-desk.ts';
import { isRegistered, toFailure, type FiscalPort } from './fiscal-port.ts';
import type { CardWork } from './payment.model.ts';
import { SaleBooks } from './sale-books.ts';
import { ManualTerminal, type TerminalReply } from './terminal/manual-terminal.svelte.ts';
import type { Terminal } from './terminal/terminal.ts';

export interface SaleDeps {
  readonly cart: CartStore;
  readonly facts: Facts;
  readonly stamps: Stamps;
  readonly gateway: GatewayStore;
  readonly port: FiscalPort;
  readonly cards: CardDesk;
  readonly terminal: () => Terminal;
  /** Rejects with DEPOSIT_USED or DEBT_PAID where less is left of a deposit, or owed of a debt, than is to be taken. */
  readonly demandDeposits: (settles: readonly SettledDeposit[], settlement: Settlement) => Promise<void>;
  /** A supervisor's word that a card was charged or not, by the slip; `null`: nobody gave it. */
  readonly approveSlip: (charged: boolean) => Promise<(Signature & { reason: string }) | null>;
  readonly now: () => number;
  readonly uuid: () => string;
  readonly device: () => DeviceInfo | null;
  readonly cashier: () => Staff | null;
  /** The sale was left in the tray, or ended: what is open may have changed. */
  readonly onOpenChanged: () => void;
  /** Is there room on the device to write a sale? */
  readonly hasRoom: () => Promise<boolean>;
  /** Where the electronic receipt goes: written before the register is asked, because the request carries it. */
  readonly keepContact: (saleId: string, contact: Cart['contact']) => Promise<void>;
  /** May this tab begin a sale? Not where another tab runs a newer program. */
  readonly mayBegin: () => boolean;
}

/** Reasons of a void, for the books. */
const DECLINED = 'card declined';
const GIVEN_BACK = 'card money given back';

/** States in which the machine waits for a person. */
const RESTS: readonly string[] = ['cart', 'paying', 'done', 'trouble'];
/** Between the confirming press and the receipt, where nobody waits for a person or a terminal. */
const UNDER_WAY: readonly string[] = ['committing', 'registering'];
const PHASES: Readonly<Record<string, SalePhase>> = { cart: 'cart', paying: 'paying', trouble: 'trouble', done: 'done' };

/** The sale at this till: the machine of `design/machines/sale.machine.ts` with its actors. */
export class SaleStore implements SaleModel {
  private snapshot = $state.raw<SnapshotFrom<typeof saleMachine>>()!;
  private live = $state.raw<ReceiptAnswer | null>(null);
  cards = $state.raw<CardStanding | null>(null);
  private refusedBySlip = false;
  private readonly actor;
  private readonly books: SaleBooks;
  private readonly deps: SaleDeps;

  constructor(deps: SaleDeps) {
    this.deps = deps;
    this.books = new SaleBooks(deps);
    this.actor = createActor(
      saleMachine.provide({
        actors: {
          check: fromPromise<void, { total: Kopecks }>(({ input }) => this.check(input.total)),
          commit: fromPromise<Sale, CommitInput>(({ input }) => this.books.commit(input)),
          charge: fromPromise<void, { sale: Sale }>(({ input }) => this.charge(input.sale)),
          giveBack: fromPromise<void, { sale: Sale }>(({ input }) => this.returnMoney(input.sale)),
          abandon: fromPromise<void, { sale: Sale }>(({ input }) =>
            this.books.abandon(input.sale, this.snapshot.context.givingBack ? GIVEN_BACK : DECLINED),
          ),
          register: fromPromise<ReceiptAnswer, { sale: Sale }>(({ input }) => this.register(input.sale)),
          ask: fromPromise<ReceiptAnswer | null, { sale: Sale }>(({ input }) => deps.port.ask(input.sale)),
        },
      }),
    );
    this.snapshot = this.actor.getSnapshot();
  }

  /** While a payment runs, what is paid for; else the cart that is being filled. */
  readonly lines = $derived.by<readonly CartLine[]>(() =>
    this.snapshot.value === 'cart' ? this.deps.cart.lines : this.snapshot.context.cart.lines,
  );
  readonly total = $derived.by<Kopecks>(() => cartTotal({ lines: this.lines }));
  readonly phase = $derived.by<SalePhase>(() => PHASES[this.snapshot.value] ?? 'registering');

  get method() {
    return this.snapshot.context.method;
  }
  get tendered() {
    return this.snapshot.context.tendered;
  }
  get change(): Kopecks {
    return changeFor(this.rest, this.snapshot.context);
  }
  get settlement(): Settlement {
    return this.snapshot.context.settlement;
  }
  get order(): string | null {
    return this.snapshot.context.cart.order;
  }
  get handsOver(): boolean {
    return this.snapshot.context.cart.lines.some(({ of }) => of !== undefined);
  }
  get tenders(): readonly Tender[] {
    return this.snapshot.context.tenders;
  }
  get due(): Kopecks {
    return receiptTotal(this.lines, this.settlement);
  }
  get rest(): Kopecks {
    return restOf(this.lines, this.snapshot.context);
  }
  get credit(): Kopecks {
    return creditOf(this.lines, this.settlement);
  }
  get takesCard(): boolean {
    return paymentsOf(this.lines, this.snapshot.context).some(({ method }) => method === 'card');
  }
  get cardWork(): CardWork | null {
    if (this.snapshot.value === 'reversing') return 'reversing';
    if (this.snapshot.value !== 'charging') return null;
    return this.snapshot.context.chargeInDoubt ? 'asking' : 'charging';
  }
  get question() {
    const terminal = this.deps.terminal();
    return terminal instanceof ManualTerminal ? terminal.question : null;
  }
  get terminalAnswers(): boolean {
    return this.deps.terminal().answers;
  }
  get error(): SaleModel['error'] {
    const { error } = this.snapshot.context;
    return error ? { code: isErrorCode(error.code) ? error.code : 'INTERNAL', details: error.details } : null;
  }
  get receipt(): ReceiptAnswer | null {
    const { receipt } = this.snapshot.context;
    return receipt && this.live?.key === receipt.key ? this.live : receipt;
  }
  /** The sale that the machine holds just now: others leave it alone. */
  get openSale(): string | null {
    return ['done', 'cart', 'paying', 'checking'].includes(this.snapshot.value) ? null : (this.snapshot.context.sale?._id ?? '');
  }
  /** Nothing begun: a new version of the program may take over. */
  get isIdle(): boolean {
    return this.snapshot.value === 'done' || (this.snapshot.value === 'cart' && this.lines.length === 0);
  }

  async start(): Promise<void> {
    const { cart, facts, onOpenChanged } = this.deps;
    this.actor.start();
    this.actor.subscribe((snapshot) => {
      const before = this.snapshot.value;
      this.snapshot = snapshot;
      if (snapshot.value === 'paying') cart.keep();
      if (snapshot.value === 'trouble' && before !== 'trouble') void this.lookAtCards();
      // What is sold lies in no cart: a receipt on the screen gives way to a payment that begins elsewhere, too.
      if (before !== snapshot.value && (snapshot.value === 'done' || (snapshot.value === 'cart' && before === 'trouble')))
        cart.reset();
      if (before !== snapshot.value && (snapshot.value === 'done' || before === 'trouble')) onOpenChanged();
    });
    await cart.restore(({ key, begun }) => facts.hasSale(key, begun));
  }

  stop(): void {
    this.actor.stop();
  }

  /**
   * The gateway told of a receipt: the one on the screen follows its stages. It may be heard of before the answer to its own request has
   * been written down here: a delivery told then is told once.
   */
  observe(answer: ReceiptAnswer): void {
    const { receipt, sale } = this.snapshot.context;
    if ((receipt ?? sale)?.key === answer.key && answer.fiscal_doc !== null) this.live = answer;
  }

  can(event: SaleEvent): boolean {
    switch (event) {
      case 'ADD':
        return this.mayEdit || (this.snapshot.value === 'done' && this.deps.mayBegin());
      case 'CLEAR':
        return this.mayEdit && this.lines.length > 0;
      case 'UNDO':
        return this.mayEdit && this.deps.cart.canUndo;
      case 'PAY':
        return (
          this.snapshot.can({ type: 'PAY', cart: this.deps.cart.paid }) &&
          this.deps.gateway.maySell &&
          this.deps.gateway.shift?.state === 'open'
        );
      default:
        return this.snapshot.can({ type: event });
    }
  }

  /** The cart is open, and a sale that is not begun yet may begin here. */
  get mayEdit(): boolean {
    return this.snapshot.value === 'cart' && (this.deps.cart.lines.length > 0 || this.deps.mayBegin());
  }
  /** Opens the cart: a finished receipt gives way to the next sale. */
  openCart(): boolean {
    if (this.snapshot.value === 'done' && this.deps.mayBegin()) this.newSale();
    return this.mayEdit;
  }

  add(entry: CatalogueEntry): void {
    this.deps.cart.add(entry);
  }
  setQty(id: string, qty: number): void {
    this.deps.cart.setQty(id, qty);
  }
  remove(id: string): void {
    this.deps.cart.remove(id);
  }
  clear(): void {
    this.deps.cart.clear();
  }
  undo(): void {
    this.deps.cart.undo();
  }
  pay(): void {
    if (this.can('PAY')) this.actor.send({ type: 'PAY', cart: this.deps.cart.paid });
  }
  cancelPay(): void {
    this.actor.send({ type: 'CANCEL' });
  }
  /** What the machine is to be asked before a payment that did not begin with the cart's button. */
  private get maySell(): boolean {
    return this.deps.mayBegin() && this.deps.gateway.maySell && this.deps.gateway.shift?.state === 'open';
  }
  payFor(cart: PaidCart, settlement: Settlement, tenders: readonly Tender[] = []): boolean {
    if (this.snapshot.value === 'done') this.newSale();
    const event = { type: 'PAY', cart, settlement, tenders } as const;
    if (!this.maySell || !this.snapshot.can(event)) return false;
    this.actor.send(event);
    return true;
  }
  setSettlement(settlement: Settlement): void {
    this.actor.send({ type: 'SETTLEMENT', settlement });
  }
  setOrder(order: string): void {
    this.actor.send({ type: 'ORDER', order: order.trim().slice(0, 64) || null });
  }
  mayAddTender(tender: Tender): boolean {
    return this.snapshot.value === 'paying' && mayTender(this.lines, this.snapshot.context, tender);
  }
  addTender(tender: Tender): void {
    this.actor.send({ type: 'TENDER', tender });
  }
  dropTender(index: number): void {
    this.actor.send({ type: 'UNTENDER', index });
  }
  reply(reply: TerminalReply): void {
    const terminal = this.deps.terminal();
    if (terminal instanceof ManualTerminal) terminal.answer(reply);
  }
  setMethod(method: RestMethod): void {
    this.actor.send({ type: 'METHOD', method });
  }
  setTendered(tendered: Kopecks | null): void {
    this.actor.send({ type: 'TENDERED', tendered });
  }
  toTray(): void {
    this.actor.send({ type: 'TRAY' });
  }
  newSale(): void {
    this.live = null;
    this.actor.send({ type: 'NEW' });
  }

  async confirm(): Promise<void> {
    this.actor.send({ type: 'CONFIRM' });
    await this.settled();
  }

  async retry(): Promise<void> {
    this.actor.send({ type: 'RETRY' });
    await this.settled();
  }

  async giveBack(): Promise<void> {
    this.actor.send({ type: 'GIVE_BACK' });
    await this.settled();
  }

  async settleBySlip(charged: boolean): Promise<ErrorCode | null> {
    const { sale, chargeInDoubt, givingBack } = this.snapshot.context;
    if (!sale || this.snapshot.value !== 'trouble') return null;
    const signed = await this.deps.approveSlip(charged);
    if (!signed) return null;
    try {
      this.cards = await this.deps.cards.bySlip(sale, charged, signed);
    } catch (error) {
      return toFailure(error).code;
    }
    this.refusedBySlip = !charged && chargeInDoubt && !givingBack;
    await this.retry();
    return null;
  }

  /** Resolves when no receipt is being written or registered, or after a second of it. What else a sale sets going waits for that. */
  async handsFree(): Promise<void> {
    if (UNDER_WAY.includes(this.snapshot.value))
      await waitFor(this.actor, (s) => !UNDER_WAY.includes(s.value), { timeout: SECOND }).catch(() => null);
  }

  private async settled(): Promise<void> {
    await waitFor(this.actor, (s) => RESTS.includes(s.value));
  }

  /** For the screen of trouble: what the facts say of the cards. */
  private async lookAtCards(): Promise<void> {
    this.cards = null;
    const { sale } = this.snapshot.context;
    const standing = sale ? await this.deps.cards.standing(sale).catch(() => null) : null;
    this.cards = standing && (standing.operations.length > 0 || standing.next) ? standing : null;
  }

  private async charge(sale: Sale): Promise<void> {
    const refused = this.refusedBySlip;
    this.refusedBySlip = false;
    // By the slip nothing was charged: as after a refusal of the terminal, another charge needs another press.
    if (refused) throw new SaleFailure('CARD_DECLINED', false, { held: (await this.deps.cards.standing(sale)).held });
    await this.demandOurs(sale);
    return this.deps.cards.collect(sale);
  }

  /** A card that may be charged already is no reason to end the sale because another tab is at it: in doubt it stays. */
  private async demandOurs(sale: Sale): Promise<void> {
    try {
      await this.deps.port.demandOurs(sale);
    } catch (error) {
      const { code, details } = toFailure(error);
      throw new SaleFailure(code, true, details);
    }
  }

  /** The facts once more: whatever another tab did meanwhile, nothing is registered that its cards have not paid. */
  private async register(sale: Sale): Promise<ReceiptAnswer> {
    await this.deps.cards.demandPaid(sale);
    return this.deps.port.register(sale);
  }

  /** The gateway first: what it may still register must not lose its money. */
  private async returnMoney(sale: Sale): Promise<void> {
    const { client } = this.deps.gateway;
    try {
      const known = await client.byKey(sale.key);
      if (known && isRegistered(known)) throw new SaleFailure('RECEIPT_NOT_PARKED');
      if (known && known.stage !== 'voided') await client.voidReceipt(known.receipt_id, GIVEN_BACK);
    } catch (error) {
      throw toFailure(error);
    }
    await this.deps.cards.giveBack(sale);
  }

  private async check(total: Kopecks): Promise<void> {
    const { gateway, cashier, device } = this.deps;
    const pos = device()?.till;
    if (!pos || !cashier()) throw new SaleFailure('FORBIDDEN');
    if (gateway.otherTab) throw new SaleFailure('LOCK_HELD');
    try {
      void this.books.lookAtDraft();
      const asked = gateway.client.check(pos, roublesFromKopecks(total), this.deps.cart.key ?? undefined);
      const [{ ok, problems }, hasRoom] = await Promise.all([asked, this.deps.hasRoom()]);
      // Asked before any money is taken: afterwards is too late to find out.
      if (!hasRoom) throw new SaleFailure('STORAGE_FULL');
      const problem = problems.find(isErrorCode);
      if (!ok) throw new SaleFailure(problem ?? 'INTERNAL');
      // The shift's reference goes into the sale: it must be the register's, not a guess.
      if (gateway.shift?.state !== 'open') gateway.shift = await gateway.client.shift();
    } catch (error) {
      throw toFailure(error);
    }
  }
}
