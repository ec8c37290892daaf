import { code128 } from 'bwip-js/generic';
import { BAR_STEP, gatherBars, type Bars } from '$design/barcode/bars.ts';

const QUIET = 10;

/** Code 128. @throws where the text has letters that it cannot hold (a till has checked that none has) */
export const barsOf = (text: string): Bars =>
  code128({ bcid: 'code128', text, includetext: false, scale: BAR_STEP, height: 1 }, gatherBars(QUIET));
