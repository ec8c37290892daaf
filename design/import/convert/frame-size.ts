import type { CatalogueEntry, ProductKind } from '../../documents/catalogue.ts';
import { frameFaults } from '../../optics/catalogue-faults.ts';
import { numberFrom } from './decimal.ts';
import { readNumber } from './number.ts';

type Frame = NonNullable<CatalogueEntry['frame']>;
type Size = Pick<Frame, 'a' | 'dbl' | 'temple'>;

const MM = '(\\d{2}(?:[.,]\\d)?)';
/** `54-18-140`, `54□18 140`, `54/18-140`, `54x18x140`, `54[]18-140`; the last may stand in a column of its own. */
const SIZE = new RegExp(`^${MM} ?[^\\d.,]{1,3} ?${MM}(?:(?: ?[^\\d.,]{1,3} ?)(\\d{2,3}))?(?: ?(?:mm|мм))?$`, 'i');

const millimetres = (text: string | undefined): number | null => {
  const decimal = text ? readNumber(text.replace(/ ?(?:mm|мм)\.?$/i, ''), null, true) : null;
  return decimal && numberFrom(decimal);
};

/**
 * A, DBL and temple, mm, from the text of one column or of three. `null`: the file does not say; `undefined`: it says what no frame
 * measures (the limits are those of whoever enters frames by hand).
 */
export function readFrameSize(size: string, dbl: string, temple: string): Size | null | undefined {
  if (size === '' && dbl === '' && temple === '') return null;
  const whole = SIZE.exec(size);
  const [a, b, c] = [millimetres(whole?.[1] ?? size), millimetres(whole?.[2] ?? dbl), millimetres(whole?.[3] ?? temple)];
  if (a === null || b === null || c === null) return undefined;
  const read = { a, dbl: b, temple: c };
  return frameFaults(read).length > 0 ? undefined : read;
}

export function rimOf(text: string): Frame['rim'] {
  const words = text.toLowerCase();
  if (/безобод|винт|rimless/.test(words)) return 'rimless';
  return /полуобод|леск|half|semi|nylor/.test(words) ? 'half' : 'full';
}

/** For whom: from a column of its own or from the words of a category. */
export function groupOf(...texts: readonly (string | null)[]): Frame['group'] {
  const words = texts.join(' ').toLowerCase();
  if (/дет|подрост|child|kid|boy|girl|junior/.test(words)) return 'children';
  if (/унисекс|unisex/.test(words)) return 'unisex';
  if (/жен|дам|women|woman|female|lady|ladies|^ж( |$)/.test(words)) return 'women';
  return /муж|\bmen|\bman\b|male|gent|^м( |$)/.test(words) ? 'men' : 'unisex';
}

/** Goods that are measured as frames are. */
export const isMeasured = (kind: ProductKind | null): boolean => kind === null || kind === 'frame' || kind === 'sunglasses';
