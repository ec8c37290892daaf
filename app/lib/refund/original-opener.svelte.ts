import { receiptMarks } from '$design/fiscal/receipt-marks.ts';
import type { Sale } from '$design/documents/facts.ts';
import type { RefundPlan } from '$design/machines/refund.machine.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import type { FoundReceipt } from '$design/receipt-lookup.ts';
import { judgeOriginal } from './judge-original.ts';
import { NOT_TOLD, together, wordOf, type ChainWord } from './known-receipts.ts';
import { OriginalFinder } from './original-finder.svelte.ts';
import type { RefundChoice } from './refund-choice.svelte.ts';
import type { RefundDeps } from './refund.deps.ts';

export interface OpenerDeps extends Pick<RefundDeps, 'known' | 'find' | 'server' | 'device' | 'gateway'> {
  readonly choice: RefundChoice;
  /** Another receipt is to be opened: what was chosen of the last one is forgotten. */
  readonly begin: () => void;
  readonly isChoosing: () => boolean;
}

/** The receipt that is to be refunded, found and opened, with what the chain and the drawer tell of it meanwhile. */
export class OriginalOpener {
  drawer = $state<Kopecks | null>(null);
  readonly finder: OriginalFinder;
  private readonly deps: OpenerDeps;
  /** Counts what is opened and closed: an answer that comes later than the next of them opens nothing. */
  private turns = 0;

  constructor(deps: OpenerDeps) {
    this.deps = deps;
    this.finder = new OriginalFinder({
      ...{ known: deps.known, find: deps.find, open: (saleId) => this.open(saleId) },
      take: (found, storeName, chainKnown) => this.take(found, storeName, chainKnown),
    });
  }

  /** By the id of its sale. */
  async open(saleId: string): Promise<void> {
    const turn = this.turns;
    const found = await this.deps.known.find(saleId);
    if (turn !== this.turns) return;
    if (found) await this.take(found, this.deps.device()?.storeName ?? found.store, false);
    else this.finder.search = { state: 'none' };
  }

  /** The receipt that a waiting refund is of, for the screen; the plan goes on without it. */
  async bringBack({ original, because, reason }: RefundPlan): Promise<void> {
    const { known, device, choice } = this.deps;
    const turn = (this.turns += 1);
    const found = original.sale === null ? null : await known.find(original.sale);
    if (!found?.sale || found.sale.type !== 'sale' || !found.result) return;
    const head = { sale: found.sale, result: found.result, storeName: device()?.storeName ?? '', isForeign: false };
    const judged = await judgeOriginal(known, head, NOT_TOLD, false);
    if (turn !== this.turns) return;
    choice.original = judged;
    choice.setReason(because, reason === because ? '' : reason);
  }

  forget(): void {
    this.turns += 1;
    this.finder.forget();
    this.drawer = null;
  }

  private async take(found: FoundReceipt, storeName: string, chainKnown: boolean): Promise<void> {
    const { known, device, choice, begin } = this.deps;
    const { sale, result, store } = found as FoundReceipt & { sale: Sale; result: NonNullable<FoundReceipt['result']> };
    begin();
    const turn = this.turns;
    const word = wordOf(found);
    const head = { sale, result, storeName, isForeign: store !== device()?.store };
    const original = await judgeOriginal(known, head, word, chainKnown);
    if (turn !== this.turns) return;
    choice.original = original;
    this.finder.search = { state: 'empty' };
    void this.askChain(word);
    void this.askDrawer();
  }

  /** The chain's word comes when it comes: the screen does not wait for it, and says whether it has come. */
  private async askChain({ refunds }: ChainWord): Promise<void> {
    const { known, server, choice, isChoosing } = this.deps;
    const { original } = choice;
    if (!original || original.chainKnown) return;
    try {
      const word = wordOf(await server.receipt(receiptMarks(original.result)));
      if (choice.original !== original || !isChoosing()) return;
      const all = { ...word, refunds: together(refunds, word.refunds) };
      const judged = await judgeOriginal(known, original, all, true);
      // Asked again: while it was judged, the cashier may have put it away.
      if (choice.original === original && isChoosing()) choice.original = judged;
    } catch {
      // Offline, or the server has not heard of it yet: this device's own knowledge stands.
    }
  }

  private async askDrawer(): Promise<void> {
    const balance = await this.deps.gateway.client.balance().catch(() => null);
    this.drawer = balance ? Math.round(balance.cashInDrawer * 100) : null;
  }
}
