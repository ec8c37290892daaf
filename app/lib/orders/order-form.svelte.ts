import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import type { OrderLine } from '$design/documents/order-pair.ts';
import type { Prescription } from '$design/documents/prescription.ts';
import type { ErrorCode } from '$design/errors.ts';
import { snapshotOf } from '$design/orders/ordered.ts';
import {
  fittingFrom,
  lacksOf,
  linesOf,
  NO_FITTING,
  purposeOf,
  quoteDraft,
  type DraftFrame,
  type DraftLack,
  type PairDraft,
} from '$design/orders/pair-draft.ts';
import { isMaking, usualMaking } from '$design/orders/usual-work.ts';
import { SIDES, type PairLetter, type Purpose, type Side } from '$design/orders/words.ts';
import { stops, type LensFinding } from '$design/optics/lens-findings.ts';
import type { LensMatch } from '$design/optics/lens-search.ts';
import type { Alternative, Promised } from '$design/workshop/promise.ts';
import type { FormClient, KeptOrder } from './kept-orders.ts';
import type { HeldOrder, OrdersModel } from './orders.model.ts';

export const EMPTY_PAIR: PairDraft = {
  ...{ purpose: 'distance', prescription: null, frame: null, od: null, os: null, only: null },
  ...{ fitting: NO_FITTING, work: [], rush: false },
};

/** One pair of an order under the hands: new, added to an order, or changed before production. It is written when it is confirmed. */
export class OrderForm {
  client = $state.raw<FormClient | null>(null);
  draft = $state.raw<PairDraft>(EMPTY_PAIR);
  /** Codes that the lenses must have, whatever family is chosen. */
  options = $state.raw<readonly string[]>([]);
  matches = $state.raw<readonly LensMatch[] | null>(null);
  promised = $state.raw<Promised | null>(null);
  instead = $state.raw<readonly Alternative[]>([]);
  /** The day that the client is told; `null`: the computed one. */
  day = $state<string | null>(null);
  because = $state('');
  busy = $state(false);
  error = $state<ErrorCode | null>(null);
  /** Names of surcharges that no article has. */
  private readonly prismName: string;
  private readonly orders: OrdersModel;
  /** The order that is changed; `null`: a new one. */
  readonly order: HeldOrder | null;
  readonly pair: PairLetter;
  private services: readonly CatalogueEntry[] = [];
  /** A person has said what is to be done: nothing is suggested any more. */
  private workSaid = false;
  /** It was begun before, on this device. */
  private readonly goesOn: boolean;
  private search = 0;
  private promise = 0;
  /** Under this id the form of a new order is kept on the device (`kept-orders.ts`). */
  private readonly id: string;
  /** As it was opened: a form that nobody touched is not kept. */
  private untouched: string | null = null;
  private isOver = false;

  readonly quote = $derived.by(() => quoteDraft(this.draft));
  readonly lines = $derived.by<readonly OrderLine[]>(() => linesOf(this.draft, this.pair, { prism: this.prismName }));
  readonly total = $derived.by(() => this.lines.reduce((sum, { amount }) => sum + amount, 0));
  readonly findings = $derived.by<readonly LensFinding[]>(() => this.quote.findings);
  readonly lacks = $derived.by<readonly (DraftLack | 'client')[]>(() => [
    ...(this.client === null ? (['client'] as const) : []),
    ...lacksOf(this.draft),
  ]);
  readonly told = $derived.by(() => this.day ?? this.promised?.day ?? null);
  /** Another day than the computed one wants its reason. */
  readonly needsReason = $derived.by(() => this.day !== null && this.promised !== null && this.day < this.promised.day);
  readonly isComplete = $derived.by(
    () => this.lacks.length === 0 && !stops(this.findings) && (!this.needsReason || this.because.trim() !== ''),
  );

  constructor(
    orders: OrdersModel,
    given: {
      readonly order: HeldOrder | null;
      readonly pair: PairLetter;
      readonly prismName: string;
      readonly kept?: KeptOrder | null;
    },
  ) {
    this.orders = orders;
    this.id = given.kept?.id ?? orders.kept.newId();
    ({ order: this.order, pair: this.pair, prismName: this.prismName } = given);
    this.day = given.order?.view.promised ?? null;
    this.goesOn = given.kept != null;
    if (!given.kept) return;
    ({ client: this.client, draft: this.draft, options: this.options, day: this.day, because: this.because } = given.kept);
  }

  /** Remembers the form of a new order on this device, at each change that a hand made. Reads all that a change may be of. */
  keep(): void {
    const { id, client, draft, options, day, because } = this;
    if (this.order) return;
    const said = JSON.stringify([client, draft, options, day, because]);
    this.untouched ??= said;
    if (said !== this.untouched && !this.isOver) this.orders.kept.keep({ id, client, draft, options, day, because });
  }

  set(change: Partial<PairDraft>): void {
    this.draft = { ...this.draft, ...change };
  }

