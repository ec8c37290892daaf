import type { CorrectionModel } from './correction.model.ts';
import type { CorrectionStore } from './correction.store.svelte.ts';
import type { createCorrection } from './create-correction.ts';

/** A piece that could not be fetched is asked for again, ms. */
const AGAIN = 1_000;

/** The till's corrections: a piece that comes when its screen is first opened (docs/decisions/0022). */
export class LateCorrection {
  private made = $state.raw<CorrectionStore | null>(null);
  private readonly deps: Parameters<typeof createCorrection>[0];
  private asked = false;

  constructor(deps: Parameters<typeof createCorrection>[0]) {
    this.deps = deps;
  }

  /** `null` until it is here: its screen waits. */
  get model(): CorrectionModel | null {
    return this.made;
  }
  /** '' while its documents are on their way: nobody else looks after them. */
  get openCorrection(): string | null {
    return this.made?.isWorking ? '' : null;
  }
  /** Is it being signed, or at the register? */
  get isBusy(): boolean {
    return this.made?.busy ?? false;
  }

  want(): void {
    if (this.asked) return;
    this.asked = true;
    import('./create-correction.ts').then(
      (piece) => {
        this.made = piece.createCorrection(this.deps);
      },
      () =>
        setTimeout(() => {
          this.asked = false;
          this.want();
        }, AGAIN),
    );
  }
}
