import { createActor, fromPromise, waitFor, type SnapshotFrom } from 'xstate';
import type { DeviceInfo } from '../app.model.ts';
import type { Payment, Refund, RefundReason, Sale } from '$design/documents/facts.ts';
import type { Staff } from '$design/documents/people.ts';
import type { ReceiptAnswer } from '$design/fiscal/wire.ts';
import { receiptMarks } from '$design/fiscal/receipt-marks.ts';
import { liftedBy, refundMachine, type RefundOverride, type RefundPlan } from '$design/machines/refund.machine.ts';
import { SaleFailure } from '$design/machines/sale.machine.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import type { FoundReceipt, ReceiptQuery } from '$design/receipt-lookup.ts';
import { originalOf } from '$design/refund/refund-document.ts';
import { payoffsBack, type Payoff } from '$design/refund/debt-back.ts';
import { chooseAll, chosenLines, moneyLeft, NOTHING_CHOSEN, totalOf, within, type Selection } from '$design/refund/selection.ts';
import { paymentsBack, proposal, rangeOf, withWay, type Range } from '$design/refund/ways-back.ts';
import type { GatewayStore } from '../gateway/gateway.store.svelte.ts';
import type { ReceiptSearch } from '../history/find-receipt.ts';
import type { ApprovalModel } from '../people/approval.model.ts';
import { toFailure, type FiscalPort } from '../sale/fiscal-port.ts';
import type { Stamps } from '../storage/device-clock.ts';
import type { Facts } from '../storage/facts.ts';
import type { LocalStore } from '../storage/local-store.ts';
import type { ServerClient } from '../sync/server.client.ts';
import { judgeOriginal } from './judge-original.ts';
import { NOT_TOLD, together, wordOf, type ChainWord, type KnownReceipts } from './known-receipts.ts';
import { OriginalFinder } from './original-finder.svelte.ts';
import { RefundBooks } from './refund-books.ts';
import { checkRefund } from './refund-check.ts';
import type { RefundModel, RefundOriginal, RefundPhase, RefundSearch, WaitingRefund } from './refund.model.ts';
import { WaitingLooks } from './waiting-looks.ts';
import { WaitingRefunds } from './waiting-refunds.svelte.ts';

export interface RefundDeps {
  readonly store: LocalStore;
  readonly facts: Facts;
  readonly stamps: Pick<Stamps, 'next'>;
  readonly gateway: Pick<GatewayStore, 'client' | 'reachable' | 'otherTab' | 'maySell' | 'shift' | 'want'>;
  readonly port: Pick<FiscalPort, 'register' | 'ask' | 'note'>;
  readonly known: KnownReceipts;
  readonly server: Pick<ServerClient, 'receipt'>;
  readonly find: (query: ReceiptQuery) => Promise<ReceiptSearch>;
  /** Gives money back to the cards of a refund; rejects as the till's card desk does. */
  readonly giveBack: (refund: Refund) => Promise<void>;
  readonly approval: Pick<ApprovalModel, 'ask'>;
  readonly now: () => number;
  readonly uuid: () => string;
  /** Awaitable pause, ms. */
  readonly wait: (ms: number) => Promise<void>;
  readonly device: () => DeviceInfo | null;
  readonly cashier: () => Staff | null;
  readonly mayRefund: () => boolean;
  readonly hasRoom: () => Promise<boolean>;
  /** Something was left open, or ended. */
  readonly onOpenChanged: () => void;
  /** A refund that waited may be made now. */
  readonly onReady: (refund: WaitingRefund) => void;
}

/** Money in one sum of cash; credit was no money. */
function moneyInCash(payments: readonly Payment[]): Payment[] {
  const credit = payments.filter(({ method }) => method === 'credit');
  const amount = payments.reduce((sum, one) => (one.method === 'credit' ? sum : sum + one.amount), 0);
  return amount > 0 ? [{ method: 'cash', amount }, ...credit] : credit;
}

const STOPS: readonly string[] = ['choosing', 'blocked', 'ready', 'trouble', 'done'];
const WORK: Readonly<Record<string, RefundModel['work']>> = { returning: 'card', registering: 'register', asking: 'register' };

