import { cellOf, matrixSize, powerAt } from '../../design/optics/lens-matrix.ts';
import { findLenses, type LensWish } from '../../design/optics/lens-search.ts';
import { demoProducts } from '../../sync-server/demo/products.ts';
import { spread } from './percentiles.ts';
import type { Section } from './report.ts';
import { SlowMachine } from './slow-machine.ts';

const FAMILIES = 300;
/** Issue 6: over 300 families × full matrices. */
const GOAL = 50;
/** Of one core: about a till PC of 2015 beside a server core of today. */
const SHARE = 0.5;
const ROUNDS = 20;

const fitting = { frame: { a: 54, dbl: 18, b: 38, ed: 58 }, pd: { both: 62, od: 31, os: 31 }, heights: { od: 20, os: 20 } };
const eye = (sph: number, cyl: number | null, axis: number | null, add: number | null = null) => ({ sph, cyl, axis, add });
const WISHES: readonly LensWish[] = [
  { od: eye(-2.25, -0.75, 90), os: eye(-1.5, null, null), fitting },
  { od: eye(-8, -2, 10), os: eye(-7.5, -1.25, 170), fitting },
  { od: eye(2, 0.5, 90), os: eye(2.25, 0.5, 95), fitting },
  { od: eye(1, -0.5, 90, 2), os: eye(1.25, null, null, 2), fitting },
  { od: eye(0, null, null), os: eye(-0.25, null, null) },
  { od: eye(-14.5, -3.75, 45), os: eye(-14, -3.5, 130), fitting },
];

/** Lenses for a prescription: the whole answer, ranked and fitted, beside the same question put to a list of every power. */
export function lensSearchBench(): Promise<Section> {
  const families = demoProducts(10_000, 'optics', '22')
    .map(({ entry }) => entry)
    .filter(({ lens }) => lens)
    .filter((_, i, all) => Math.floor((i * FAMILIES) / all.length) !== Math.floor(((i - 1) * FAMILIES) / all.length))
    .slice(0, FAMILIES);
  const powers = families.flatMap(({ sku, lens }) => {
    const { rows, columns } = matrixSize(lens!);
    return Array.from({ length: rows * columns }, (_, i) => ({
      sku,
      ...powerAt(lens!, Math.floor(i / columns), i % columns),
    })).filter((power) => cellOf(lens!, power));
  });
  const timed = (work: (wish: LensWish) => unknown, rounds: number): number[] =>
    Array.from({ length: rounds }, () => WISHES).flatMap((wishes) =>
      wishes.map((wish) => {
        const from = performance.now();
        work(wish);
        return performance.now() - from;
      }),
    );
  const ask = (wish: LensWish) => findLenses(families, wish);
  const slow = new SlowMachine(SHARE);
  slow.take([process.pid]);
  try {
    const cold = timed(ask, 1);
    const warm = spread(timed(ask, ROUNDS));
    const plain = spread(
      timed(
        ({ od, os }) => [od!, os!].map(({ sph, cyl }) => powers.filter((one) => one.sph === sph && one.cyl === (cyl ?? 0))),
        3,
      ),
    );
    return Promise.resolve({
      name: 'lens search',
      figures: [
        { what: `the first question to ${families.length} families`, value: cold[0]!, unit: 'ms', goal: GOAL },
        {
          ...{ what: 'a question p95', value: warm.p95, unit: 'ms', goal: GOAL },
          baseline: { what: `filter of ${powers.length} powers, p95`, value: plain.p95 },
        },
      ],
      method: `${WISHES.length} prescriptions, half of one core; ranked, priced and fitted for both eyes`,
    });
  } finally {
    slow.release();
  }
}
