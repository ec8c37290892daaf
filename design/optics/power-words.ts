import { readPowerArticle } from './lens-sku.ts';

const signed = (value: number): string => `${value > 0 ? '+' : value < 0 ? '−' : ''}${digits(value)}`;
const digits = (value: number): string => Math.abs(value).toFixed((value * 100) % 1 === 0 ? 2 : 3);

/** The power of an article as it stands on a lens envelope, in any language: `−2.25 −0.75 × 180 add 2.00 R`; `null`: it has none. */
export function powerWords(article: string): string | null {
  const power = readPowerArticle(article);
  if (!power) return null;
  const { sph, cyl, axis, add, eye } = power;
  return [
    signed(sph),
    ...(cyl === 0 ? [] : [signed(cyl)]),
    ...(axis === null ? [] : [`× ${axis}`]),
    ...(add === null ? [] : [`add ${add}`]),
    ...(eye === null ? [] : [eye === 'od' ? 'R' : 'L']),
  ].join(' ');
}
