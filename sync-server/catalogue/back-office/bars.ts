import { code128, ean13, type DrawingContext } from 'bwip-js/generic';
import { isEan13 } from '../../../design/catalogue/ean.ts';

/** A barcode as one path: bars of whole modules, `width` modules wide with its quiet zones, one high. */
export interface Bars {
  readonly width: number;
  readonly path: string;
  readonly text: string;
}

/** ISO/IEC 15420 asks for eleven modules of white before an EAN, ISO/IEC 15417 for ten about a Code 128. */
const QUIET = 11;
/** The library rounds to whole steps: with two to a module the middle of every bar is one. */
const STEP = 2;

/** EAN-13, or Code 128 of the SKU where there is no right EAN; `null` where the SKU has letters that Code 128 cannot hold. */
export function barsOfProduct({ sku, ean }: { readonly sku: string; readonly ean: string | null }): Bars | null {
  const options = { includetext: false, scale: STEP, height: 1 };
  if (ean !== null && isEan13(ean)) return { ...ean13({ bcid: 'ean13', text: ean, ...options }, drawing()), text: ean };
  if (!/^[ -~]+$/.test(sku)) return null;
  return { ...code128({ bcid: 'code128', text: sku, ...options }, drawing()), text: sku };
}

/** Collects the bars; of the ways to draw that symbols have, these two use lines only. */
function drawing(): DrawingContext<Omit<Bars, 'text'>> {
  const path: string[] = [];
  let modules = 0;
  const none = () => undefined;
  return {
    scale: () => [STEP, STEP],
    measure: () => ({ width: 0, ascent: 0, descent: 0 }),
    init(width) {
      modules = width / STEP;
    },
    line(x, _y0, _x1, _y1, width) {
      const bar = width / STEP;
      path.push(`M${QUIET + x / STEP - bar / 2} 0h${bar}v1h-${bar}z`);
    },
    ...{ polygon: none, hexagon: none, ellipse: none, fill: none, text: none },
    end: () => ({ width: modules + 2 * QUIET, path: path.join('') }),
  };
}