/** A refund at this till: the machine of `design/machines/refund.machine.ts` with its actors, and what is chosen before it. */
export class RefundStore implements RefundModel {
  original = $state.raw<RefundOriginal | null>(null);
  because = $state<RefundReason | null>(null);
  comment = $state('');
  inCash = $state(false);
  drawer = $state<Kopecks | null>(null);
  private chosen = $state.raw<Selection>(NOTHING_CHOSEN);
  /** A way that a person has set by hand. */
  private wish = $state.raw<{ readonly index: number; readonly amount: Kopecks } | null>(null);
  private snapshot = $state.raw<SnapshotFrom<typeof refundMachine>>()!;
  private live = $state.raw<ReceiptAnswer | null>(null);
  private readonly waits: WaitingRefunds;
  private readonly actor;
  private readonly deps: RefundDeps;
  private readonly finder: OriginalFinder;
  private readonly looks: WaitingLooks;
  private readonly books: RefundBooks;

  constructor(deps: RefundDeps) {
    this.deps = deps;
    this.waits = new WaitingRefunds(deps.store);
    this.books = new RefundBooks(deps);
    this.finder = new OriginalFinder({
      ...{ known: deps.known, find: deps.find, open: (saleId) => this.open(saleId) },
      take: (found, storeName, chainKnown) => this.take(found, storeName, chainKnown),
    });
    this.looks = new WaitingLooks({
      ...{ waits: this.waits, gateway: deps.gateway, now: deps.now, onReady: deps.onReady },
      check: ({ plan, override }) => this.check(plan, override),
      isHeld: ({ plan }) => this.plan?.key === plan.key && this.phase === 'blocked',
      recheck: () => this.recheck(),
    });
    this.actor = createActor(
      refundMachine.provide({
        actors: {
          check: fromPromise<void, { plan: RefundPlan; override: RefundOverride | null }>(({ input }) =>
            this.check(input.plan, input.override),
          ),
          commit: fromPromise<Refund, { plan: RefundPlan; override: RefundOverride | null }>(({ input }) =>
            this.books.commit(input.plan, input.override).catch((error: unknown) => {
              if (toFailure(error).code === 'REFUND_MADE') this.waits.drop(input.plan.key);
              throw error;
            }),
          ),
          giveBack: fromPromise<void, { refund: Refund }>(({ input }) => deps.giveBack(input.refund)),
          abandon: fromPromise<void, { refund: Refund }>(({ input }) =>
            this.books.abandon(input.refund, this.error?.code ?? 'refused'),
          ),
          register: fromPromise<ReceiptAnswer, { refund: Refund }>(({ input }) => deps.port.register(input.refund)),
          ask: fromPromise<ReceiptAnswer | null, { refund: Refund }>(({ input }) => deps.port.ask(input.refund)),
        },
      }),
    );
    this.snapshot = this.actor.getSnapshot();
  }

  readonly phase = $derived.by<RefundPhase>(() => {
    const value = this.snapshot.value as string;
    if (value === 'choosing') return this.original === null ? 'finding' : 'choosing';
    return STOPS.includes(value) ? (value as RefundPhase) : 'working';
  });
  readonly selection = $derived.by<Selection>(() =>
    this.original ? within(this.original.lines, this.original.depositRest, this.chosen) : NOTHING_CHOSEN,
  );
  private readonly lines = $derived.by(() =>
    this.original ? chosenLines(this.original.lines, this.selection, this.original.sale._id) : [],
  );
  readonly total = $derived.by<Kopecks>(() =>
    STOPS.indexOf(this.snapshot.value) > 0 && this.plan ? totalOf(this.plan.lines) : totalOf(this.lines),
  );
  readonly sums = $derived.by<readonly Kopecks[]>(() => {
    if (!this.original) return [];
    const { ways, debt } = this.original;
    const { wish } = this;
    const owed = debt?.left ?? 0;
    return wish ? withWay(ways, this.total, wish.index, wish.amount, owed) : proposal(ways, this.total, owed);
  });
  readonly moneyMost = $derived.by<Kopecks>(() =>
    this.original ? moneyLeft(this.original.lines, this.original.depositRest) : 0,
  );
  readonly payoffs = $derived.by<readonly Payoff[]>(() => {
    const { refund } = this.snapshot.context;
    const debt = this.original?.debt;
    if (!debt) return [];
    const payments = this.phase === 'done' ? (refund?.payments ?? []) : [];
    return payoffsBack(
      debt,
      payments.reduce((sum, { method, amount }) => (method === 'credit' ? sum + amount : sum), 0),
    );
  });
  readonly work = $derived.by(() => (this.phase === 'working' ? (WORK[this.snapshot.value as string] ?? 'checking') : null));

