import type { DeviceInfo } from '../app.model.ts';
import type { Correction, SaleLine } from '$design/documents/facts.ts';
import type { Staff } from '$design/documents/people.ts';
import type { ErrorCode } from '$design/errors.ts';
import { lineAmount } from '$design/money/kopecks.ts';
import { composePair, composeUnrecorded, correctionEntryFault } from '$design/refund/correction-document.ts';
import { originalOf } from '$design/refund/refund-document.ts';
import { localDate } from '$design/time/local-time.ts';
import type { GatewayStore } from '../gateway/gateway.store.svelte.ts';
import type { ApprovalModel } from '../people/approval.model.ts';
import { toFailure, type FiscalPort } from '../sale/fiscal-port.ts';
import type { Stamps } from '../storage/device-clock.ts';
import type { Facts } from '../storage/facts.ts';
import type { CorrectionDraft, CorrectionModel } from './correction.model.ts';

export interface CorrectionDeps {
  readonly facts: Facts;
  readonly stamps: Pick<Stamps, 'next'>;
  readonly gateway: Pick<GatewayStore, 'shift' | 'otherTab'>;
  readonly port: Pick<FiscalPort, 'register' | 'ask'>;
  readonly approval: Pick<ApprovalModel, 'ask'>;
  readonly now: () => number;
  readonly uuid: () => string;
  readonly device: () => DeviceInfo | null;
  readonly cashier: () => Staff | null;
  readonly mayCorrect: () => boolean;
  readonly onOpenChanged: () => void;
}

/** Correction receipts of this till. Both of a pair are on the disk before the first is sent; what fails goes on from the tray. */
export class CorrectionStore implements CorrectionModel {
  busy = $state(false);
  made = $state.raw<CorrectionModel['made']>([]);
  private readonly deps: CorrectionDeps;

  constructor(deps: CorrectionDeps) {
    this.deps = deps;
  }

  fault({ basis, original, right }: CorrectionDraft) {
    const contents = original ? [original.sale, right] : [right];
    const today = localDate(this.deps.now(), this.deps.device()?.timeZone ?? 'Europe/Moscow');
    return correctionEntryFault(basis, contents, original?.result.fp ?? null, today);
  }

  line({ name, qty, price, vat }: Pick<SaleLine, 'name' | 'qty' | 'price' | 'vat'>): SaleLine {
    const amount = lineAmount(price, qty);
    const goods = { kind: 'accessory', subject: 'goods', method: 'full', mark: null, entered: true } as const;
    return { ...goods, sku: 'CORRECTION', name, qty, price, discount: 0, amount, vat };
  }

  reset(): void {
    if (!this.busy) this.made = [];
  }

  async send(draft: CorrectionDraft, what: string): Promise<ErrorCode | null> {
    const { approval, gateway, device, cashier, mayCorrect } = this.deps;
    const [info, staff, shift] = [device(), cashier(), gateway.shift];
    if (this.busy || this.fault(draft) !== null) return 'BODY_INVALID';
    if (!mayCorrect() || !info?.till || !staff) return 'FORBIDDEN';
    if (gateway.otherTab) return 'LOCK_HELD';
    if (shift?.state !== 'open' || shift.fn === null || shift.opened_at === null) return 'SHIFT_NOT_OPEN';
    this.busy = true;
    try {
      const signed = await approval.ask({ action: 'receipt.correct', what });
      if (!signed) return null;
      const place = {
        ...{ store: info.store, pos: info.till, by: { id: staff._id, name: staff.name, inn: staff.inn } },
        shift: { fn: shift.fn, number: shift.number, openedAt: shift.opened_at },
      };
      const { by, role, name } = signed;
      const docs = await this.write(draft, { ...place, signed: { by, role, name: name ?? null } }, info);
      return await this.register(docs);
    } catch (error) {
      return toFailure(error).code;
    } finally {
      this.busy = false;
      this.deps.onOpenChanged();
    }
  }

  /** In the order in which they are sent. */
  private async write(
    { basis, original, right }: CorrectionDraft,
    place: Omit<Parameters<typeof composeUnrecorded>[0], 'at' | 'basis' | 'original' | 'client'>,
    info: DeviceInfo,
  ): Promise<Correction[]> {
    const { facts, stamps, now, uuid } = this.deps;
    const entry = {
      ...{ ...place, at: now(), basis, client: original?.sale.client ?? null },
      original: original && originalOf(original.sale, original.result, info),
    };
    if (!original) {
      return [await facts.write(async () => composeUnrecorded(entry, { stamp: await stamps.next(), key: uuid() }, right))];
    }
    const pair = { reversal: { stamp: await stamps.next(), key: uuid() }, right: { stamp: await stamps.next(), key: uuid() } };
    // Stamps are the till's own and new: no other document has them.
    const [later, first] = composePair(entry, pair, original.sale, right);
    const stored = await facts.write(() => Promise.resolve(later));
    return [await facts.write(() => Promise.resolve(first)), stored];
  }

  private async register(docs: readonly Correction[]): Promise<ErrorCode | null> {
    this.made = docs.map((doc) => ({ doc, fd: null }));
    for (const doc of docs) {
      try {
        const answer = await this.deps.port.register(doc).catch(async (error: unknown) => {
          const failure = toFailure(error);
          const known = failure.doubt ? await this.deps.port.ask(doc) : null;
          if (!known) throw failure;
          return known;
        });
        const fd = answer.fiscal_doc?.fd ?? null;
        this.made = this.made.map((one) => (one.doc._id === doc._id ? { doc, fd } : one));
      } catch (error) {
        return toFailure(error).code;
      }
    }
    return null;
  }
}
