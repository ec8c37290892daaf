import type { Sale } from '$design/documents/facts.ts';
import { isErrorCode } from '$design/errors.ts';
import { paidInAdvance } from '$design/folds/open-deposits.ts';
import type { OverrideRole } from '$design/fiscal/refund-override.ts';
import type { RefundAnswer } from '$design/fiscal/wire-service.ts';
import { liftedBy, type RefundOverride, type RefundPlan } from '$design/machines/refund.machine.ts';
import { SaleFailure } from '$design/machines/sale.machine.ts';
import { roublesFromKopecks } from '$design/money/kopecks.ts';
import type { FoundReceipt } from '$design/receipt-lookup.ts';
import { exceedingRefunds } from '$design/refund/exceeding.ts';
import { moneyExcess } from '$design/refund/debt-back.ts';
import { isCorrected, soldBy } from '$design/refund/returns.ts';
import { waysBack } from '$design/refund/ways-back.ts';
import { GatewayError, type GatewayClient } from '../gateway/gateway.client.ts';
import { toFailure } from '../sale/fiscal-port.ts';
import { ServerError, type ServerClient } from '../sync/server.client.ts';
import { NOT_TOLD, together, wordOf, type ChainWord, type KnownReceipts } from './known-receipts.ts';

export interface RefundCheckDeps {
  readonly client: Pick<GatewayClient, 'check' | 'refundCheck' | 'balance'>;
  readonly server: Pick<ServerClient, 'receipt'>;
  readonly known: Pick<KnownReceipts, 'refundsOf' | 'depositRest'>;
  readonly pos: () => string | null;
  readonly reachable: () => boolean;
  /** Awaitable pause, ms. */
  readonly wait: (ms: number) => Promise<void>;
}

/** How long the chain is waited for where this register's own journal has said yes already, ms: its word is one more ring, no condition. */
const PATIENCE = 3_000;

const SENIORITY: readonly OverrideRole[] = ['manager', 'administrator'];
const lifts = (override: RefundOverride | null, code: Parameters<typeof liftedBy>[0]): boolean => {
  const least = liftedBy(code);
  return override !== null && least !== null && SENIORITY.indexOf(override.role) >= SENIORITY.indexOf(least);
};

/**
 * May this refund be made now (design §6, §7)? The shop's replica, the gateway's journal and the server are asked in turn, each with what
 * the one before knew; a refusal that `override` lifts is none. Rejects with the first refusal. Without the gateway's answer, and without the
 * server's for a receipt that the gateway does not know, the answer is no (L-28).
 */
export async function checkRefund(
  deps: RefundCheckDeps,
  plan: RefundPlan,
  override: RefundOverride | null,
  original: Sale | null,
): Promise<void> {
  const refuse = (code: Parameters<typeof liftedBy>[0], details: Readonly<Record<string, unknown>> = {}): void => {
    if (!lifts(override, code)) throw new SaleFailure(code, false, { ...details, override: liftedBy(code) });
  };
  if (original) await judge(deps, plan, original, NOT_TOLD, refuse);
  const answer = await askGateway(deps, plan, refuse);
  if (answer?.sync_status === 'not_found') await askServer(deps, plan, original, refuse);
  else await hearServer(deps, plan, original, refuse);
}

/** Is there room for it beside everything that is known to have gone back? */
async function judge(
  { known }: RefundCheckDeps,
  plan: RefundPlan,
  original: Sale,
  word: ChainWord,
  refuse: Refuse,
): Promise<void> {
  const returned = together(await known.refundsOf(original, plan.original), word.refunds);
  if (isCorrected(returned)) throw new SaleFailure('RECEIPT_CORRECTED');
  const latest = '\uffff';
  const [excess] = exceedingRefunds(original, [...returned, { _id: '', hlc: latest, lines: [...plan.lines] }]).filter(
    ({ refund }) => refund === '',
  );
  if (excess) throw new SaleFailure('REFUND_EXCEEDS_SALE', false, { ...excess });
  const money = moneyExcess(original, returned, plan);
  if (money) throw new SaleFailure('REFUND_EXCEEDS_SALE', false, { of: 'money', ...money });
  // While the refund waited the deposit may have been used up.
  const rest = await known.depositRest(original, word);
  if (rest !== null && paidInAdvance(plan) > rest) throw new SaleFailure('DEPOSIT_USED', false, { left: rest });
  const ways = waysBack(original, returned);
  const differs = plan.payments.some(({ method, amount }) => {
    const left = ways.filter((way) => way.method === method).reduce((sum, way) => sum + way.left, 0);
    const asked = plan.payments.filter((one) => one.method === method).reduce((sum, one) => sum + one.amount, 0);
    return asked > left && amount > 0;
  });
  if (differs) refuse('REFUND_PAYMENT_DIFFERS');
}