  get plan(): RefundPlan | null {
    return this.snapshot.context.plan;
  }
  get error(): RefundModel['error'] {
    return this.snapshot.context.error;
  }
  get liftedBy() {
    return this.error ? liftedBy(this.error.code) : null;
  }
  get receipt(): ReceiptAnswer | null {
    const { receipt } = this.snapshot.context;
    return receipt && this.live?.key === receipt.key ? this.live : receipt;
  }
  get given(): RefundModel['given'] {
    const sum = (method: string): Kopecks =>
      (this.snapshot.context.refund?.payments ?? []).reduce((all, one) => (one.method === method ? all + one.amount : all), 0);
    return { cash: sum('cash'), card: sum('card'), prepaid: sum('prepaid') };
  }
  get waiting(): readonly WaitingRefund[] {
    return this.waits.list;
  }
  get current(): WaitingRefund | null {
    return this.plan && this.phase !== 'choosing' ? this.waits.find(this.plan.key) : null;
  }
  /** The refund that the machine holds just now, and has to settle itself; '' while its document may be on its way. */
  get openRefund(): string | null {
    const { refund } = this.snapshot.context;
    const free = ['choosing', 'blocked', 'ready', 'checking', 'looking', 'done'].includes(this.snapshot.value);
    return free ? null : (refund?._id ?? '');
  }
  /** No refund is on its way: a new version of the program may take over. */
  get isIdle(): boolean {
    return this.openRefund === null;
  }
  get canConfirm(): boolean {
    const { gateway } = this.deps;
    if (!this.deps.mayRefund() || gateway.otherTab || gateway.shift?.state !== 'open') return false;
    if (this.phase === 'ready') return true;
    return this.phase === 'choosing' && this.total > 0 && this.because !== null && this.comment.length <= 200;
  }

  start(): void {
    this.actor.start();
    this.actor.subscribe((snapshot) => {
      const before = this.snapshot.value;
      this.snapshot = snapshot;
      if (before === snapshot.value) return;
      if (snapshot.value === 'blocked') this.keepWaiting();
      if (snapshot.value === 'ready') this.noteReady(snapshot.context.plan!.key, snapshot.context.override);
      if (snapshot.context.refund && snapshot.context.plan) this.waits.drop(snapshot.context.plan.key);
      if (snapshot.value === 'done' || before === 'trouble' || before === 'abandoning') this.deps.onOpenChanged();
    });
    this.waits.reload();
  }

  stop(): void {
    this.actor.stop();
  }

  /** The gateway told of a receipt. */
  observe(answer: ReceiptAnswer): void {
    const { receipt, refund } = this.snapshot.context;
    if ((receipt ?? refund)?.key === answer.key && answer.fiscal_doc !== null) this.live = answer;
    void this.looks.heard(answer);
  }
  tick(): Promise<void> {
    return this.looks.tick();
  }
  reachable(): Promise<void> {
    return this.looks.reachable();
  }

  get search(): RefundSearch {
    return this.finder.search;
  }
  find(text: string): Promise<void> {
    return this.finder.find(text);
  }
  findOf(client: string): Promise<void> {
    return this.finder.findOf(client);
  }

  async open(saleId: string): Promise<void> {
    const found = await this.deps.known.find(saleId);
    if (found) await this.take(found, this.deps.device()?.storeName ?? found.store, false);
    else this.finder.search = { state: 'none' };
  }

