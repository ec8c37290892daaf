import { createActor, fromPromise, waitFor, type SnapshotFrom } from 'xstate';
import type { Refund, RefundReason } from '$design/documents/facts.ts';
import type { ReceiptAnswer } from '$design/fiscal/wire.ts';
import { liftedBy, refundMachine, type RefundOverride, type RefundPlan } from '$design/machines/refund.machine.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import { payoffsBack, type Payoff } from '$design/refund/debt-back.ts';
import { totalOf, type Selection } from '$design/refund/selection.ts';
import type { Range } from '$design/refund/ways-back.ts';
import { toFailure } from '../sale/fiscal-port.ts';
import { OriginalOpener } from './original-opener.svelte.ts';
import { RefundBooks } from './refund-books.ts';
import { RefundChoice } from './refund-choice.svelte.ts';
import type { RefundDeps } from './refund.deps.ts';
import type { RefundModel, RefundOriginal, RefundPhase, RefundSearch, WaitingRefund } from './refund.model.ts';
import { checkAtTill } from './till-check.ts';
import { WaitingLooks } from './waiting-looks.ts';
import { WaitingRefunds } from './waiting-refunds.svelte.ts';

const STOPS: readonly string[] = ['choosing', 'blocked', 'ready', 'trouble', 'done'];
const WORK: Readonly<Record<string, RefundModel['work']>> = { returning: 'card', registering: 'register', asking: 'register' };

/** A refund at this till: the machine of `design/machines/refund.machine.ts` with its actors, and what is chosen before it. */
export class RefundStore implements RefundModel {
  private readonly choice = new RefundChoice();
  private snapshot = $state.raw<SnapshotFrom<typeof refundMachine>>()!;
  private live = $state.raw<ReceiptAnswer | null>(null);
  private readonly waits: WaitingRefunds;
  private readonly actor;
  private readonly deps: RefundDeps;
  private readonly opener: OriginalOpener;
  private readonly looks: WaitingLooks;
  private readonly books: RefundBooks;

  constructor(deps: RefundDeps) {
    this.deps = deps;
    this.waits = new WaitingRefunds(deps.store);
    this.books = new RefundBooks(deps);
    this.opener = new OriginalOpener({
      ...{ ...deps, choice: this.choice },
      begin: () => {
        this.actor.send({ type: 'NEW' });
        this.forget();
      },
      isChoosing: () => this.phase === 'choosing',
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
  readonly total = $derived.by<Kopecks>(() =>
    STOPS.indexOf(this.snapshot.value) > 0 && this.plan ? totalOf(this.plan.lines) : this.choice.total,
  );
  readonly sums = $derived.by<readonly Kopecks[]>(() => this.choice.sumsOf(this.total));
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

  get original(): RefundOriginal | null {
    return this.choice.original;
  }
  get selection(): Selection {
    return this.choice.selection;
  }
  get moneyMost(): Kopecks {
    return this.choice.moneyMost;
  }
  get because(): RefundReason | null {
    return this.choice.because;
  }
  get comment(): string {
    return this.choice.comment;
  }
  get inCash(): boolean {
    return this.choice.inCash;
  }
  get drawer(): Kopecks | null {
    return this.opener.drawer;
  }
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
      const { plan, refund, error, override } = snapshot.context;
      if (snapshot.value === 'blocked' && plan && error) this.looks.noteRefused(plan, error, override);
      if (snapshot.value === 'ready') this.looks.noteReady(plan!.key, override);
      if (refund && plan) this.waits.drop(plan.key);
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
    return this.opener.finder.search;
  }
  find(text: string): Promise<void> {
    return this.opener.finder.find(text);
  }
  findOf(client: string): Promise<void> {
    return this.opener.finder.findOf(client);
  }
  open(saleId: string): Promise<void> {
    return this.opener.open(saleId);
  }

  rangeOf(index: number): Range {
    return this.choice.rangeOf(index, this.total);
  }
  choose(index: number, thousandths: number): void {
    this.choice.choose(index, thousandths);
  }
  chooseMoney(amount: Kopecks): void {
    this.choice.chooseMoney(amount);
  }
  async openPayoff({ sale, left }: Payoff): Promise<void> {
    const { because, comment } = this;
    await this.open(sale);
    if (this.original?.sale._id !== sale) return;
    this.chooseMoney(left);
    if (because) this.setReason(because, comment);
  }
  chooseAll(): void {
    this.choice.chooseAll();
  }
  chooseNone(): void {
    this.choice.chooseNone();
  }
  setWay(index: number, amount: Kopecks): void {
    this.choice.setWay(index, amount);
  }
  setInCash(wanted: boolean): void {
    this.choice.inCash = wanted;
  }
  setReason(because: RefundReason, comment: string): void {
    this.choice.setReason(because, comment);
  }

  async confirm(): Promise<void> {
    if (!this.canConfirm) return;
    if (this.phase === 'ready') this.actor.send({ type: 'CONFIRM' });
    else {
      const plan = this.choice.plan(this.deps.uuid(), this.deps.device());
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
    await this.opener.bringBack(waiting.plan);
    this.actor.send({ type: 'RESUME', plan: waiting.plan, override: waiting.override });
    await this.settled();
  }

  drop(key: string): void {
    if (this.plan?.key === key && (this.phase === 'blocked' || this.phase === 'ready')) this.leave();
    this.waits.drop(key);
  }

  private forget(): void {
    this.opener.forget();
    this.choice.forget();
    this.live = null;
  }

  private async settled(): Promise<void> {
    await waitFor(this.actor, (snapshot) => STOPS.includes(snapshot.value as string));
  }

  private check(plan: RefundPlan, override: RefundOverride | null): Promise<void> {
    const isWaiting = () => this.waits.find(plan.key) !== null;
    return checkAtTill({ ...this.deps, isWaiting, shown: () => this.original }, plan, override);
  }
}
