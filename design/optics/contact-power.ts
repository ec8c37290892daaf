import type { CatalogueEntry } from '../documents/catalogue.ts';
import { TORIC_FROM } from './prescription/contact-lens.ts';
import { eighths, minusNeed, type LensNeed } from './lens-power.ts';

export type ContactLens = NonNullable<CatalogueEntry['contactLens']>;
type Block = NonNullable<ContactLens['powers']>[number];

/** A power that a contact lens exists in: dioptres, minus cylinder (0: spherical), axis 1–180, add as the maker calls it. */
export interface ContactPower {
  readonly sph: number;
  readonly cyl: number;
  readonly axis: number | null;
  readonly add: string | null;
}

/**
 * `POWER_FAR`: the nearest sphere is farther than half a step, the lens is not made so strong. `CYLINDER_LEFT`: 0.75 D of cylinder or more
 * stays uncorrected. `ADD_MISSING`, `ADD_NOT_MADE`: of a multifocal lens.
 */
export const CONTACT_FINDINGS = {
  POWER_FAR: 'stop',
  CYLINDER_LEFT: 'warning',
  ADD_MISSING: 'stop',
  ADD_NOT_MADE: 'stop',
} as const;
export type ContactFindingCode = keyof typeof CONTACT_FINDINGS;

export interface ContactMatch {
  readonly power: ContactPower;
  /** How far it is from what was asked for: the length of the difference as power vectors, dioptres; 0 where it is exactly that. */
  readonly off: number;
  readonly findings: readonly ContactFindingCode[];
}

interface PowerVector {
  readonly m: number;
  readonly j0: number;
  readonly j45: number;
}

/**
 * A refraction as a power vector, dioptres: M = S + C/2, J0 = −C/2·cos 2α, J45 = −C/2·sin 2α (Thibos, Wheeler, Horner 1997). The distance
 * of two is the blur that one leaves of the other, whatever notation either is written in.
 */
const vectorOf = (sph: number, cyl: number, axis: number | null): PowerVector => {
  const double = ((axis ?? 180) * Math.PI) / 90;
  return { m: sph + cyl / 2, j0: (-cyl / 2) * Math.cos(double), j45: (-cyl / 2) * Math.sin(double) };
};
const distance = (a: PowerVector, b: PowerVector): number => Math.hypot(a.m - b.m, a.j0 - b.j0, a.j45 - b.j45);

/** The blocks of powers that a lens is made in; a catalogue that tells its range alone has spherical ones in it. */
const blocksOf = ({ sph, powers }: ContactLens): readonly Block[] => powers ?? [{ sph }];

/** Every sphere that a lens is made in, dioptres, from the least to the greatest. */
export function contactSpheres(lens: ContactLens): number[] {
  const all = blocksOf(lens).flatMap(({ sph: { min, max, step } }) =>
    Array.from({ length: Math.floor((eighths(max) - eighths(min)) / eighths(step)) + 1 }, (_, i) => min + i * step),
  );
  return [...new Set(all)].sort((a, b) => a - b);
}

/** Is a contact lens made in exactly this power? `add` is left to `contactAdd`. */
export function isContactMade(lens: ContactLens, wanted: Pick<LensNeed, 'sph' | 'cyl' | 'axis'>): boolean {
  const { sph, cyl, axis } = minusNeed({ sph: wanted.sph, cyl: wanted.cyl, axis: wanted.axis ?? null });
  return blocksOf(lens).some((block) => {
    const off = eighths(sph) - eighths(block.sph.min);
    const isSphere = off >= 0 && eighths(sph) <= eighths(block.sph.max) && off % eighths(block.sph.step) === 0;
    const hasCylinder = cyl === 0 ? !block.cyl : (block.cyl ?? []).includes(cyl) && (block.axes ?? []).includes(axis ?? 0);
    return isSphere && hasCylinder;
  });
}

/** The maker's add for a prescribed one, dioptres; `null`: the lens has none for it. */
export const contactAdd = ({ adds = [] }: ContactLens, add: number): string | null =>
  adds.find(({ from, to }) => add >= from && add <= to)?.code ?? null;