  private async take(found: FoundReceipt, storeName: string, chainKnown: boolean): Promise<void> {
    const { sale, result, store } = found as FoundReceipt & { sale: Sale; result: NonNullable<FoundReceipt['result']> };
    this.actor.send({ type: 'NEW' });
    this.forget();
    const word = wordOf(found);
    const head = { sale, result, storeName, isForeign: store !== this.deps.device()?.store };
    this.original = await judgeOriginal(this.deps.known, head, word, chainKnown);
    this.finder.search = { state: 'empty' };
    void this.askChain(word);
    void this.askDrawer();
  }

  /** The chain's word comes when it comes: the screen does not wait for it, and says whether it has come. */
  private async askChain({ refunds }: ChainWord): Promise<void> {
    const { original } = this;
    if (!original || original.chainKnown) return;
    try {
      const word = wordOf(await this.deps.server.receipt(receiptMarks(original.result)));
      if (this.original !== original || this.phase !== 'choosing') return;
      const all = { ...word, refunds: together(refunds, word.refunds) };
      this.original = await judgeOriginal(this.deps.known, original, all, true);
    } catch {
      // Offline, or the server has not heard of it yet: this device's own knowledge stands.
    }
  }

  private async askDrawer(): Promise<void> {
    const balance = await this.deps.gateway.client.balance().catch(() => null);
    this.drawer = balance ? Math.round(balance.cashInDrawer * 100) : null;
  }

  rangeOf(index: number): Range {
    return this.original ? rangeOf(this.original.ways, index, this.total) : { least: 0, most: 0 };
  }
  choose(index: number, thousandths: number): void {
    this.chosen = { ...this.selection, pieces: { ...this.selection.pieces, [index]: thousandths } };
    this.wish = null;
  }
  chooseMoney(amount: Kopecks): void {
    this.chosen = { ...this.selection, money: amount };
    this.wish = null;
  }
  async openPayoff({ sale, left }: Payoff): Promise<void> {
    const { because, comment } = this;
    await this.open(sale);
    if (this.original?.sale._id !== sale) return;
    this.chooseMoney(left);
    if (because) this.setReason(because, comment);
  }
  chooseAll(): void {
    if (this.original) this.chosen = chooseAll(this.original.lines, this.original.depositRest);
    this.wish = null;
  }
  chooseNone(): void {
    this.chosen = NOTHING_CHOSEN;
    this.wish = null;
  }
  setWay(index: number, amount: Kopecks): void {
    this.wish = { index, amount };
  }
  setInCash(wanted: boolean): void {
    this.inCash = wanted;
  }
  setReason(because: RefundReason, comment: string): void {
    this.because = because;
    this.comment = comment;
  }

  private planned(): RefundPlan | null {
    const { original, because, total } = this;
    const info = this.deps.device();
    if (!original || !because || !info || total <= 0) return null;
    const back = paymentsBack(original.ways, this.sums);
    return {
      key: this.deps.uuid(),
      original: originalOf(original.sale, original.result, { store: info.store, timeZone: info.timeZone }),
      client: original.sale.client,
      lines: this.lines,
      ...(this.inCash ? { payments: moneyInCash(back.payments), cards: [] } : back),
      because,
      reason: this.comment.trim() === '' ? because : this.comment.trim(),
    };
  }

  async confirm(): Promise<void> {
    if (!this.canConfirm) return;
    if (this.phase === 'ready') this.actor.send({ type: 'CONFIRM' });
    else {
      const plan = this.planned();
      if (plan) this.actor.send({ type: 'REFUND', plan });
    }
    await this.settled();
  }

  async recheck(): Promise<void> {
    this.actor.send({ type: 'RECHECK' });
    await this.settled();
  }

  async override(what: string): Promise<void> {
    const { error, liftedBy: least, plan } = this;
    if (this.phase !== 'blocked' || !error || !least || !plan) return;
    const roles = least === 'administrator' ? (['administrator'] as const) : (['manager', 'administrator'] as const);
    const signed = await this.deps.approval.ask({ action: 'refund.override', what, least: roles, reason: true });
    if (!signed || this.phase !== 'blocked' || this.plan?.key !== plan.key) return;
    const { by, name, role, reason } = signed;
    this.actor.send({ type: 'OVERRIDE', override: { by, name: name ?? null, role, reason: (reason ?? '').trim() || what } });
    await this.settled();
  }

