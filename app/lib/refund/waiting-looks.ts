import type { ReceiptAnswer } from '$design/fiscal/wire.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { RefundOverride, RefundPlan } from '$design/machines/refund.machine.ts';
import { totalOf } from '$design/refund/selection.ts';
import { toFailure } from '../sale/fiscal-port.ts';
import type { WaitingRefund } from './refund.model.ts';
import type { RefundDeps } from './refund.deps.ts';
import type { WaitingRefunds } from './waiting-refunds.svelte.ts';

export interface LooksDeps extends Pick<RefundDeps, 'gateway' | 'now' | 'onReady'> {
  readonly waits: WaitingRefunds;
  /** Rejects where the refund is still refused. */
  readonly check: (one: WaitingRefund) => Promise<void>;
  /** Is it the one on the screen? Then its machine looks. */
  readonly isHeld: (one: WaitingRefund) => boolean;
  readonly recheck: () => Promise<void>;
}

const SILENT: readonly ErrorCode[] = ['GATEWAY_UNREACHABLE', 'ORIGINAL_UNCONFIRMED'];

/** Looks again at refunds that wait (requirement A-43): as time goes by, and when something was heard. One look at a time. */
export class WaitingLooks {
  private readonly deps: LooksDeps;
  private looking: Promise<void> | null = null;
  /** The look under way is one of the twelve that come by themselves: nobody pressed for it, and nothing was heard. */
  private isCounted = false;

  constructor(deps: LooksDeps) {
    this.deps = deps;
  }

  /** The refund on the screen was looked at and is refused: it waits from now on, or still. */
  noteRefused(
    plan: RefundPlan,
    { code, details }: Pick<WaitingRefund, 'code' | 'details'>,
    override: RefundOverride | null,
  ): void {
    const { waits, now } = this.deps;
    const before = waits.find(plan.key);
    const checked = now();
    waits.keep({
      ...{ plan, total: totalOf(plan.lines), code, details, checked, ready: false },
      since: before?.since ?? checked,
      checks: (before?.checks ?? 0) + (this.isCounted ? 1 : 0),
      override: override ?? before?.override ?? null,
    });
  }

  /** Nothing is against it any more. */
  noteReady(key: string, override: RefundOverride | null): void {
    const { waits } = this.deps;
    const before = waits.find(key);
    if (before && !before.ready) waits.keep({ ...before, override: override ?? before.override, ready: true });
  }

  /** The gateway told of a receipt: a waiting refund is looked at as soon as its original is with the operator. */
  async heard(answer: ReceiptAnswer): Promise<void> {
    if (answer.stage !== 'delivered' && answer.stage !== 'dead') return;
    const of = (one: WaitingRefund): boolean => one.plan.original.receipt === answer.receipt_id && !one.ready;
    if (this.deps.waits.list.some(of)) await this.lookAt(of);
  }

  /** Called as time goes by: what is due is looked at. */
  async tick(): Promise<void> {
    const due = this.deps.waits.due(this.deps.now()).map(({ plan }) => plan.key);
    if (due.length > 0) await this.lookAt(({ plan }) => due.includes(plan.key), true);
  }

  /** The gateway or the server answers again. */
  async reachable(): Promise<void> {
    await this.lookAt(({ code, ready }) => !ready && SILENT.includes(code));
  }

  private async lookAt(wanted: (one: WaitingRefund) => boolean, counted = false): Promise<void> {
    const { gateway, waits } = this.deps;
    if (gateway.otherTab) return;
    await this.looking;
    waits.reload();
    const list = waits.list.filter(wanted);
    this.looking = (async () => {
      for (const one of list) await this.lookAtOne(one, counted).catch(() => null);
    })();
    await this.looking;
  }

  private async lookAtOne(one: WaitingRefund, counted: boolean): Promise<void> {
    const { waits, isHeld, recheck, check, now, onReady } = this.deps;
    if (isHeld(one)) {
      this.isCounted = counted;
      await recheck().finally(() => (this.isCounted = false));
    } else {
      const found = await check(one).then(
        () => null,
        (error: unknown) => toFailure(error),
      );
      if (!waits.find(one.plan.key)) return;
      const looked = { checked: now(), checks: one.checks + (counted ? 1 : 0) };
      if (found === null) waits.keep({ ...one, ...looked, ready: true });
      else waits.keep({ ...one, ...looked, code: found.code, details: found.details });
    }
    const after = waits.find(one.plan.key);
    if (after?.ready && !one.ready) onReady(after);
  }
}
