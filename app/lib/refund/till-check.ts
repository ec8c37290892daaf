import type { RefundOverride, RefundPlan } from '$design/machines/refund.machine.ts';
import { SaleFailure } from '$design/machines/sale.machine.ts';
import { toFailure } from '../sale/fiscal-port.ts';
import { checkRefund } from './refund-check.ts';
import type { RefundDeps } from './refund.deps.ts';
import type { RefundOriginal } from './refund.model.ts';

type CheckDeps = Pick<RefundDeps, 'gateway' | 'known' | 'server' | 'device' | 'cashier' | 'mayRefund' | 'hasRoom' | 'wait'> & {
  /** The receipt on the screen. */
  readonly shown: () => RefundOriginal | null;
  /** One that waits is looked at even while nobody is at the till. */
  readonly isWaiting: (plan: RefundPlan) => boolean;
};

/** May this till make the refund now: its person, its room, its register? Then everything of `checkRefund`. Rejects with a SaleFailure. */
export async function checkAtTill(deps: CheckDeps, plan: RefundPlan, override: RefundOverride | null): Promise<void> {
  const { gateway, known, server, device, cashier, mayRefund, hasRoom, wait, shown, isWaiting } = deps;
  if (cashier() ? !mayRefund() : !isWaiting(plan)) throw new SaleFailure('FORBIDDEN');
  if (gateway.otherTab) throw new SaleFailure('LOCK_HELD');
  if (!(await hasRoom())) throw new SaleFailure('STORAGE_FULL');
  const sale = plan.original.sale === null ? null : await known.sold(plan.original.sale);
  const onScreen = shown();
  const original = sale ?? (onScreen?.result.fd === plan.original.fd ? onScreen.sale : null);
  const reachable = () => gateway.reachable;
  const pos = () => device()?.till ?? null;
  try {
    await checkRefund({ client: gateway.client, server, known, pos, reachable, wait }, plan, override, original);
  } catch (error) {
    throw toFailure(error);
  }
}