  leave(): void {
    this.actor.send({ type: 'LEAVE' });
    this.forget();
  }

  async retry(): Promise<void> {
    this.actor.send({ type: 'RETRY' });
    await this.settled();
  }

  toTray(): void {
    this.actor.send({ type: 'TRAY' });
    this.forget();
  }

  reset(): void {
    if (!['choosing', 'done', 'ready', 'blocked'].includes(this.snapshot.value)) return;
    this.actor.send({ type: this.phase === 'ready' || this.phase === 'blocked' ? 'LEAVE' : 'NEW' });
    this.forget();
  }

  async resume(key: string): Promise<void> {
    const waiting = this.waits.find(key);
    if (!waiting || !['choosing', 'done', 'ready', 'blocked'].includes(this.snapshot.value)) return;
    this.reset();
    await this.bringBack(waiting.plan);
    this.actor.send({ type: 'RESUME', plan: waiting.plan, override: waiting.override });
    await this.settled();
  }

  drop(key: string): void {
    if (this.plan?.key === key && (this.phase === 'blocked' || this.phase === 'ready')) this.leave();
    this.waits.drop(key);
  }

  /** The receipt that a waiting refund is of, for the screen; the plan goes on without it. */
  private async bringBack({ original, because, reason }: RefundPlan): Promise<void> {
    const found = original.sale === null ? null : await this.deps.known.find(original.sale);
    if (!found?.sale || found.sale.type !== 'sale' || !found.result) return;
    const head = { sale: found.sale, result: found.result, storeName: this.deps.device()?.storeName ?? '', isForeign: false };
    this.original = await judgeOriginal(this.deps.known, head, NOT_TOLD, false);
    this.because = because;
    this.comment = reason === because ? '' : reason;
  }

  private forget(): void {
    this.finder.forget();
    this.original = null;
    this.chosen = NOTHING_CHOSEN;
    this.wish = null;
    this.inCash = false;
    this.because = null;
    this.comment = '';
    this.drawer = null;
    this.live = null;
  }

  private async settled(): Promise<void> {
    await waitFor(this.actor, (snapshot) => STOPS.includes(snapshot.value as string));
  }

  private keepWaiting(): void {
    const { plan, error, override } = this.snapshot.context;
    if (!plan || !error) return;
    const before = this.waits.find(plan.key);
    const now = this.deps.now();
    const since = before?.since ?? now;
    const { code, details } = error;
    const signed = override ?? before?.override ?? null;
    const total = totalOf(plan.lines);
    const checks = (before?.checks ?? 0) + (this.looks.isCounted ? 1 : 0);
    this.waits.keep({ plan, total, since, checked: now, checks, code, details, override: signed, ready: false });
  }

  private noteReady(key: string, override: RefundOverride | null): void {
    const before = this.waits.find(key);
    if (before && !before.ready) this.waits.keep({ ...before, override: override ?? before.override, ready: true });
  }

  private async check(plan: RefundPlan, override: RefundOverride | null): Promise<void> {
    const { gateway, known, server, device, cashier, mayRefund, hasRoom, wait } = this.deps;
    if (!cashier() && !this.waits.find(plan.key)) throw new SaleFailure('FORBIDDEN');
    if (cashier() && !mayRefund()) throw new SaleFailure('FORBIDDEN');
    if (gateway.otherTab) throw new SaleFailure('LOCK_HELD');
    if (!(await hasRoom())) throw new SaleFailure('STORAGE_FULL');
    const sale = plan.original.sale === null ? null : await known.sold(plan.original.sale);
    const original = sale ?? (this.original?.result.fd === plan.original.fd ? this.original.sale : null);
    const reachable = () => gateway.reachable;
    const pos = () => device()?.till ?? null;
    try {
      await checkRefund({ client: gateway.client, server, known, pos, reachable, wait }, plan, override, original);
    } catch (error) {
      throw toFailure(error);
    }
  }
}
