import { code128, type DrawingContext } from 'bwip-js/generic';

/** A barcode as one path: bars of whole modules, `width` modules wide with its quiet zones, one high. */
export interface Bars {
  readonly width: number;
  readonly path: string;
}

/** ISO/IEC 15417: ten modules of white on either side. */
const QUIET = 10;
/** The library rounds to whole steps: with two to a module the middle of every bar is one. */
const STEP = 2;

/** Code 128. @throws where the text has letters that it cannot hold (a till has checked that none has) */
export const barsOf = (text: string): Bars =>
  code128({ bcid: 'code128', text, includetext: false, scale: STEP, height: 1 }, drawing());

/** Collects the bars; of the ways to draw that symbols have, this one uses lines only. */
function drawing(): DrawingContext<Bars> {
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
