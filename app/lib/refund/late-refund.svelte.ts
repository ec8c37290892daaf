import type { ReceiptAnswer } from '$design/fiscal/wire.ts';
import type { createRefund } from './create-refund.ts';
import type { RefundModel } from './refund.model.ts';
import { WaitingRefunds } from './waiting-refunds.svelte.ts';

/** A piece that could not be fetched is asked for again, ms. */
const AGAIN = 1_000;

/**
 * The till's refunds: a piece that comes behind its first paint (docs/decisions/0022). Until it is here nothing of a refund goes on, since
 * none outlives a reload but as a fact in the tray or as a plan in the list of those that wait.
 */
export class LateRefund {
  private made = $state.raw<ReturnType<typeof createRefund> | null>(null);
  private readonly deps: Parameters<typeof createRefund>[0];
  private readonly waits: WaitingRefunds;
  private asked = false;
  private stopped = false;

  constructor(deps: Parameters<typeof createRefund>[0]) {
    this.deps = deps;
    this.waits = new WaitingRefunds(deps.store);
  }

  /** Before it is here only `waiting` may be read: it has no `phase` yet, and its screen waits. */
  get model(): RefundModel {
    return this.made ?? ({ waiting: this.waits.list } as unknown as RefundModel);
  }
  get openRefund(): string | null {
    return this.made?.openRefund ?? null;
  }
  get isIdle(): boolean {
    return this.made?.isIdle ?? true;
  }
  /** Is it at the card or the register just now? */
  get isWorking(): boolean {
    return this.made?.phase === 'working';
  }

  start(): void {
    if (this.asked || this.stopped) return;
    this.asked = true;
    this.waits.reload();
    import('./create-refund.ts').then(
      (piece) => {
        if (this.stopped) return;
        const made = piece.createRefund(this.deps);
        made.start();
        this.made = made;
      },
      () =>
        setTimeout(() => {
          this.asked = false;
          this.start();
        }, AGAIN),
    );
  }
  stop(): void {
    this.stopped = true;
    this.made?.stop();
  }
  observe(answer: ReceiptAnswer): void {
    this.made?.observe(answer);
  }
  async reachable(): Promise<void> {
    await this.made?.reachable();
  }
}
