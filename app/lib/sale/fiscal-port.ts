import { resultIdOf } from '$design/databases.ts';
import type { Receipt } from '$design/documents/facts.ts';
import type { Contact } from '$design/documents/people.ts';
import type { ErrorCode } from '$design/errors.ts';
import { SaleFailure } from '$design/machines/sale.machine.ts';
import type { ReceiptAnswer } from '$design/fiscal/wire.ts';
import { receiptRequestOf, voidIdOf } from '$design/sale/sale-document.ts';
import { GatewayError, type GatewayClient } from '../gateway/gateway.client.ts';
import type { Facts } from '../storage/facts.ts';
import { storageFaultOf } from '../storage/storage-fault.ts';

export interface FiscalPortDeps {
  readonly client: GatewayClient;
  readonly facts: Facts;
  /** The customer's contact as the request has to carry it, always the same for a document; absent: nobody gives one. */
  readonly contactOf?: (doc: Receipt) => Promise<Pick<Contact, 'asked'> | null>;
  /** Why nothing may be registered here just now (another tab has taken the till over); absent or `null`: it may. */
  readonly hinders?: () => ErrorCode | null;
  /** Awaitable pause, ms. */
  readonly wait: (ms: number) => Promise<void>;
}

/** How long one question after a doubt goes on: the gateway may be starting again. */
const ASKS = 12;
const PAUSE = 700;

/** What the sale's machine gets thrown: a code and whether the outcome is in doubt. */
export function toFailure(error: unknown): SaleFailure {
  if (error instanceof GatewayError) return new SaleFailure(error.code, error.doubt, error.details);
  if (error instanceof SaleFailure) return error;
  return new SaleFailure(storageFaultOf(error) === 'full' ? 'STORAGE_FULL' : 'INTERNAL');
}

export const isRegistered = (answer: ReceiptAnswer): boolean => answer.fiscal_doc !== null;

/** Registering with the gateway, as the till does it and as the tray repeats it: same key, same body, own note after the answer. */
export class FiscalPort {
  private readonly deps: FiscalPortDeps;
  constructor(deps: FiscalPortDeps) {
    this.deps = deps;
  }

  async register(doc: Receipt): Promise<ReceiptAnswer> {
    try {
      await this.demandOurs(doc);
      await this.demandPair(doc);
      const answer = await this.deps.client.register(doc.key, receiptRequestOf(doc, (await this.deps.contactOf?.(doc)) ?? null));
      await this.note(answer);
      return answer;
    } catch (error) {
      throw toFailure(error);
    }
  }

  /**
   * After a doubt: what became of the key? The answer where it is registered, `null` where it may be sent again (never begun, parked,
   * or uncertain: posting the same key settles it). Rejects where the gateway stays silent.
   */
  async ask(doc: Receipt): Promise<ReceiptAnswer | null> {
    let last: SaleFailure = new SaleFailure('GATEWAY_UNREACHABLE', true);
    for (let turn = 0; turn < ASKS; turn += 1) {
      if (turn > 0) await this.deps.wait(PAUSE);
      let answer: ReceiptAnswer | null;
      try {
        answer = await this.deps.client.byKey(doc.key);
      } catch (error) {
        last = toFailure(error);
        if (last.doubt) continue;
        throw last;
      }
      if (!answer) return null;
      if (isRegistered(answer)) {
        await this.note(answer);
        return answer;
      }
      if (answer.stage === 'voided') throw new SaleFailure('RECEIPT_VOIDED');
      if (answer.stage !== 'registering') return null;
      last = new SaleFailure('REQUEST_IN_PROGRESS', true);
    }
    throw last;
  }

  /**
   * A card takes minutes: meanwhile another tab may have taken the till over, and even ended this receipt without the gateway ever having
   * heard of it. Asked last of all before the register, whoever begins it. Rejects with LOCK_HELD or RECEIPT_VOIDED.
   */
  async demandOurs(doc: Receipt): Promise<void> {
    const hindrance = this.deps.hinders?.() ?? null;
    if (hindrance !== null) throw new SaleFailure(hindrance);
    if ((await this.deps.facts.findBeside(doc, voidIdOf(doc._id))) !== null) throw new SaleFailure('RECEIPT_VOIDED');
  }

  /** The right receipt of a pair goes out after the one that takes the wrong one back (fiscal rules §6.3). */
  private async demandPair(doc: Receipt): Promise<void> {
    if (doc.type !== 'correction' || doc.kind !== 'right' || doc.pair === null) return;
    if ((await this.deps.facts.find(resultIdOf(doc.pair))) === null) throw new SaleFailure('CORRECTION_PAIR_WAITS');
  }

  /** The gateway's result document, stored as it is. Not noted now is noted later: `settle` finds a sale without its result. */
  async note(answer: ReceiptAnswer): Promise<void> {
    await this.deps.facts.adopt([answer.result]).catch(() => null);
  }
}
