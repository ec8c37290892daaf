import type { DeviceInfo } from '../app.model.ts';
import type { Payment, RefundReason } from '$design/documents/facts.ts';
import type { RefundPlan } from '$design/machines/refund.machine.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import { originalOf } from '$design/refund/refund-document.ts';
import { chooseAll, chosenLines, moneyLeft, NOTHING_CHOSEN, totalOf, within, type Selection } from '$design/refund/selection.ts';
import { paymentsBack, proposal, rangeOf, withWay, type Range } from '$design/refund/ways-back.ts';
import type { RefundOriginal } from './refund.model.ts';

/** Money in one sum of cash; credit was no money. */
function moneyInCash(payments: readonly Payment[]): Payment[] {
  const credit = payments.filter(({ method }) => method === 'credit');
  const amount = payments.reduce((sum, one) => (one.method === 'credit' ? sum : sum + one.amount), 0);
  return amount > 0 ? [{ method: 'cash', amount }, ...credit] : credit;
}

/** What is chosen before a refund begins: of which receipt, which pieces or how much money, which way back, why. */
export class RefundChoice {
  original = $state.raw<RefundOriginal | null>(null);
  because = $state<RefundReason | null>(null);
  comment = $state('');
  inCash = $state(false);
  private chosen = $state.raw<Selection>(NOTHING_CHOSEN);
  /** A way that a person has set by hand. */
  private wish = $state.raw<{ readonly index: number; readonly amount: Kopecks } | null>(null);

  readonly selection = $derived.by<Selection>(() =>
    this.original ? within(this.original.lines, this.original.depositRest, this.chosen) : NOTHING_CHOSEN,
  );
  private readonly lines = $derived.by(() =>
    this.original ? chosenLines(this.original.lines, this.selection, this.original.sale._id) : [],
  );
  readonly total = $derived.by<Kopecks>(() => totalOf(this.lines));
  readonly moneyMost = $derived.by<Kopecks>(() =>
    this.original ? moneyLeft(this.original.lines, this.original.depositRest) : 0,
  );

  /** `total` goes back by each of the original's ways. */
  sumsOf(total: Kopecks): readonly Kopecks[] {
    if (!this.original) return [];
    const { ways, debt } = this.original;
    const { wish } = this;
    const owed = debt?.left ?? 0;
    return wish ? withWay(ways, total, wish.index, wish.amount, owed) : proposal(ways, total, owed);
  }
  rangeOf(index: number, total: Kopecks): Range {
    return this.original ? rangeOf(this.original.ways, index, total) : { least: 0, most: 0 };
  }

  choose(index: number, thousandths: number): void {
    this.select({ ...this.selection, pieces: { ...this.selection.pieces, [index]: thousandths } });
  }
  chooseMoney(amount: Kopecks): void {
    this.select({ ...this.selection, money: amount });
  }
  chooseAll(): void {
    this.select(this.original ? chooseAll(this.original.lines, this.original.depositRest) : this.chosen);
  }
  chooseNone(): void {
    this.select(NOTHING_CHOSEN);
  }
  setWay(index: number, amount: Kopecks): void {
    this.wish = { index, amount };
  }
  setReason(because: RefundReason, comment: string): void {
    this.because = because;
    this.comment = comment;
  }

  /** What is chosen as the plan `key`; `null` while something of it is missing. */
  plan(key: string, device: DeviceInfo | null): RefundPlan | null {
    const { original, because, total } = this;
    if (!original || !because || !device || total <= 0) return null;
    const back = paymentsBack(original.ways, this.sumsOf(total));
    return {
      key,
      original: originalOf(original.sale, original.result, { store: device.store, timeZone: device.timeZone }),
      client: original.sale.client,
      lines: this.lines,
      ...(this.inCash ? { payments: moneyInCash(back.payments), cards: [] } : back),
      because,
      reason: this.comment.trim() === '' ? because : this.comment.trim(),
    };
  }

  forget(): void {
    this.original = null;
    this.chooseNone();
    this.inCash = false;
    this.because = null;
    this.comment = '';
  }

  /** Other pieces, another sum: what was set by hand for the old one is void. */
  private select(chosen: Selection): void {
    this.chosen = chosen;
    this.wish = null;
  }
}
