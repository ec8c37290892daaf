import { eighths, minusCylinder, type EyeSide, type LensNeed } from './lens-power.ts';

/**
 * Stock is counted by article, and a finished lens in a power is an article of its own: `HOY-1001~-2.25-0.75`, with the add and the eye
 * where the design has them (`~a2.00~R`), with an axis for toric contact lenses (`~x180`). Minus cylinder, so that a lens has one name.
 */
export interface PowerArticle {
  readonly sku: string;
  readonly sph: number;
  readonly cyl: number;
  readonly axis: number | null;
  /** Dioptres, or what the maker of a multifocal contact lens calls it. */
  readonly add: string | null;
  readonly eye: EyeSide | null;
}

const MARK = '~';

const signed = (value: number): string => {
  const digits = eighths(value) % 2 === 0 ? 2 : 3;
  return (value < 0 ? '-' : '+') + Math.abs(value).toFixed(digits);
};

export function powerArticle({ sku, sph, cyl, axis, add, eye }: PowerArticle): string {
  const power = signed(sph) + (cyl === 0 ? '' : signed(cyl));
  const parts = [
    sku,
    power,
    axis === null ? '' : `x${axis}`,
    add === null ? '' : `a${add}`,
    eye ? (eye === 'od' ? 'R' : 'L') : '',
  ];
  return parts.filter((part) => part !== '').join(MARK);
}

/** The article of a spectacle lens of a family; `add` and eye only where the family is made with an add. */
export function lensArticle(sku: string, need: LensNeed, eye: EyeSide, hasAdd: boolean): string {
  const add = hasAdd && need.add ? need.add.toFixed(2) : null;
  return powerArticle({ sku, ...minusCylinder(need), axis: null, add, eye: add === null ? null : eye });
}

const POWER = /^([+-]\d+\.\d{2,3})([+-]\d+\.\d{2,3})?$/;

/** What an article is in which power; `null`: an article without one. */
export function readPowerArticle(article: string): PowerArticle | null {
  const [sku, power, ...rest] = article.split(MARK);
  const match = POWER.exec(power ?? '');
  if (!sku || !match) return null;
  const find = (mark: string): string | null => rest.find((part) => part.startsWith(mark))?.slice(1) ?? null;
  const axis = find('x');
  return {
    sku,
    sph: Number(match[1]) + 0,
    cyl: Number(match[2] ?? 0),
    axis: axis === null ? null : Number(axis),
    add: find('a'),
    eye: rest.includes('R') ? 'od' : rest.includes('L') ? 'os' : null,
  };
}
