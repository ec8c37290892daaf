import type { Product } from '../../../design/documents/catalogue.ts';

/** What a test asks of the server program past its API. */
export type Command =
  | { readonly what: 'fill'; readonly products: readonly Product[] }
  /** Dies at the write after so many more; `during`: the write has been begun and nobody waits for it. `null`: never. */
  | { readonly what: 'arm'; readonly after: number | null; readonly how: 'before' | 'during' | 'after' }
  /** `fill-disk`: from the next write of articles on the disk takes nothing; `free-disk`: it has room again. */
  | { readonly what: 'passed' | 'jobs' | 'goods' | 'fill-disk' | 'free-disk' | 'failing' }
  | { readonly what: 'undo'; readonly job: string };

/** `number` 0: the server listens. */
export interface Reply {
  readonly number: number;
  readonly result?: unknown;
  readonly error?: string;
}
