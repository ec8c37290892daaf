import { expect, it } from 'vitest';
import { described, viewOf } from '../../tests/factories/order-events.ts';
import { lensesUnderWay } from './lens-needs.ts';
import { matchDelivery, type ScannedLens } from './receiving.ts';
import { withScan } from './scanned-in.ts';

const ORDERED = { kind: 'step', step: 'lens-ordered', supplierOrder: 'supplier-order:1' } as const;
const UNDER_WAY = lensesUnderWay([{ id: 'order:17', number: '17', view: viewOf(described(), { kind: 'confirm' }, ORDERED) }]);
type Read = readonly [code: string, sku: string | null];
const scan = (codes: readonly Read[]) =>
  codes.reduce<readonly ScannedLens[]>((scans, [code, sku]) => withScan(scans, code, sku, UNDER_WAY) ?? scans, []);
const received = (...codes: Read[]) => matchDelivery(UNDER_WAY, scan(codes));

it('a job’s label takes its lens in as ordered, however often it is scanned', () => {
  const { matches, missing } = received(['O-17-A-R', null], ['17-A-R', null]);
  expect(matches.map(({ line, differences }) => [line.eye, differences])).toEqual([['od', []]]);
  expect(missing.map(({ eye }) => eye)).toEqual(['os']);
});

it('the packet scanned behind its label shows what is another than was ordered', () => {
  const { matches } = received(['O-17-A-L', null], ['4600000000017', 'LENS-160~-2.50-0.75']);
  expect(matches.map(({ line, differences }) => [line.eye, differences])).toEqual([['os', ['SPH']]]);
});

it('a packet alone goes to whoever waits for exactly that lens', () => {
  const { matches } = received(['4600000000017', 'LENS-160~-2.25-0.75']);
  expect(matches.map(({ line, differences }) => [line.eye, differences])).toEqual([['od', []]]);
});

it('a code that is neither an awaited job nor an article is not taken', () => {
  expect(withScan([], 'O-99-A-R', null, UNDER_WAY)).toBeNull();
});
