import { CATEGORY_DEPTH, categoryPath } from '../catalogue/category-path.ts';
import type { ReadRow } from './checked-row.ts';
import { readEan } from './convert/ean.ts';
import { groupOf, isMeasured, readFrameSize, rimOf } from './convert/frame-size.ts';
import { plainText } from './convert/plain-text.ts';
import { cutText, readArticle, readText } from './convert/text.ts';
import { kindOfText, readYes } from './convert/words.ts';
import type { ImportField } from './fields.ts';
import type { ImportRules } from './profile.ts';
import type { RowCells } from './read-row.ts';

type Goods = Pick<ReadRow, 'sku' | 'supplierCode' | 'ean' | 'name' | 'brand' | 'category' | 'kind' | 'markRequired' | 'frame'>;

/**
 * What a row says in words: what the article is called, where it belongs, what it measures. What the profile says for rows that do not is the
 * check's to add, but for the kind: the profile's comes before one that the words of category or name suggest.
 */
export function readGoods(given: RowCells, rules: ImportRules, section: string | null): Goods {
  const text = (field: ImportField): string | null => textOf(given, field);
  const sku = articleOf(given, 'sku');
  const supplierCode = articleOf(given, 'supplierCode');
  const ean = eanOf(given);
  const [written, brand, named] = [text('name'), text('brand'), text('category')];
  const name = given.has('name') ? written : composedName(given, brand ?? rules.brand);
  const category = pathOf(named ?? section);
  const kind =
    kindOfText(plainText(given.cell('kind'))) ?? rules.kind ?? kindOfText(category ?? rules.category) ?? kindOfText(name);
  const markRequired = readYes(given.cell('markRequired'));
  const frame = isMeasured(kind) ? frameOf(given, category) : null;
  return { sku, supplierCode, ean, name, brand, category, kind, markRequired, frame };
}

/** Suppliers part the names of a category by > or \\ as well; what is deeper than the catalogue goes belongs to its third name. */
const pathOf = (category: string | null): string | null =>
  category &&
  (categoryPath(category.replace(/ *[>\\»→] */g, ' / '))
    .slice(0, CATEGORY_DEPTH)
    .join(' / ') ||
    null);

function textOf(given: RowCells, field: ImportField): string | null {
  const reading = readText(given.cell(field));
  if ('fault' in reading) {
    given.found(reading.fault, field);
    return null;
  }
  if (reading.isCut) given.found('TEXT_TOO_LONG', field, reading.text ?? undefined);
  return reading.text;
}

function articleOf(given: RowCells, field: 'sku' | 'supplierCode'): string | null {
  const reading = readArticle(given.cell(field));
  if (!('fault' in reading)) return reading.text;
  given.found(reading.fault, field);
  return null;
}

function eanOf(given: RowCells): string | null {
  const reading = readEan(given.cell('ean'));
  if ('fault' in reading) {
    given.found(reading.fault, 'ean');
    return null;
  }
  if (reading.isRestored) given.found('EAN_RESTORED', 'ean', reading.ean ?? undefined);
  return reading.ean;
}

/** Price lists of frames often have no name, but brand, model and colour in columns of their own. */
function composedName(given: RowCells, brand: string | null): string | null {
  const [model, colour] = [textOf(given, 'model'), plainText(given.cell('colourCode')) || plainText(given.cell('colour'))];
  return model === null ? null : cutText([brand ?? '', model, colour].filter((part) => part !== '').join(' '));
}

function frameOf(given: RowCells, category: string | null): Goods['frame'] {
  const words = (field: ImportField): string => cutText(plainText(given.cell(field)));
  const size = readFrameSize(words('size'), words('dbl'), words('temple'));
  if (size === undefined) given.found('SIZE_INVALID', 'size');
  if (!size) return null;
  const [model, colourCode] = [words('model'), words('colourCode')];
  return {
    ...size,
    ...{
      colour: words('colour'),
      material: words('material'),
      rim: rimOf(words('rim')),
      group: groupOf(words('group'), category),
    },
    ...(model && { model }),
    ...(colourCode && { colourCode }),
  };
}
