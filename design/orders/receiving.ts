import type { OrderedPower } from '../documents/order-pair.ts';
import { canonical } from '../optics/prescription/notation.ts';
import { lensId, type LensLine } from './lens-needs.ts';
import { stockKey } from './reservations.ts';

/** One lens as it was scanned in: its job's code where the packet bears one, and what the packet says is in it. */
export interface ScannedLens {
  /** `17-A-R`; `null`: the packet bears none. */
  readonly job: string | null;
  readonly sku: string;
  /** `null`: the packet does not say, or nobody read it. */
  readonly power: OrderedPower | null;
}

/** In what a lens differs from what was ordered. */
export type ReceivingDifference = 'SKU' | 'SPH' | 'CYL' | 'AXIS' | 'ADD';
export interface ReceivedMatch {
  readonly line: LensLine;
  readonly scanned: ScannedLens;
  /** Empty: as ordered. */
  readonly differences: readonly ReceivingDifference[];
}
export interface Receiving {
  readonly matches: readonly ReceivedMatch[];
  /** Came and nobody waits for it. */
  readonly unexpected: readonly ScannedLens[];
  /** Ordered and did not come. */
  readonly missing: readonly LensLine[];
}

/**
 * Matches a delivery with what is under way: by the job on the packet (whatever is in it: the difference is shown), else by exactly the
 * same lens, the urgent and the older order first. Every scan and every line is used once.
 */
export function matchDelivery(underWay: readonly LensLine[], scans: readonly ScannedLens[]): Receiving {
  const waiting = [...underWay].sort((a, b) => Number(b.rush) - Number(a.rush));
  const matches: ReceivedMatch[] = [];
  const rest: ScannedLens[] = [];
  const take = (scanned: ScannedLens, fits: (line: LensLine) => boolean): boolean => {
    const at = waiting.findIndex(fits);
    if (at < 0) return false;
    const [line] = waiting.splice(at, 1) as [LensLine];
    matches.push({ line, scanned, differences: differencesOf(line, scanned) });
    return true;
  };
  for (const scanned of scans)
    if (scanned.job === null || !take(scanned, (line) => lensId(line) === scanned.job)) rest.push(scanned);
  const unexpected = rest.filter(({ job, sku, power }) => {
    if (power === null) return true;
    const same = (line: LensLine): boolean => stockKey(line.lens.sku, line.lens.power) === stockKey(sku, power);
    return !take({ job, sku, power }, (line) => same(line) && differencesOf(line, { job, sku, power }).length === 0);
  });
  return { matches, unexpected, missing: underWay.filter((line) => waiting.includes(line)) };
}

function differencesOf({ lens }: LensLine, { sku, power }: ScannedLens): ReceivingDifference[] {
  const differences: ReceivingDifference[] = sku === lens.sku ? [] : ['SKU'];
  if (power === null) return differences;
  const [wanted, got] = [canonical(plain(lens.power)), canonical(plain(power))];
  if (wanted.sph !== got.sph) differences.push('SPH');
  if ((wanted.cyl ?? 0) !== (got.cyl ?? 0)) differences.push('CYL');
  // A finished toric lens is turned into place; a packet need not tell an axis.
  if (power.axis !== null && wanted.axis !== got.axis) differences.push('AXIS');
  if ((lens.power.add ?? 0) !== (power.add ?? 0)) differences.push('ADD');
  return differences;
}

/** An axis that is not told must not keep the notation from being turned. */
const plain = ({ sph, cyl, axis }: OrderedPower): { sph: number; cyl: number | null; axis: number | null } => ({
  sph,
  cyl,
  axis: cyl ? (axis ?? 180) : null,
});
