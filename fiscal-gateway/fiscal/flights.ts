import { DomainError } from '../../design/errors.ts';

/** Which keys somebody works on now: one live request a key. */
export interface Flights {
  /** Throws REQUEST_IN_PROGRESS while the key is under work, IDEMPOTENCY_KEY_REUSED where that work has another body (`hash`). */
  run<T>(key: string, hash: string | null, work: () => Promise<T>): Promise<T>;
  has(key: string): boolean;
}

export function createFlights(): Flights {
  const flights = new Map<string, string | null>();
  return {
    async run(key, hash, work) {
      const other = flights.get(key);
      if (other !== undefined) {
        if (hash !== null && other !== null && other !== hash) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
        throw new DomainError('REQUEST_IN_PROGRESS', {}, 1);
      }
      flights.set(key, hash);
      try {
        return await work();
      } finally {
        flights.delete(key);
      }
    },
    has: (key) => flights.has(key),
  };
}
