import type { LocalStore } from '../storage/local-store.ts';
import type { CorrectionDraft } from './correction.model.ts';

const KEY = 'correction-draft';

/** The keys that the correction will have, chosen with the draft: after a reload it is the same correction. UUIDv4. */
export interface CorrectionKeys {
  readonly reversal: string;
  readonly right: string;
}

interface Kept {
  readonly draft: CorrectionDraft;
  readonly keys: CorrectionKeys;
}

/** A correction that is being entered, kept over reloads until it is written or given up. Nothing of it has begun. */
export class KeptDraft {
  private readonly store: LocalStore;
  private readonly uuid: () => string;

  constructor(store: LocalStore, uuid: () => string) {
    this.store = store;
    this.uuid = uuid;
  }

  get draft(): CorrectionDraft | null {
    return this.read()?.draft ?? null;
  }

  /** The keys stay those of the first time. */
  keep(draft: CorrectionDraft): CorrectionKeys {
    const keys = this.read()?.keys ?? { reversal: this.uuid(), right: this.uuid() };
    this.store.write(KEY, { draft, keys } satisfies Kept);
    return keys;
  }

  drop(): void {
    this.store.remove(KEY);
  }

  private read(): Kept | null {
    return this.store.read<Kept>(KEY);
  }
}
