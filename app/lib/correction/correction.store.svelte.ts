import type { DeviceInfo } from '../app.model.ts';
import { resultIdOf } from '$design/databases.ts';
import type { Correction, FiscalResult, SaleLine } from '$design/documents/facts.ts';
import type { Staff } from '$design/documents/people.ts';
import type { ErrorCode } from '$design/errors.ts';
import { rangeOf } from '$design/ids.ts';
import { lineAmount } from '$design/money/kopecks.ts';
import { composePair, composeUnrecorded, correctionEntryFault } from '$design/refund/correction-document.ts';
import { originalOf, type ReceiptPlace } from '$design/refund/refund-document.ts';
import { localDate } from '$design/time/local-time.ts';
import type { GatewayStore } from '../gateway/gateway.store.svelte.ts';
import type { ApprovalModel } from '../people/approval.model.ts';
import { toFailure, type FiscalPort } from '../sale/fiscal-port.ts';
import type { Stamps } from '../storage/device-clock.ts';
import type { Databases } from '../storage/databases.ts';
import type { Facts } from '../storage/facts.ts';
import type { LocalStore } from '../storage/local-store.ts';
import type { CorrectionDraft, CorrectionModel } from './correction.model.ts';
import { KeptDraft, type CorrectionKeys } from './kept-draft.ts';

export interface CorrectionDeps {
  readonly store: LocalStore;
  readonly databases: Pick<Databases, 'range'>;
  readonly facts: Facts;
  readonly stamps: Pick<Stamps, 'next'>;
  readonly gateway: Pick<GatewayStore, 'client' | 'shift' | 'otherTab'>;
  readonly port: Pick<FiscalPort, 'register' | 'ask'>;
  readonly approval: Pick<ApprovalModel, 'ask'>;
  /** Why the receipt may not be taken back any more; `null`: it may. */
  readonly standing: (original: NonNullable<CorrectionDraft['original']>) => Promise<ErrorCode | null>;
  readonly now: () => number;
  readonly uuid: () => string;
  readonly device: () => DeviceInfo | null;
  readonly cashier: () => Staff | null;
  readonly mayCorrect: () => boolean;
  readonly onOpenChanged: () => void;
}

type Place = ReceiptPlace & { readonly device: DeviceInfo };

/** Correction receipts of this till. Both of a pair are on the disk before the first is sent; what fails goes on from the tray. */
export class CorrectionStore implements CorrectionModel {
  busy = $state(false);
  /** Its documents are being written, or are at the register. */
  isWorking = $state(false);
  made = $state.raw<CorrectionModel['made']>([]);
  private readonly draft: KeptDraft;
  private readonly deps: CorrectionDeps;

  constructor(deps: CorrectionDeps) {
    this.deps = deps;
    this.draft = new KeptDraft(deps.store, deps.uuid);
  }

  get kept(): CorrectionDraft | null {
    return this.draft.draft;
  }
  keep(draft: CorrectionDraft): void {
    if (!this.busy) this.draft.keep(draft);
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
    if (this.busy) return;
    this.made = [];
    this.draft.drop();
  }

  async look(): Promise<void> {
    if (this.busy) return;
    const found = await Promise.all(
      this.made.map(async ({ doc, fd }) => ({
        doc,
        fd: fd ?? (await this.deps.facts.find<FiscalResult>(resultIdOf(doc._id)))?.fd ?? null,
      })),
    );
    if (!this.busy && found.some(({ fd }, i) => fd !== this.made[i]?.fd)) this.made = found;
  }

  async send(draft: CorrectionDraft, what: string): Promise<ErrorCode | null> {
    if (this.busy || this.fault(draft) !== null) return 'BODY_INVALID';
    this.busy = true;
    try {
      const before = this.place();
      if (typeof before === 'string' && (before !== 'SHIFT_NOT_OPEN' || typeof (await this.placeNow()) === 'string'))
        return before;
      const keys = this.draft.keep(draft);
      if (await this.isWritten(keys)) {
        // By another tab, or by this one before it was killed: what it wrote lies in the tray or in the history.
        this.draft.drop();
        return 'CORRECTION_MADE';
      }
      const refused = draft.original && (await this.deps.standing(draft.original));
      if (refused) return refused;
      const signed = await this.deps.approval.ask({ action: 'receipt.correct', what });
      if (!signed) return null;
      // Who signs may take minutes: shift, cashier and lock are those of now.
      const place = await this.placeNow();
      if (typeof place === 'string') return place;
      const { by, role, name } = signed;
      this.isWorking = true;
      const docs = await this.write(draft, keys, { ...place, signed: { by, role, name: name ?? null } });
      this.draft.drop();
      return await this.register(docs);
    } catch (error) {
      return toFailure(error).code;
    } finally {
      this.busy = false;
      this.isWorking = false;
      this.deps.onOpenChanged();
    }
  }

  private place(): Place | ErrorCode {
    const { gateway, device, cashier, mayCorrect } = this.deps;
    const [info, staff, shift] = [device(), cashier(), gateway.shift];
    if (!mayCorrect() || !info?.till || !staff) return 'FORBIDDEN';
    if (gateway.otherTab) return 'LOCK_HELD';
    if (shift?.state !== 'open' || shift.fn === null || shift.opened_at === null) return 'SHIFT_NOT_OPEN';
    return {
      ...{ device: info, store: info.store, pos: info.till, by: { id: staff._id, name: staff.name, inn: staff.inn } },
      shift: { fn: shift.fn, number: shift.number, openedAt: shift.opened_at },
    };
  }

  /** The shift as the register says it is; where it does not answer, as it was heard last. */
  private async placeNow(): Promise<Place | ErrorCode> {
    const { gateway } = this.deps;
    const shift = await gateway.client.shift().catch(() => null);
    if (shift) gateway.shift = shift;
    return this.place();
  }

  /** Either of them: its key is spent, whatever became of it. */
  private async isWritten(keys: CorrectionKeys): Promise<boolean> {
    const { startkey, endkey } = rangeOf('correction');
    for (const name of this.deps.facts.names()) {
      const docs = await this.deps.databases.range<Correction>(name, startkey, endkey);
      if (docs.some(({ key }) => key === keys.reversal || key === keys.right)) return true;
    }
    return false;
  }

  /** In the order in which they are sent. */
  private async write(
    { basis, original, right }: CorrectionDraft,
    keys: CorrectionKeys,
    { device, ...place }: Place & Pick<Correction, 'signed'>,
  ): Promise<Correction[]> {
    const { facts, stamps, now } = this.deps;
    const entry = {
      ...{ ...place, at: now(), basis, client: original?.sale.client ?? null },
      original: original && originalOf(original.sale, original.result, device),
    };
    if (!original) {
      return [await facts.write(async () => composeUnrecorded(entry, { stamp: await stamps.next(), key: keys.right }, right))];
    }
    const pair = {
      reversal: { stamp: await stamps.next(), key: keys.reversal },
      right: { stamp: await stamps.next(), key: keys.right },
    };
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
