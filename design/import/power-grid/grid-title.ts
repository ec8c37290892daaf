import { isAxisWords } from './find-header.ts';

/** What stands over a grid. `name` as it will be called; `sku`: said by the file, or `null`. */
export interface GridTitle {
  readonly name: string | null;
  readonly sku: string | null;
  readonly index: number | null;
  readonly diameter: number | null;
  /** Everything, for what is said of the prices («без НДС», «за пару»). */
  readonly text: string;
}

const ARTICLE = /(?:артикул|арт\.?|код|sku|code)\s*(?:товара)?\s*[:№#]?\s*([\p{L}\d][\p{L}\d./_-]{1,63})/iu;
const INDEX = /(?:индекс|index|(?<!\p{L})n)\s*[:=]?\s*(1[.,][4-9]\d{0,2})(?!\d)/iu;
const BARE_INDEX = /(?<![\d.,])(1[.,][4-9]\d{0,2})(?![\d.,]*\d)/;
const DIAMETER = /(?:ø|⌀|диаметр|диам\.?|d(?:ia(?:meter)?)?)\s*[:=]?\s*(\d{2})(?:[.,]\d)?(?!\d)\s*(?:мм|mm)?/iu;
const LABELS = /(?:наименование|название|линза|модель|производитель|бренд|покрытие|материал|lens|name|coating)\s*:\s*/giu;
const OF_PRICES =
  /[,;(]?\s*(?:розничн\p{L}*\s+|оптов\p{L}*\s+)?(?:цен[аы]|price)(?!\p{L})[^,;)]*(?:,\s*(?:руб|₽|без ндс|с ндс|за пару|за шт)[^,;)]*)*\)?/giu;

const number = (text: string | undefined): number | null => (text === undefined ? null : Number(text.replace(',', '.')));

/** Reads the texts over a grid, from the top and from the left. */
export function gridTitle(texts: readonly string[]): GridTitle {
  const parts = [...new Set(texts)].filter((text) => text !== '' && !isAxisWords(text));
  const text = parts.join(' ');
  const name = parts
    .map((part) => part.replace(OF_PRICES, ' '))
    .join(' ')
    .replace(ARTICLE, ' ')
    .replace(LABELS, '')
    .replace(/\s+([,;.)])/g, '$1')
    .replace(/[\s,;:–—-]+$|^[\s,;:–—-]+/g, '')
    .replace(/\s+/g, ' ');
  return {
    name: name === '' ? null : name.slice(0, 128).trimEnd(),
    sku: ARTICLE.exec(text)?.[1] ?? null,
    index: number(INDEX.exec(text)?.[1] ?? BARE_INDEX.exec(text)?.[1]),
    diameter: number(DIAMETER.exec(text)?.[1]),
    text,
  };
}

const LATIN: Readonly<Record<string, string>> = {
  ...{ А: 'A', Б: 'B', В: 'V', Г: 'G', Д: 'D', Е: 'E', Ё: 'E', Ж: 'ZH', З: 'Z', И: 'I', Й: 'Y', К: 'K', Л: 'L', М: 'M' },
  ...{ Н: 'N', О: 'O', П: 'P', Р: 'R', С: 'S', Т: 'T', У: 'U', Ф: 'F', Х: 'KH', Ц: 'TS', Ч: 'CH', Ш: 'SH', Щ: 'SCH' },
  ...{ Ъ: '', Ы: 'Y', Ь: '', Э: 'E', Ю: 'YU', Я: 'YA' },
};

/** An article for a lens that its supplier gives none: its name in Latin letters, the same for the same name. */
export const articleOfName = (name: string): string =>
  name
    .toUpperCase()
    .replace(/\p{Script=Cyrillic}/gu, (letter) => LATIN[letter] ?? '')
    .replaceAll(',', '.')
    .replace(/[^A-Z0-9.+]+/g, '-')
    .slice(0, 60)
    .replace(/^[-.]+|[-.]+$/g, '');
