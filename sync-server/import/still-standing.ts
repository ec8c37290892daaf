import type { ProductChange } from '../../design/import/checked-row.ts';
import type { Finding } from '../../design/import/finding.ts';
import type { Standing } from '../catalogue/back-office/standing-goods.ts';

/**
 * Articles that a supplier no longer names and that are not sold out: in the archive no till would find what lies on the shelf. Each waits
 * for a person, the others go.
 * @param gone changes that archive
 * @param standing by SKU; what stands nowhere is not in it
 */
export function heldWhileStanding(
  gone: readonly ProductChange[],
  standing: ReadonlyMap<string, readonly Standing[]>,
): { readonly changes: ProductChange[]; readonly findings: Finding[] } {
  const findings: Finding[] = [];
  const changes = gone.map((change): ProductChange => {
    const places = standing.get(change.sku) ?? [];
    if (places.length === 0) return change;
    const sum = (count: (place: Standing) => number): number => places.reduce((total, place) => total + count(place), 0);
    const old = [sum(({ lies }) => lies), sum(({ expected }) => expected), sum(({ orders }) => orders.length)].join(' ');
    findings.push({ row: 0, type: 'VANISHED_STANDS', field: null, value: change.sku, old });
    return { ...change, held: [...change.held, 'VANISHED_STANDS'] };
  });
  return { changes, findings };
}
