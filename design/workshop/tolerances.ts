/** One step of a tolerance: up to so much (inclusive; `null`: without end) so many units may be missed, or so many per cent of what was ordered. */
export interface Step {
  readonly to: number | null;
  readonly limit: number;
  readonly unit: 'absolute' | 'percent';
}
const within = (to: number | null, limit: number): Step => ({ to, limit, unit: 'absolute' });
const percent = (to: number | null, limit: number): Step => ({ to, limit, unit: 'percent' });

/** Of one kind of lens: dioptres by dioptres; axis in degrees by the cylinder. */
export interface LensTolerances {
  /** By the power of the meridian of highest power. */
  readonly power: readonly Step[];
  readonly cylinder: readonly Step[];
  /** Below `axisFrom` of cylinder the axis is not defined. */
  readonly axis: readonly Step[];
  readonly axisFrom: number;
  readonly add: readonly Step[];
}

/** Prism where the power is low, a distance where it is higher: what prism comes to depends on the power. */
export interface PairTolerance {
  readonly powerTo: number;
  /** Δ */
  readonly prism: number;
  /** mm */
  readonly distance: number;
}

export interface ToleranceFigures {
  readonly lenses: { readonly 'single-vision': LensTolerances; readonly progressive: LensTolerances };
  readonly vertical: PairTolerance;
  readonly horizontal: PairTolerance;
  /** Segment or fitting height of each lens, and the two against each other, mm. */
  readonly height: { readonly each: number; readonly difference: number };
  /** mm; an edition may not have it. */
  readonly thickness: number | null;
}

/** A table that we do not have is listed as absent, never filled with another's figures. */
export interface ToleranceTable {
  readonly id: string;
  readonly name: string;
  readonly edition: string;
  readonly source: string;
  readonly figures: ToleranceFigures | null;
}

const AXIS: readonly Step[] = [within(0.25, 14), within(0.5, 7), within(0.75, 5), within(1.5, 3), within(null, 2)];
const ADD: readonly Step[] = [within(4, 0.12), within(null, 0.18)];

/** Which table holds is the chain's choice: they differ, and editions of one differ, too. */
export const TOLERANCE_TABLES = [
  {
    id: 'ansi-z80.1-2015',
    name: 'ANSI Z80.1',
    edition: '2015',
    source: 'docslib.org quick reference; opticianstudy.com',
    figures: {
      lenses: {
        'single-vision': {
          power: [within(6.5, 0.13), percent(null, 2)],
          cylinder: [within(2, 0.13), within(4.5, 0.15), percent(null, 4)],
          axis: AXIS,
          axisFrom: 0.12,
          add: ADD,
        },
        progressive: {
          power: [within(8, 0.16), percent(null, 2)],
          cylinder: [within(2, 0.16), within(3.5, 0.18), percent(null, 5)],
          axis: AXIS,
          axisFrom: 0.12,
          add: ADD,
        },
      },
      vertical: { powerTo: 3.375, prism: 0.33, distance: 1 },
      horizontal: { powerTo: 2.75, prism: 0.67, distance: 2.5 },
      height: { each: 1, difference: 1 },
      // The figure of ±0.3 mm known to us is of the edition of 1999.
      thickness: null,
    },
  },
  {
    id: 'gost-r-51193-2009',
    name: 'ГОСТ Р 51193',
    edition: '2009',
    source: 'в силе с 2011-01-01; таблиц допусков по силе и оси у нас нет',
    figures: null,
  },
  {
    id: 'gost-r-53950-2010',
    name: 'ГОСТ Р 53950',
    edition: '2010',
    source: 'в силе с 2012-06-01; таблиц допусков по силе и оси у нас нет',
    figures: null,
  },
  { id: 'iso-21987-2017', name: 'ISO 21987', edition: '2017', source: 'таблиц у нас нет', figures: null },
] as const satisfies readonly ToleranceTable[];
export type ToleranceId = (typeof TOLERANCE_TABLES)[number]['id'];

/** The table of that id; `null`: no such table. */
export const toleranceTable = (id: string): ToleranceTable | null => TOLERANCE_TABLES.find((one) => one.id === id) ?? null;

/** How far off a value may be where `by` rules the step. */
export function limitOf(steps: readonly Step[], by: number): number {
  const step = steps.find(({ to }) => to === null || by <= to + EPSILON)!;
  return step.unit === 'absolute' ? step.limit : (by * step.limit) / 100;
}

/** Dioptres are sums of eighths and what an instrument shows: far finer than anything measured. */
export const EPSILON = 1e-6;
