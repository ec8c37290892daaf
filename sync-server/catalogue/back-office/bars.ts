import { code128, ean13 } from 'bwip-js/generic';
import { BAR_STEP, gatherBars, type Bars } from '../../../design/barcode/bars.ts';
import { isEan13 } from '../../../design/catalogue/ean.ts';

/** A barcode with what stands in it. */
export type LabelBars = Bars & { readonly text: string };

/** What an EAN asks for is enough for a Code 128 as well. */
const QUIET = 11;

/** EAN-13, or Code 128 of the SKU where there is no right EAN; `null` where the SKU has letters that Code 128 cannot hold. */
export function barsOfProduct({ sku, ean }: { readonly sku: string; readonly ean: string | null }): LabelBars | null {
  const options = { includetext: false, scale: BAR_STEP, height: 1 };
  if (ean !== null && isEan13(ean)) return { ...ean13({ bcid: 'ean13', text: ean, ...options }, gatherBars(QUIET)), text: ean };
  if (!/^[ -~]+$/.test(sku)) return null;
  return { ...code128({ bcid: 'code128', text: sku, ...options }, gatherBars(QUIET)), text: sku };
}
