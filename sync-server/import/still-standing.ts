import type { Engine } from '../engine/engine.ts';
import type { ProductChange } from '../../design/import/checked-row.ts';
import type { Finding } from '../../design/import/finding.ts';
import { NAMED_MEANWHILE, type ImportJob, type StoodArticles } from '../../design/import/job.ts';
import type { Clock } from '../../design/time/clock.ts';
import { standingGoods, type Standing } from '../catalogue/back-office/standing-goods.ts';

/** By SKU; what stands nowhere is not in it. */
export type StandingGoods = ReadonlyMap<string, readonly Standing[]>;

/** Looks through the books of all shops that are served now. */
export const standingIn =
  (deps: {
    readonly engine: Engine;
    readonly clock: Clock;
    readonly shops: () => readonly string[];
    readonly timeZoneOf: (store: string) => string;
  }) =>
  (skus: ReadonlySet<string>): Promise<StandingGoods> => {
    const shops = deps.shops().map((code) => ({ code, timeZone: deps.timeZoneOf(code) }));
    return standingGoods(deps.engine, shops, skus, deps.clock.now());
  };

/** Over the shops: pieces that lie, pieces on their way, glasses orders. */
function sumOf(places: readonly Standing[]): { lies: number; expected: number; orders: number } {
  const sum = (count: (place: Standing) => number): number => places.reduce((total, place) => total + count(place), 0);
  return { lies: sum(({ lies }) => lies), expected: sum(({ expected }) => expected), orders: sum(({ orders }) => orders.length) };
}

/** Counts articles that stay on sale, and names the first of them with what is left of each. */
export function standsAs(standing: StandingGoods) {
  const told: StoodArticles = { count: 0, named: [] };
  return {
    told,
    add(sku: string, why: StoodArticles['named'][number]['why']): void {
      told.count += 1;
      if (told.named.length < NAMED_MEANWHILE) told.named.push({ sku, why, ...sumOf(standing.get(sku) ?? []) });
    },
  };
}

const standing = (sku: string, { lies, expected, orders }: ReturnType<typeof sumOf>): Finding => ({
  ...{ row: 0, type: 'VANISHED_STANDS', field: null, value: sku, old: `${lies} ${expected} ${orders}` },
});

/** What a file's job left on sale when it became active, as findings of its report. */
export const standsNow = ({ source, outcome }: ImportJob): Finding[] =>
  source === 'bulk' ? [] : (outcome?.stands?.named ?? []).map((one) => standing(one.sku, one));

/**
 * Articles that a supplier no longer names and that are not sold out: in the archive no till would find what lies on the shelf. Each waits
 * for a person, the others go.
 * @param gone changes that archive
 */
export function heldWhileStanding(
  gone: readonly ProductChange[],
  goods: StandingGoods,
): { readonly changes: ProductChange[]; readonly findings: Finding[] } {
  const findings: Finding[] = [];
  const changes = gone.map((change): ProductChange => {
    const places = goods.get(change.sku) ?? [];
    if (places.length === 0) return change;
    findings.push(standing(change.sku, sumOf(places)));
    return { ...change, held: [...change.held, 'VANISHED_STANDS'] };
  });
  return { changes, findings };
}
