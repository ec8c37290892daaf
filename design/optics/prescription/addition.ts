import type { SpheroCylinder } from './notation.ts';
import { toGrid, type Dioptres } from './power.ts';

interface Multifocal extends SpheroCylinder {
  readonly add: Dioptres | null;
  readonly addIntermediate?: Dioptres | null | undefined;
}

/** Sphere of the glasses for near: far plus addition; the cylinder stays. `null` where no sphere or no addition is written. */
export function nearPower<E extends Multifocal>(e: E): E | null {
  if (e.sph === null || e.add === null) return null;
  return { ...e, sph: e.sph + e.add, add: null };
}

/** What is added for the middle distance (a screen): as written, else half of the addition, rounded up to a quarter. */
export function intermediateAdd({ add, addIntermediate }: Pick<Multifocal, 'add' | 'addIntermediate'>): Dioptres | null {
  return addIntermediate ?? (add === null ? null : toGrid(add / 2, 0.25));
}

/** Sphere of the glasses for the middle distance. `null` where no sphere or no addition is written. */
export function intermediatePower<E extends Multifocal>(e: E): E | null {
  const added = intermediateAdd(e);
  if (e.sph === null || added === null) return null;
  return { ...e, sph: e.sph + added, add: null };
}
