import { FIELD_WORDS } from '../../design/import/field-words.ts';
import type { ProductChange, ProductPatch } from '../../design/import/checked-row.ts';
import { FINDINGS, type Finding } from '../../design/import/finding.ts';
import type { PreviewRow } from '../import/imports.ts';
import { typePricesWord } from './catalogue.words.ts';
import { changedPrice, priceText, type Tone } from './import.parts.ts';
import { FINDING_WORDS, vatPlanText, vatText } from './import.words.ts';
import { KINDS } from './promotions.page.ts';

/** What becomes of an article, in words. */
export interface Outcome {
  readonly tone: Tone;
  readonly words: string;
  /** What changes besides, one thing a line. */
  readonly details: readonly string[];
}

const shown = (text: string | null | undefined): string => (text === null || text === undefined || text === '' ? '—' : text);

/** Every field that the change sets, but for the price: «Раздел: Оправы → Оправы / Мужские»; a new article in one line. */
export function detailsOf(change: Pick<ProductChange, 'what' | 'before' | 'after'>): string[] {
  const { before, after } = change;
  if (change.what === 'create') return [newWords(change)].filter(Boolean);
  const old: ProductPatch = before ?? {};
  const texts = (['name', 'brand', 'category', 'ean'] as const).flatMap((field) =>
    after[field] === undefined || after[field] === old[field]
      ? []
      : [`${FIELD_WORDS[field]}: ${before === null ? '' : `${shown(old[field])} → `}${shown(after[field])}`],
  );
  return [
    ...texts,
    ...(after.kind === undefined || after.kind === old.kind
      ? []
      : [`${FIELD_WORDS.kind}: ${before === null || old.kind === undefined ? '' : `${KINDS[old.kind]} → `}${KINDS[after.kind]}`]),
    ...(after.vat === undefined || after.vat === old.vat
      ? []
      : [`${FIELD_WORDS.vat}: ${before === null || old.vat === undefined ? '' : `${vatText(old.vat)} → `}${vatText(after.vat)}`]),
    ...(after.cost === undefined || after.cost === old.cost
      ? []
      : [`${FIELD_WORDS.cost}: ${old.cost === undefined ? '' : `${priceText(old.cost)} → `}${priceText(after.cost)}`]),
    ...(after.supplier === undefined || after.supplier === old.supplier ? [] : [`Поставщик: ${shown(after.supplier)}`]),
    ...(after.frame === undefined ? [] : ['Размеры оправы']),
    ...(after.lens === undefined ? [] : ['Диапазоны и цены линзы']),
    ...(after.contactLens === undefined ? [] : ['Силы контактной линзы']),
    ...(after.vatPlan === undefined ? [] : [`НДС с даты: ${vatPlanText(old.vatPlan)} → ${vatPlanText(after.vatPlan)}`]),
    ...(after.typePrices === undefined
      ? []
      : [`Цены по типам: ${typePricesWord(old.typePrices ?? {})} → ${typePricesWord(after.typePrices)}`]),
    ...(after.supplierCode === undefined || after.supplierCode === old.supplierCode
      ? []
      : [`${FIELD_WORDS.supplierCode}: ${before === null ? '' : `${shown(old.supplierCode)} → `}${shown(after.supplierCode)}`]),
    ...(after.markRequired === undefined
      ? []
      : [after.markRequired ? 'Продаётся только с кодом маркировки' : 'Маркировка не нужна']),
    ...(after.archived === true && old.archived !== true ? ['Уходит в архив'] : []),
    ...(after.archived === false && old.archived === true ? ['Возвращается из архива'] : []),
  ];
}

const reasonOf = (findings: readonly Finding[]): Finding | undefined => findings.find(({ type }) => FINDINGS[type].skips);
const findingText = ({ type, field }: Finding): string =>
  `${FINDING_WORDS[type].toLowerCase()}${field === null ? '' : ` («${FIELD_WORDS[field]}»)`}`;

/** A new article in one line: where it goes, and what of it is not said beside it already. */
const newWords = ({ after }: Pick<ProductChange, 'after'>): string =>
  [
    after.category,
    after.vat === undefined ? '' : after.vat === 'none' ? vatText(after.vat) : `НДС ${vatText(after.vat)}`,
    after.cost === undefined ? '' : `закупка ${priceText(after.cost)}`,
  ]
    .filter(Boolean)
    .join(' · ');

/** «новый, 4 900 ₽» · «цена 4 900 → 5 200 ₽» · «пропущена: нет раздела» · «без изменений». */
export function outcomeOf({ read, change, findings }: PreviewRow): Outcome {
  const told = [...new Set([...read.findings, ...findings])];
  const reason = reasonOf(told);
  if (change === null && reason !== undefined) return { tone: 'bad', words: `пропущена: ${findingText(reason)}`, details: [] };
  if (change === null)
    return { tone: '', words: `без изменений, ${priceText(read.price)}`.replace(/, $/, ''), details: told.map(findingText) };
  const held = change.held.map((type) => `ждёт подтверждения: ${FINDING_WORDS[type].toLowerCase()}`);
  const others = told.filter(({ type }) => !change.held.includes(type)).map(findingText);
  const tone: Tone = held.length > 0 ? 'warn' : 'good';
  if (change.what === 'create')
    return {
      tone,
      words: `новый, ${priceText(change.after.price)}`,
      details: [...held, newWords(change), ...others].filter(Boolean),
    };
  if (change.what === 'archive') return { tone: 'warn', words: 'уходит в архив', details: others };
  const { price } = change.after;
  const old = change.before?.price;
  const priced = price !== undefined && old !== undefined && price !== old;
  const words = priced ? `цена ${changedPrice(old, price)}` : 'обновляется';
  return { tone, words, details: [...held, ...detailsOf(change), ...others] };
}
