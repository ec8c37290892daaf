import { ServerError } from './server-error.ts';

const MOST_DOCUMENTS = 100;
/** Characters in one request, far below the server's limit: a slow line should have something to show within its time limit. */
const MOST_CHARACTERS = 1 << 20;

/**
 * How much goes into one request. Halved where a request was too large or did not get through, doubled again with each that did: on a
 * line that breaks every few seconds small requests arrive and large ones never would.
 */
export class PushSize {
  private most = MOST_DOCUMENTS;

  get documents(): number {
    return this.most;
  }

  /** How many of these documents make one request; at least one. */
  firstOf(docs: readonly unknown[]): number {
    let characters = 0;
    for (const [i, doc] of docs.entries()) {
      characters += JSON.stringify(doc).length;
      if (i >= this.most || (i > 0 && characters > MOST_CHARACTERS)) return i;
    }
    return docs.length;
  }

  /** What became of a request with so many documents (`null`: it got through). */
  learn(error: unknown, documents: number): 'through' | 'too-large' | 'failed' {
    if (error === null) {
      this.most = Math.min(MOST_DOCUMENTS, Math.max(this.most, documents * 2));
      return 'through';
    }
    const isTooLarge = error instanceof ServerError && error.status === 413;
    const isLost = error instanceof ServerError && error.status === null;
    if (isTooLarge || isLost) this.most = Math.max(1, Math.floor(documents / 2));
    return isTooLarge ? 'too-large' : 'failed';
  }
}