  prescribe(prescription: Prescription): void {
    const snapshot = snapshotOf(prescription);
    const purpose = purposeOf(snapshot);
    this.set({ prescription: snapshot, purpose, fitting: fittingFrom(snapshot, purpose), od: null, os: null });
    this.suggest();
  }
  setPurpose(purpose: Purpose): void {
    const { prescription, fitting } = this.draft;
    this.set({ purpose, od: null, os: null, fitting: prescription ? fittingFrom(prescription, purpose) : fitting });
    this.suggest();
  }
  setFrame(frame: DraftFrame | null): void {
    this.set({ frame });
    this.suggest();
  }
  centre(side: Side, change: { readonly pd?: number | null; readonly height?: number | null }): void {
    const { fitting } = this.draft;
    this.set({ fitting: { ...fitting, [side]: { ...fitting[side], ...change } } });
  }
  /** A pair has the same lenses as a rule; `side`: only for this eye. */
  choose({ entry, od, os }: Pick<LensMatch, 'entry' | 'od' | 'os'>, side: Side | null): void {
    const known = this.options.filter((code) => entry.lens?.options?.some((one) => one.code === code));
    const match = { od, os };
    const chosen = (eye: Side) =>
      match[eye] ? { entry, options: known, stock: match[eye].availability === 'on-hand' } : this.draft[eye];
    this.set(side ? { [side]: chosen(side) } : { od: chosen('od'), os: chosen('os') });
  }
  toggleOption(code: string): void {
    const on = !this.options.includes(code);
    this.options = on ? [...this.options, code] : this.options.filter((one) => one !== code);
    for (const side of SIDES) {
      const lens = this.draft[side];
      if (lens?.entry.lens?.options?.some((one) => one.code === code)) {
        const others = lens.options.filter((one) => one !== code);
        this.set({ [side]: { ...lens, options: on ? [...others, code] : others } });
      }
    }
  }
  toggleWork(entry: CatalogueEntry): void {
    this.workSaid = true;
    const { work } = this.draft;
    const without = work.filter(({ sku }) => sku !== entry.sku);
    this.set({ work: without.length < work.length ? without : [...work, entry] });
  }
  /** What the shop does, the making first; it is suggested from now on, as frame and purpose ask for it. */
  async suggestWork(): Promise<readonly CatalogueEntry[]> {
    this.services = await this.orders.services();
    // Of a form that goes on, what differs from the suggestion is somebody's word.
    const [first, ...more] = this.draft.work;
    if (this.goesOn && (more.length > 0 || first?.sku !== this.making()?.sku)) this.workSaid = true;
    this.suggest();
    return [...this.services].sort((a, b) => Number(isMaking(b)) - Number(isMaking(a)));
  }
  private making(): CatalogueEntry | null {
    const { purpose, frame } = this.draft;
    const rim = (frame?.whose === 'ours' ? frame.entry.frame?.rim : frame?.sizes?.rim) ?? null;
    return usualMaking(this.services, { purpose, rim });
  }
  /** The making itself is wanted nearly always. What was agreed once stays as it was. */
  private suggest(): void {
    if (this.order !== null || this.workSaid) return;
    const making = this.making();
    this.set({ work: making ? [making] : [] });
  }

  /** Lenses for what the form says now; an answer that comes late is not shown. */
  async findLenses(): Promise<void> {
    const asked = (this.search += 1);
    const found = this.draft.prescription ? await this.orders.lenses(this.draft, this.options) : null;
    if (asked === this.search) this.matches = found;
  }

  async findDay(): Promise<void> {
    const asked = (this.promise += 1);
    if (lacksOf(this.draft).length > 0) return void (this.promised = null);
    const { promised, instead } = await this.orders.promise([...(await this.others()), this.draft]);
    if (asked === this.promise) [this.promised, this.instead] = [promised, instead];
  }

  private async others(): Promise<PairDraft[]> {
    const { order } = this;
    if (!order) return [];
    const letters = order.view.pairs.map(({ pair }) => pair).filter((pair) => pair !== this.pair);
    const drafts = await Promise.all(letters.map((pair) => this.orders.draftOf(order, pair)));
    return drafts.filter((draft) => draft !== null);
  }

  /** Written, or thrown away by hand: the device forgets the form. */
  drop(): void {
    this.isOver = true;
    if (!this.order) this.orders.kept.drop(this.id);
  }

  /** One press, one order; resolves with its id, `null` where it was refused (`error` says why). */
  async save(confirm: boolean): Promise<string | null> {
    if (this.busy || (confirm && !this.isComplete)) return null;
    this.busy = true;
    const { client, pair, draft, told } = this;
    const because = this.because.trim() || null;
    const wish = { client: client?.id ?? null, pair, draft, promised: told, because, confirm };
    const written = await this.orders.place(wish, this.order?.order._id);
    this.busy = false;
    this.error = 'code' in written ? written.code : null;
    if (!('code' in written)) this.drop();
    return 'code' in written ? null : written.order.order._id;
  }
}
