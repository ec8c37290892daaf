import { readPowerArticle } from '../optics/lens-sku.ts';
import { lensId, type LensLine } from './lens-needs.ts';
import type { ScannedLens } from './receiving.ts';

/** What a scanned job's label says: `O-17-A-R` or `17-A-R`; `null`: it is no lens that is awaited. */
const jobOf = (code: string, underWay: readonly LensLine[]): LensLine | null => {
  const plain = code.trim().toUpperCase().replace(/^O-/, '');
  return underWay.find((line) => lensId(line).toUpperCase() === plain) ?? null;
};

/**
 * A delivery with one scan more: a job's label is a lens of its own, as ordered until its packet says otherwise; an article (with its power
 * where it bears one) belongs to the label scanned before it, else it is a lens by itself. A label scanned twice is one lens.
 * @param sku article that the catalogue knows under this code; `null`: none
 */
export function withScan(
  scans: readonly ScannedLens[],
  code: string,
  sku: string | null,
  underWay: readonly LensLine[],
): readonly ScannedLens[] | null {
  const line = jobOf(code, underWay);
  if (line) {
    const job = lensId(line);
    return scans.some((scan) => scan.job === job) ? scans : [...scans, { job, sku: line.lens.sku, power: null }];
  }
  if (sku === null) return null;
  const article = readPowerArticle(sku);
  const power = article && { sph: article.sph, cyl: article.cyl || null, axis: article.axis, add: Number(article.add) || null };
  const packet = { sku: article?.sku ?? sku, power };
  const last = scans.at(-1);
  if (last && last.job !== null && last.power === null) return [...scans.slice(0, -1), { job: last.job, ...packet }];
  return [...scans, { job: null, ...packet }];
}
