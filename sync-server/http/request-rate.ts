import { DomainError } from '../../design/errors.ts';

export interface RequestRate {
  /** Requests at once. */
  readonly burst: number;
  readonly perSecond: number;
}

const SECOND = 1_000;
const MOST_KNOWN = 10_000;

/**
 * A bucket of requests for each device.
 * @param monotonic ms that only go forward: a clock set back must not lock a till out
 */
export function requestRate({ burst, perSecond }: RequestRate, monotonic: () => number = () => performance.now()) {
  const buckets = new Map<number, { left: number; at: number }>();

  /** @throws DomainError RATE_LIMITED with the seconds to wait */
  return (device: number): void => {
    const now = monotonic();
    const before = buckets.get(device) ?? { left: burst, at: now };
    const left = Math.min(burst, before.left + ((now - before.at) / SECOND) * perSecond);
    if (left < 1) throw new DomainError('RATE_LIMITED', {}, (1 - left) / perSecond);
    if (buckets.size >= MOST_KNOWN) buckets.clear();
    buckets.set(device, { left: left - 1, at: now });
  };
}