/**
 * The power nearest to what an eye needs (at the cornea: the conversion from spectacles was done before) among those that the lens is made
 * in. Nearest is what leaves the least blur; of two equally near ones the weaker cylinder, then the weaker sphere, so that nobody is
 * overcorrected (`nearestSphere` of the conversion from glasses does the same).
 */
export function nearestContact(lens: ContactLens, need: LensNeed): ContactMatch {
  const wanted = minusNeed(need);
  const target = vectorOf(wanted.sph, wanted.cyl, wanted.axis);
  const nearest = blocksOf(lens)
    .flatMap((block) => candidates(block, target))
    .map((power) => ({ power, off: distance(vectorOf(power.sph, power.cyl, power.axis), target) }))
    .reduce((best, one) => (compare(one, best) < 0 ? one : best));
  const add = addOf(lens, need);
  const { sph, cyl, axis } = nearest.power;
  return {
    power: { sph, cyl, axis, add: add.code },
    off: Math.round(nearest.off * 1000) / 1000,
    findings: [
      ...(isFar(lens, target.m - cyl / 2) ? (['POWER_FAR'] as const) : []),
      ...(residualCylinder(nearest.power, target) >= TORIC_FROM - 1e-9 ? (['CYLINDER_LEFT'] as const) : []),
      ...add.findings,
    ],
  };
}

type Candidate = Omit<ContactPower, 'add'>;

/** For each cylinder and axis of a block the spheres on both sides of the wanted spherical equivalent. */
function candidates({ sph, cyl, axes }: Block, target: PowerVector): Candidate[] {
  const spheres = (half: number): number[] => {
    const at = (target.m - half - sph.min) / sph.step;
    const last = Math.floor((eighths(sph.max) - eighths(sph.min)) / eighths(sph.step));
    const clamp = (step: number): number => sph.min + Math.min(last, Math.max(0, step)) * sph.step;
    return [clamp(Math.floor(at)), clamp(Math.ceil(at))];
  };
  if (!cyl) return spheres(0).map((one) => ({ sph: one + 0, cyl: 0, axis: null }));
  return cyl.flatMap((one) =>
    (axes ?? []).flatMap((axis) => spheres(one / 2).map((sphere) => ({ sph: sphere + 0, cyl: one, axis }))),
  );
}

interface Measured {
  readonly power: Candidate;
  readonly off: number;
}
/** Distances differ by rounding alone below this, dioptres. */
const SAME = 1e-9;
function compare(a: Measured, b: Measured): number {
  if (Math.abs(a.off - b.off) > SAME) return a.off - b.off;
  return (
    Math.abs(a.power.cyl) - Math.abs(b.power.cyl) ||
    Math.abs(a.power.sph) - Math.abs(b.power.sph) ||
    (a.power.axis ?? 0) - (b.power.axis ?? 0)
  );
}

/** The cylinder that stays, dioptres: twice the length of what is left of J0 and J45. */
function residualCylinder({ sph, cyl, axis }: Candidate, target: PowerVector): number {
  const given = vectorOf(sph, cyl, axis);
  return 2 * Math.hypot(given.j0 - target.j0, given.j45 - target.j45);
}

const isFar = (lens: ContactLens, sphere: number): boolean => {
  const spheres = contactSpheres(lens);
  const above = spheres.find((one) => one >= sphere - SAME);
  const below = spheres.findLast((one) => one <= sphere + SAME);
  if (above !== undefined && below !== undefined) return false;
  // Beyond an end: half of the step that the lens has there.
  const [end, next] = above === undefined ? [spheres.at(-1)!, spheres.at(-2)] : [spheres[0]!, spheres[1]];
  return Math.abs(sphere - end) > Math.abs(end - (next ?? end)) / 2 + SAME;
};

function addOf(lens: ContactLens, need: LensNeed): { code: string | null; findings: readonly ContactFindingCode[] } {
  if (!lens.adds || lens.adds.length === 0) return { code: null, findings: [] };
  const add = need.add ?? null;
  if (add === null) return { code: null, findings: ['ADD_MISSING'] };
  const code = contactAdd(lens, add);
  return { code, findings: code === null ? ['ADD_NOT_MADE'] : [] };
}
