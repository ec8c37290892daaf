import type { OpticsDeps } from './optics.deps.ts';
import type { OpticsModel } from './optics.model.ts';

/** The optical half of the program, fetched once when somebody first opens one of its places. */
export class LateOptics {
  private made: Promise<OpticsModel> | null = null;
  private readonly deps: OpticsDeps;

  constructor(deps: OpticsDeps) {
    this.deps = deps;
  }

  /** Rejects where the piece cannot be fetched; the next call asks anew. */
  open(): Promise<OpticsModel> {
    this.made ??= import('./create-optics.ts').then(
      ({ createOptics }) => createOptics(this.deps),
      (error: unknown) => {
        this.made = null;
        throw error;
      },
    );
    return this.made;
  }

  stop(): void {
    void this.made?.then(
      (optics) => optics.stop(),
      () => null,
    );
  }
}