type Refuse = (code: Parameters<typeof liftedBy>[0], details?: Readonly<Record<string, unknown>>) => void;

/** The register first: is it able to work at all? Then its journal. `null`: somebody has lifted what the journal says. */
async function askGateway(deps: RefundCheckDeps, plan: RefundPlan, refuse: Refuse): Promise<RefundAnswer | null> {
  const { client, pos, reachable } = deps;
  const till = pos();
  if (!till) throw new SaleFailure('FORBIDDEN');
  // A signature is kept for the moment when it answers: without it there is no receipt, so there is nothing to lift yet.
  if (!reachable()) throw new SaleFailure('GATEWAY_UNREACHABLE', false, { override: liftedBy('GATEWAY_UNREACHABLE') });
  const total = plan.lines.reduce((sum, { amount }) => sum + amount, 0);
  const cash = plan.payments.reduce((sum, { method, amount }) => (method === 'cash' ? sum + amount : sum), 0);
  try {
    const { problems } = await client.check(till, roublesFromKopecks(total), plan.key);
    // What a customer brings back does not wait for the operator's queue.
    const problem = problems.find((code) => isErrorCode(code) && code !== 'BUFFER_FULL');
    if (problem !== undefined && isErrorCode(problem)) throw new SaleFailure(problem);
    if (cash > 0) {
      const { cashInDrawer } = await client.balance();
      if (cash > Math.round(cashInDrawer * 100)) {
        throw new SaleFailure('CASH_NOT_ENOUGH', false, { drawer: Math.round(cashInDrawer * 100), needed: cash });
      }
    }
    const { receipt, fn, fd, fp, total: sold } = plan.original;
    return await client.refundCheck({
      original_fiscal_doc_id: receipt,
      original_fiscal: { fn, fd, fp, ...(sold !== undefined && { total: roublesFromKopecks(sold) }) },
      items: plan.lines.map(({ sku, qty, amount }) => ({ sku, qty, amount: roublesFromKopecks(amount) })),
    });
  } catch (error) {
    if (error instanceof GatewayError && error.status !== null) {
      if (liftedBy(error.code) === null) throw toFailure(error);
      refuse(error.code, error.details);
      return null;
    }
    const failure = toFailure(error);
    throw failure.code === 'GATEWAY_UNREACHABLE'
      ? new SaleFailure('GATEWAY_UNREACHABLE', false, { override: 'manager' })
      : failure;
  }
}

/** A receipt of another till: the chain knows whether it was delivered and what was given back elsewhere. */
async function askServer(deps: RefundCheckDeps, plan: RefundPlan, original: Sale | null, refuse: Refuse): Promise<void> {
  const { fn, fd, fp, day } = plan.original;
  let found: FoundReceipt | null = null;
  try {
    found = await deps.server.receipt({ fn, fd, fp, day });
  } catch (error) {
    if (!(error instanceof ServerError) || error.status !== 404) return refuse('ORIGINAL_UNCONFIRMED');
  }
  await judgeTold(deps, plan, original, found, refuse);
  if (found?.delivery === 'pending') refuse('ORIGINAL_NOT_DELIVERED', { sync_status: 'pending' });
  if (found?.delivery === 'refused') refuse('ORIGINAL_DEAD', { sync_status: 'failed' });
}

/**
 * The register's own receipt: whether it was delivered is known here, or somebody has signed, but what other tills gave back of it only
 * the chain tells. A chain that does not answer at once stops nothing; the server tells a person of what then went back twice (design §6, the third ring).
 */
async function hearServer(deps: RefundCheckDeps, plan: RefundPlan, original: Sale | null, refuse: Refuse): Promise<void> {
  const { fn, fd, fp, day } = plan.original;
  const asked = deps.server.receipt({ fn, fd, fp, day }).catch(() => null);
  const found = await Promise.race([asked, deps.wait(PATIENCE).then(() => null)]);
  await judgeTold(deps, plan, original, found, refuse);
}

async function judgeTold(
  deps: RefundCheckDeps,
  plan: RefundPlan,
  original: Sale | null,
  found: FoundReceipt | null,
  refuse: Refuse,
): Promise<void> {
  const sold = original ?? soldIn(found);
  if (found && sold) await judge(deps, plan, sold, wordOf(found), refuse);
}

/** What a found receipt sold; `null` where it sold nothing, or its document is not known. */
const soldIn = (found: FoundReceipt | null): Sale | null =>
  found?.sale && found.sale.type !== 'refund' ? soldBy(found.sale) : null;
