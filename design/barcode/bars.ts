/** A barcode as one path: bars of whole modules, `width` modules wide with its quiet zones, one high. */
export interface Bars {
  readonly width: number;
  readonly path: string;
}

/** A drawing library rounds to whole steps: with two to a module the middle of every bar is one. */
export const BAR_STEP = 2;

/**
 * Gathers the bars that bwip-js draws, for screens and for labels of the server; of the ways to draw that symbols have, linear ones use
 * lines only.
 * @param quiet modules of white on either side: ten about a Code 128 (ISO/IEC 15417), eleven about an EAN (ISO/IEC 15420)
 */
export function gatherBars(quiet: number) {
  const path: string[] = [];
  let modules = 0;
  const none = (): void => undefined;
  return {
    scale: (): [number, number] => [BAR_STEP, BAR_STEP],
    measure: () => ({ width: 0, ascent: 0, descent: 0 }),
    init(width: number): void {
      modules = width / BAR_STEP;
    },
    line(x: number, _y0: number, _x1: number, _y1: number, width: number): void {
      const bar = width / BAR_STEP;
      path.push(`M${quiet + x / BAR_STEP - bar / 2} 0h${bar}v1h-${bar}z`);
    },
    ...{ polygon: none, hexagon: none, ellipse: none, fill: none, text: none },
    end: (): Bars => ({ width: modules + 2 * quiet, path: path.join('') }),
  };
}
