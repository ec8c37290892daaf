import { spread, type Spread } from '../../bench/percentiles.ts';

/** Ms of the clock that all processes of a machine share and nobody can set. */
export const steadyNow = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;

/** What one program of devices saw. All times by `steadyNow`. */
export interface Observations {
  /** A sale was written on its till. */
  readonly sales: readonly { readonly id: string; readonly at: number; readonly device: number }[];
  /** The drive committed it: from now on it counts. */
  readonly results: readonly { readonly rollup: string; readonly at: number }[];
  /** An order or client was changed: `id\nrev`. */
  readonly edits: readonly { readonly id: string; readonly at: number; readonly device: number }[];
  /** A document came to a device; for mutable ones `id\nrev`. */
  readonly arrivals: readonly { readonly id: string; readonly at: number; readonly device: number }[];
  /** A day's document came to the dashboard with this many receipts. */
  readonly counted: readonly { readonly rollup: string; readonly receipts: number; readonly at: number }[];
  /** Documents that the server had refused at the end, rounds that failed, requests of gateways that failed. */
  readonly refused: number;
  readonly unsent: number;
  readonly waits: number;
  readonly gatewayFailures: number;
}

export interface Latencies {
  /** A sale from its till to each other device of the shop. */
  readonly sale: Spread;
  readonly edit: Spread;
  /** The n-th committed receipt of a shop's day to the first day's document that counts n. */
  readonly dashboard: Spread;
  /** What arrived nowhere or not everywhere, and what was not counted. */
  readonly lost: number;
  /** Receipts that the dashboard counts beyond those committed. */
  readonly doubled: number;
}

/** @param others how many devices should see what one device of a shop writes */
export function latenciesOf(all: readonly Observations[], others: number): Latencies {
  const arrivals = Map.groupBy(
    all.flatMap((one) => one.arrivals),
    ({ id }) => id,
  );
  let lost = 0;
  const waysOf = (written: readonly { readonly id: string; readonly at: number; readonly device: number }[]): number[] =>
    written.flatMap(({ id, at, device }) => {
      const there = new Map<number, number>();
      for (const arrival of arrivals.get(id) ?? []) {
        if (arrival.device !== device && !there.has(arrival.device)) there.set(arrival.device, arrival.at - at);
      }
      lost += others - there.size;
      return [...there.values()];
    });
  const sale = spread(waysOf(all.flatMap(({ sales }) => sales)));
  // An edit may be followed by another one before anybody came to fetch it: only what arrived is timed.
  const before = lost;
  const edit = spread(waysOf(all.flatMap(({ edits }) => edits)));
  lost = before;

  const counted = Map.groupBy(
    all.flatMap((one) => one.counted),
    ({ rollup }) => rollup,
  );
  const results = Map.groupBy(
    all.flatMap((one) => one.results),
    ({ rollup }) => rollup,
  );
  const shown: number[] = [];
  let doubled = 0;
  for (const [rollup, committed] of results) {
    const looks = [...(counted.get(rollup) ?? [])].sort((a, b) => a.at - b.at);
    doubled += Math.max(0, (looks.at(-1)?.receipts ?? 0) - committed.length);
    const inOrder = committed.map(({ at }) => at).sort((a, b) => a - b);
    for (const [n, at] of inOrder.entries()) {
      const look = looks.find(({ receipts }) => receipts > n);
      if (look) shown.push(Math.max(0, look.at - at));
      else lost += 1;
    }
  }
  return { sale, edit, dashboard: spread(shown), lost, doubled };
}
