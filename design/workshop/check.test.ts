import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEASURED, pairOf, powerOf } from '../../tests/factories/order-events.ts';
import { orderedPairOf } from '../orders/ordered.ts';
import { transpose } from '../optics/prescription/notation.ts';
import { checkQuality, failedItems, turn, type OrderedPair } from './check.ts';
import { TOLERANCE_TABLES, toleranceTable } from './tolerances.ts';

const ANSI = toleranceTable('ansi-z80.1-2015')!;
const ordered = (change: Partial<OrderedPair> = {}): OrderedPair => ({
  od: powerOf(),
  os: powerOf(),
  pd: 63,
  heights: { od: 18, os: 18 },
  kind: 'single-vision',
  ...change,
});
const lens = (sph: number, cyl: number, axis: number | null, add: number | null = null) => ({ sph, cyl, axis, add, height: 18 });
/** Both eyes ordered and measured alike; only what the case is about matters. */
function failed(
  want: [number, number, number | null, (number | null)?],
  got: [number, number, number | null, (number | null)?],
  kind: OrderedPair['kind'] = 'single-vision',
) {
  const [sph, cyl, axis, add = null] = want;
  const power = powerOf({ sph, cyl, axis, add });
  const measured = { ...MEASURED, od: lens(...got), os: lens(...got) };
  return failedItems(checkQuality(measured, ordered({ od: power, os: power, kind }), ANSI)).filter((one) =>
    one.startsWith('od.'),
  );
}

describe('ANSI Z80.1-2015 (optics.md §1.7), single vision', () => {
  it.each([
    ['power up to 6.50: 0.13', [-6.5, 0, null], [-6.63, 0, null], []],
    ['power up to 6.50: 0.14 is out', [-6.5, 0, null], [-6.64, 0, null], ['od.power']],
    ['power above: 2 %', [-10, 0, null], [-10.2, 0, null], []],
    ['power above: 2.1 % is out', [-10, 0, null], [-10.21, 0, null], ['od.power']],
    ['the meridian of highest power counts', [-6, -1, 90], [-6, -1.13, 90], []],
    ['cylinder up to 2.00: 0.13', [-1, -2, 90], [-1, -1.87, 90], []],
    ['cylinder up to 2.00: 0.14 is out', [-1, -2, 90], [-1.14, -1.86, 90], ['od.cylinder']],
    ['cylinder up to 4.50: 0.15', [0, -4.5, 90], [-0.15, -4.35, 90], []],
    ['cylinder up to 4.50: 0.16 is out', [0, -4.5, 90], [-0.16, -4.34, 90], ['od.cylinder']],
    ['cylinder above: 4 %', [0, -5, 90], [-0.2, -4.8, 90], []],
    ['cylinder above: more is out', [0, -5, 90], [-0.21, -4.79, 90], ['od.cylinder']],
    ['axis at 0.25: 14°', [-1, -0.25, 90], [-1, -0.25, 104], []],
    ['axis at 0.25: 15° is out', [-1, -0.25, 90], [-1, -0.25, 105], ['od.axis']],
    ['axis at 0.50: 7°', [-1, -0.5, 90], [-1, -0.5, 98], ['od.axis']],
    ['axis at 0.75: 5°', [-1, -0.75, 90], [-1, -0.75, 95], []],
    ['axis at 0.75: 6° is out', [-1, -0.75, 90], [-1, -0.75, 96], ['od.axis']],
    ['axis at 1.50: 3°', [-1, -1.5, 90], [-1, -1.5, 93], []],
    ['axis above 1.50: 2°', [-1, -1.75, 90], [-1, -1.75, 93], ['od.axis']],
    ['axis the short way round', [-1, -2, 180], [-1, -2, 2], []],
    ['a lensmeter shows 0 for 180', [-1, -2, 180], [-1, -2, 0], []],
    ['plus notation on the instrument', [-1, -1, 90], [-2, 1, 180], []],
    ['a sphere with a trace of cylinder', [-2, 0, null], [-2, -0.1, 30], []],
    ['a sphere with too much cylinder', [-2, 0, null], [-1.9, -0.2, 30], ['od.cylinder']],
    ['the sign flipped', [-2, 0, null], [2, 0, null], ['od.power']],
    ['add up to 4.00: 0.12', [-1, 0, null, 2], [-1, 0, null, 2.12], []],
    ['add up to 4.00: 0.13 is out', [-1, 0, null, 2], [-1, 0, null, 2.13], ['od.add']],
  ] as const)('%s', (_, want, got, out) => {
    expect(failed([...want], [...got])).toEqual(out);
  });
  it.each([
    ['power up to 8.00: 0.16', [-8, 0, null], [-8.16, 0, null], []],
    ['power up to 8.00: 0.17 is out', [-8, 0, null], [-8.17, 0, null], ['od.power']],
    ['cylinder up to 3.50: 0.18', [0, -3.5, 90], [-0.16, -3.34, 90], []],
    ['cylinder above: 5 %', [0, -4, 90], [-0.21, -3.79, 90], ['od.cylinder']],
  ] as const)('progressive: %s', (_, want, got, out) => {
    expect(failed([...want], [...got], 'progressive')).toEqual(out);
  });
});

