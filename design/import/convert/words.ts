import type { ProductKind } from '../../documents/catalogue.ts';
import type { Cell } from '../table.ts';
import { plainText } from './plain-text.ts';

const YES = new Set(['да', 'есть', 'истина', 'yes', 'y', 'true', '1', '+', 'x', 'х', '✓', 'чз', 'подлежит', 'маркируется']);
const NO = new Set(['нет', 'ложь', 'no', 'n', 'false', '0', '-', '–', '—', 'не подлежит', 'не маркируется']);

/** Yes and no as people tick them; `null`: the cell says neither. */
export function readYes(cell: Cell | undefined): boolean | null {
  const text = plainText(cell).toLowerCase();
  return YES.has(text) ? true : NO.has(text) ? false : null;
}

/** Which goods a word of a category or a name means; what serves other goods (cases, solutions) comes before the goods that it names. */
const KIND_WORDS: readonly (readonly [ProductKind, RegExp])[] = [
  ['service', /услуг|ремонт|изготовлен|проверка зрения|консультац|service|repair/],
  ['care', /раствор|капли|салфетк|спрей|аэрозоль|средства? (?:по )?уход|по уходу|solution|cleaner|drops|wipes|\bcare\b/],
  [
    'accessory',
    /футляр|чехол|чехл|цепочк|шнур|контейнер|пинцет|отвертк|аксессуар|готовые очки|очки готовые|accessor|\bcase\b|\bcord\b|chain/,
  ],
  ['sunglasses', /солнцезащит|солнечн|sunglass|\bsun\b/],
  ['contact-lens', /контактн|(?:^|\s)мкл(?:\s|$)|contact/],
  ['lens', /линз|\blens(?:es)?\b/],
  ['frame', /оправ|\bframes?\b|eyewear/],
];

/** The kind that a cell, a category or a name tells; `null`: none. */
export function kindOfText(text: string | null): ProductKind | null {
  const words = (text ?? '').toLowerCase().replaceAll('ё', 'е');
  return KIND_WORDS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}
