import type { FoundReceipt } from '$design/receipt-lookup.ts';
import { soldBy } from '$design/refund/returns.ts';
import type { RefundSearch } from './refund.model.ts';
import type { RefundDeps } from './refund.deps.ts';

export interface FinderDeps extends Pick<RefundDeps, 'known' | 'find'> {
  /** The one receipt that was meant. `chainKnown`: the chain told of it, with all refunds it knows. */
  readonly take: (found: FoundReceipt, storeName: string, chainKnown: boolean) => Promise<void>;
  readonly open: (saleId: string) => Promise<void>;
}

const EMPTY: RefundSearch = { state: 'empty' };

/** The receipt that is to be refunded, by its code, its number or words about it. The last question counts. */
export class OriginalFinder {
  search = $state.raw<RefundSearch>(EMPTY);
  private looks = 0;
  private readonly deps: FinderDeps;

  constructor(deps: FinderDeps) {
    this.deps = deps;
  }

  async find(text: string): Promise<void> {
    const words = text.trim();
    if (words === '') this.forget();
    else await this.look(() => this.lookFor(words));
  }

  async findOf(client: string): Promise<void> {
    await this.look(async () => {
      const candidates = await this.deps.known.candidates({ client });
      return candidates.length > 0 ? { state: 'found', candidates } : { state: 'none' };
    });
  }

  /** What is still being looked for is not wanted any more. */
  forget(): void {
    this.looks += 1;
    this.search = EMPTY;
  }

  private async look(ask: () => Promise<RefundSearch | null>): Promise<void> {
    const look = ++this.looks;
    this.search = { state: 'running' };
    const found = await ask().catch((): RefundSearch => ({ state: 'error', code: 'INTERNAL' }));
    if (look === this.looks && found) this.search = found;
  }

  /** `null`: the receipt was found and opened. */
  private async lookFor(words: string): Promise<RefundSearch | null> {
    // The shapes behind it come when they are needed.
    const { receiptQueryOf } = await import('$design/receipt-lookup.ts');
    const query = receiptQueryOf(words);
    if (!query) {
      const candidates = await this.deps.known.candidates(words);
      if (candidates.length === 1) return this.deps.open(candidates[0]!.saleId).then(() => null);
      return candidates.length > 0 ? { state: 'found', candidates } : { state: 'none' };
    }
    const answer = await this.deps.find(query);
    if (answer.state === 'error') return answer;
    if (answer.state !== 'found') return { state: answer.state === 'offline' ? 'offline' : 'none' };
    const { receipt, storeName, from } = answer;
    const sale = receipt.sale && receipt.sale.type !== 'refund' ? soldBy(receipt.sale) : null;
    if (!sale || !receipt.result || receipt.voided) return { state: 'none' };
    await this.deps.take({ ...receipt, sale }, storeName, from === 'network');
    return null;
  }
}