describe('the pair as a whole', () => {
  const both = (measured: Partial<typeof MEASURED | Record<string, number>>, sph: number) =>
    checkQuality(
      { ...MEASURED, ...measured, od: lens(sph, 0, null), os: lens(sph, 0, null) },
      ordered({ od: powerOf({ sph, cyl: null, axis: null }), os: powerOf({ sph, cyl: null, axis: null }) }),
      ANSI,
    );
  it('low powers are judged by prism, high ones by distance', () => {
    expect(failedItems(both({ vertical: 0.34, horizontal: 0.68 }, -2))).toEqual(['both.vertical-prism', 'both.horizontal-prism']);
    expect(failedItems(both({ vertical: 0.34, horizontal: 0.68 }, -4))).toEqual([]);
    expect(failedItems(both({ heightDifference: 1.1, centres: 65.6 }, -4))).toEqual([
      'both.vertical-distance',
      'both.horizontal-distance',
    ]);
    expect(both({ heightDifference: 1, centres: 65.5 }, -4).passed).toBe(true);
  });
  it('heights may differ by a millimetre each and from each other', () => {
    const check = checkQuality(
      { ...MEASURED, od: { ...MEASURED.od, height: 19 }, os: { ...MEASURED.os, height: 17 } },
      ordered(),
      ANSI,
    );
    expect(failedItems(check)).toEqual(['both.height-difference']);
  });
  it('heights that were ordered different are held against that difference, not against none (an uneven face)', () => {
    const strong = { od: powerOf({ sph: -4, cyl: null, axis: null }), os: powerOf({ sph: -4, cyl: null, axis: null }) };
    const uneven = ordered({ ...strong, heights: { od: 20, os: 18 } });
    const made = (heightDifference: number) =>
      failedItems(
        checkQuality(
          {
            ...MEASURED,
            heightDifference,
            od: { ...lens(-4, 0, null), height: 20 },
            os: { ...lens(-4, 0, null), height: 18 },
          },
          uneven,
          ANSI,
        ),
      );
    expect([made(2), made(3), made(3.1), made(0)]).toEqual([[], [], ['both.vertical-distance'], ['both.vertical-distance']]);
  });
  it('what nobody measured is not passed', () => {
    const check = checkQuality({ ...MEASURED, os: null }, ordered(), ANSI);
    expect(check.passed).toBe(false);
    expect(failedItems(check)).toEqual([]);
    expect(check.findings.filter(({ result }) => result === 'unmeasured').length).toBeGreaterThan(0);
  });
});

it('a table that we do not have is absent: nothing is passed by it, nothing failed', () => {
  const absent = TOLERANCE_TABLES.filter(({ figures }) => figures === null);
  expect(absent.map(({ id }) => id)).toContain('gost-r-51193-2009');
  for (const table of absent) {
    const check = checkQuality(MEASURED, ordered(), table);
    expect(check.passed).toBeNull();
    expect(new Set(check.findings.map(({ result }) => result))).toEqual(new Set(['absent']));
  }
  expect(toleranceTable('din')).toBeNull();
});

it('what is measured exactly as ordered passes, in either notation', () => {
  const eighth = (min: number, max: number) => fc.integer({ min: min * 8, max: max * 8 }).map((n) => n / 8);
  fc.assert(
    fc.property(eighth(-12, 12), eighth(-6, 6), fc.integer({ min: 1, max: 180 }), fc.boolean(), (sph, cyl, axis, turned) => {
      const power = powerOf({ sph, cyl, axis: cyl === 0 ? null : axis });
      const found = turned ? transpose(power) : power;
      const measured = {
        ...MEASURED,
        od: lens(found.sph, found.cyl ?? 0, found.axis),
        os: lens(found.sph, found.cyl ?? 0, found.axis),
      };
      const heights = { ...measured, centres: 63, heightDifference: 0 };
      expect(failedItems(checkQuality(heights, ordered({ od: power, os: power }), ANSI))).toEqual([]);
    }),
  );
});

it('axes are never further apart than a right angle', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 180 }), fc.integer({ min: 0, max: 180 }), (a, b) => {
      expect(turn(a, b)).toBeLessThanOrEqual(90);
    }),
  );
});

it('what an order says of a pair is what it is held against', () => {
  expect(orderedPairOf(pairOf())).toEqual({ ...ordered(), pd: 63, heights: { od: 18, os: 18 } });
  expect(orderedPairOf(pairOf({ purpose: 'progressive', fitting: null, os: null }))).toMatchObject({
    kind: 'progressive',
    pd: null,
    os: null,
  });
});
