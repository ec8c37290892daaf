import type { IncomingMessage } from 'node:http';

const MEGABYTE = 1 << 20;
/** Bytes of `_bulk_docs` bodies that may lie in memory at once, over all devices: they must be whole before their rows are judged. */
export const BODY_BUDGET = 64 * MEGABYTE;
/** What is sold at a till measures a few kB and never waits behind a first load's megabytes. */
const SMALL = 256 << 10;

export interface BodyBudget {
  /** Resolves when so many bytes may be read, with what gives them back. The request is not read meanwhile: its sender is paused by TCP. */
  take(bytes: number, gone: AbortSignal): Promise<() => void>;
  /** For the gauge. */
  inUse(): number;
}

/**
 * A body is reserved by its declared length before a byte of it is read. To take bytes as they come would let many half-read bodies
 * hold all there is, each waiting for the others.
 */
export function createBodyBudget(total: number = BODY_BUDGET): BodyBudget {
  let used = 0;
  const waiting: { bytes: number; go: () => void }[] = [];

  function next(): void {
    while (waiting.length > 0 && used + waiting[0]!.bytes <= total) {
      const { bytes, go } = waiting.shift()!;
      used += bytes;
      go();
    }
  }
  const giver = (bytes: number): (() => void) => {
    let given = false;
    return () => {
      if (given) return;
      given = true;
      used -= bytes;
      next();
    };
  };

  return {
    inUse: () => used,
    async take(wanted, gone) {
      if (wanted <= SMALL) return () => undefined;
      const bytes = Math.min(wanted, total);
      await new Promise<void>((resolve, reject) => {
        const entry = { bytes, go: resolve };
        waiting.push(entry);
        gone.addEventListener(
          'abort',
          () => {
            const at = waiting.indexOf(entry);
            if (at < 0) return;
            waiting.splice(at, 1);
            reject(new Error('the sender went away'));
            next();
          },
          { once: true },
        );
        next();
      });
      return giver(bytes);
    },
  };
}

/** What a body may measure in memory: its declared length, or the limit where it is compressed or of unknown length. */
export function declaredBytes(request: IncomingMessage, limit: number): number {
  const length = Number(request.headers['content-length']);
  const encoding = request.headers['content-encoding'];
  const isPlain = encoding === undefined || encoding === 'identity';
  return isPlain && Number.isSafeInteger(length) ? Math.min(length, limit) : limit;
}
