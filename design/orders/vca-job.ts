import type { OrderedPower } from '../documents/order-pair.ts';
import { canonical } from '../optics/prescription/notation.ts';
import { componentsFromPolar, polarOf } from '../optics/prescription/prism.ts';
import { jobId, type LensLine } from './lens-needs.ts';
import { vcaNumber, vcaPair, vcaSides, vcaText, vcaValue, type VcaJob, type VcaRecord } from './vca.ts';
import { SIDES, type Side } from './words.ts';

/** One lens of a job, as a lab reads it. mm, dioptres in minus notation. `sku`: labs match codes, phrases come back as invalid jobs. */
export interface JobLens {
  readonly sku: string;
  readonly power: OrderedPower;
  readonly pd: number | null;
  readonly height: number | null;
  readonly diameter: number | null;
  readonly coatings: readonly string[];
  readonly tint: string | null;
}

export interface LensJob {
  readonly job: string;
  readonly od: JobLens | null;
  readonly os: JobLens | null;
  /** Heights are of segments or fitting crosses, not of optical centres. */
  readonly multifocal: boolean;
  readonly box: { readonly a: number | null; readonly b: number | null; readonly dbl: number | null; readonly ed: number | null };
  readonly rim: 'full' | 'half' | 'rimless' | null;
  readonly rush: boolean;
  readonly remake: boolean;
  readonly tray: string | null;
}

/** The lenses of a supplier's order pair by pair: one job a pair, however many of its lenses are wanted. */
export function jobsOf(lines: readonly LensLine[]): LensJob[] {
  const jobs = new Map<string, LensJob>();
  for (const line of lines) {
    const { lens, eye, fitting, frame, purpose, rush, tray, again } = line;
    const job = jobId(line);
    const known = jobs.get(job);
    const sizes = frame?.sizes ?? null;
    const { a = null, b = null, dbl = null, ed = null } = sizes ?? {};
    const { sku, diameter, coatings, tint } = lens;
    const { pd = null, height = null } = fitting?.[eye] ?? {};
    const made: JobLens = { sku, power: minus(lens.power), pd, height, diameter, coatings, tint };
    jobs.set(job, {
      ...{ job, od: null, os: null, box: { a, b, dbl, ed }, rim: sizes?.rim ?? null, tray },
      ...known,
      multifocal: purpose === 'progressive' || purpose === 'bifocal',
      rush: rush || (known?.rush ?? false),
      remake: again || (known?.remake ?? false),
      [eye]: made,
    });
  }
  return [...jobs.values()];
}

function minus(power: OrderedPower): OrderedPower {
  const { sph, cyl, axis } = canonical({ sph: power.sph, cyl: power.cyl, axis: power.axis });
  return { ...power, sph: sph, cyl: cyl ? cyl : null, axis };
}

const ETYP = { full: '1', rimless: '2', half: '3' } as const;
const RIMS = { '1': 'full', '2': 'rimless', '3': 'half' } as const;

/** The job as records. Coatings, tint, diameter, tray and remake go under labels of our own: the standard's catalogue codes are each lab's. */
export function vcaOf(job: LensJob): VcaRecord[] {
  const sides = (of: (lens: JobLens, eye: Side) => string | null): string | null => {
    const [right, left] = SIDES.map((eye) => (job[eye] ? of(job[eye], eye) : null)) as [string | null, string | null];
    return right === null && left === null ? null : vcaSides(right, left);
  };
  const number = (of: (lens: JobLens, eye: Side) => number | null): string | null =>
    sides((lens, eye) => {
      const value = of(lens, eye);
      return value === null ? null : vcaNumber(value);
    });
  const one = (value: number | null): string | null => (value === null ? null : vcaNumber(value));
  const both = (value: number | null): string | null => (value === null ? null : vcaSides(vcaNumber(value), vcaNumber(value)));
  const records: [string, string | null][] = [
    ['JOB', vcaText(job.job)],
    ['DO', job.od && job.os ? 'B' : job.od ? 'R' : 'L'],
    ['LNAM', sides(({ sku }) => vcaText(sku))],
    ['SPH', number(({ power }) => power.sph)],
    ['CYL', number(({ power }) => power.cyl)],
    ['AX', sides(({ power }) => (power.axis === null ? null : String(power.axis)))],
    ['ADD', number(({ power }) => power.add)],
    ['PRVM', number(({ power }, eye) => polarOf(power.prism, eye)?.amount ?? null)],
    ['PRVA', number(({ power }, eye) => polarOf(power.prism, eye)?.base ?? null)],
    ['IPD', number(({ pd }) => pd)],
    [job.multifocal ? 'SEGHT' : 'OCHT', number(({ height }) => height)],
    ['HBOX', both(job.box.a)],
    ['VBOX', both(job.box.b)],
    ['DBL', one(job.box.dbl)],
    ['FED', both(job.box.ed)],
    ['ETYP', job.rim && ETYP[job.rim]],
    ['_DIAM', number(({ diameter }) => diameter)],
    ['_COAT', sides(({ coatings }) => (coatings.length === 0 ? null : coatings.map(vcaText).join(',')))],
    ['_TINT', sides(({ tint }) => (tint === null ? null : vcaText(tint)))],
    ['_RUSH_JOB', job.rush ? '1' : null],
    ['_REMAKE', job.remake ? '1' : null],
    ['_TRAY_NUM', job.tray === null ? null : vcaText(job.tray)],
  ];
  return records.flatMap(([label, value]) => (value === null || value === '' ? [] : [{ label, value }]));
}

/** The job that records tell of; `null` where it has no id or neither side's sphere. Degrees and prism come back rounded as they were written. */
export function jobOfVca(records: VcaJob): LensJob | null {
  const job = vcaValue(records, 'JOB');
  const of = vcaValue(records, 'DO') ?? 'B';
  const number = (label: string, eye: Side): number | null => {
    const text = vcaPair(records, label)[eye];
    return text === null || !Number.isFinite(Number(text)) ? null : Number(text);
  };
  const multifocal = vcaValue(records, 'SEGHT') !== null || vcaValue(records, 'ADD') !== null;
  const lens = (eye: Side): JobLens | null => {
    const sph = number('SPH', eye);
    if (sph === null || !(of === 'B' || of === (eye === 'od' ? 'R' : 'L'))) return null;
    const [amount, base] = [number('PRVM', eye), number('PRVA', eye)];
    const prism = amount === null || base === null ? {} : { prism: componentsFromPolar({ amount, base }, eye) };
    return {
      sku: vcaPair(records, 'LNAM')[eye] ?? '',
      power: { sph, cyl: number('CYL', eye), axis: number('AX', eye), add: number('ADD', eye), ...prism },
      pd: number('IPD', eye),
      height: number('SEGHT', eye) ?? number('OCHT', eye),
      diameter: number('_DIAM', eye),
      coatings: vcaPair(records, '_COAT')[eye]?.split(',') ?? [],
      tint: vcaPair(records, '_TINT')[eye],
    };
  };
  const [od, os] = [lens('od'), lens('os')];
  if (job === null || (od === null && os === null)) return null;
  const rim = vcaValue(records, 'ETYP') as keyof typeof RIMS | null;
  return {
    ...{ job, od, os, multifocal },
    box: { a: number('HBOX', 'od'), b: number('VBOX', 'od'), dbl: number('DBL', 'od'), ed: number('FED', 'od') },
    rim: rim === null ? null : (RIMS[rim] ?? null),
    rush: vcaValue(records, '_RUSH_JOB') === '1',
    remake: vcaValue(records, '_REMAKE') === '1',
    tray: vcaValue(records, '_TRAY_NUM'),
  };
}
