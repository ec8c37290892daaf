import type { OpticsSettings } from '../../design/documents/optics-settings.ts';
import type { Span } from '../../design/workshop/promise-rules.ts';
import type { OpticsRules } from '../../design/orders/optics-rules.ts';
import { unknownPlaceholders } from '../../design/orders/notice-templates.ts';
import { NOTICE_KINDS, type NoticeKind } from '../../design/orders/words.ts';
import { LENS_DESIGNS, type LensDesign } from '../../design/workshop/promise-rules.ts';
import { noticeTexts, noticeTimes, opticsSettings, promiseRules } from '../../design/documents/optics-settings.ts';

/** The fields of a form as they are typed. */
export type Typed = Readonly<Record<string, string>>;
/** What was typed, understood; or what of it was not, in words for the person who typed it. */
export type Understood<T> = { readonly value: T } | { readonly wrong: readonly string[] };

export const SPANS = ['making', 'branch', 'tint', 'rimless', 'prism', 'transit'] as const;
/** What the fields are called. */
export const DESIGNS: Readonly<Record<LensDesign, string>> = {
  'single-vision': 'Однофокальные на заказ',
  bifocal: 'Бифокальные на заказ',
  progressive: 'Прогрессивные на заказ',
  office: 'Офисные на заказ',
};
export const SPAN_WORDS: Readonly<Record<(typeof SPANS)[number], string>> = {
  making: 'Изготовление, когда линзы есть',
  branch: 'Линзы из другого магазина',
  tint: 'Окраска',
  rimless: 'Безободковая оправа',
  prism: 'Призма',
  transit: 'Дорога в магазин',
};
export const WORD_FIELDS = ['sms', 'subject', 'email', 'call'] as const;
export const PLACES = ['workshop', 'shop'] as const;

const UNIT_WORDS = { working: 'раб', calendar: 'кал' } as const;
const spanText = ({ days, unit }: Span): string => `${days} ${UNIT_WORDS[unit]}`;
/** «2 раб», «14 кал», «3»: calendar days where nothing is said. `null`: not a stretch of time. */
function spanOf(text: string): Span | null {
  const [, days, unit = 'кал'] = /^(\d{1,3})\s*(раб|кал)?[а-яё. ]*$/i.exec(text.trim()) ?? [];
  return days === undefined ? null : { days: Number(days), unit: unit.toLowerCase() === 'раб' ? 'working' : 'calendar' };
}
const linesOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

export function promiseFields({ promise }: OpticsRules): Typed {
  return {
    ...Object.fromEntries(LENS_DESIGNS.map((design) => [design, spanText(promise.types[design])])),
    ...Object.fromEntries(SPANS.map((name) => [name, spanText(promise[name])])),
    express: promise.express === null ? '' : String(promise.express.minutes),
    capacity: promise.capacity === null ? '' : String(promise.capacity),
    suppliers: Object.entries(promise.suppliers)
      .map(([name, { lead, cutoff }]) => [name, spanText(lead), ...(cutoff === null ? [] : [cutoff])].join('; '))
      .join('\n'),
    coatings: Object.entries(promise.coatings)
      .map(([name, span]) => `${name}; ${spanText(span)}`)
      .join('\n'),
  };
}

export function readPromise(typed: Typed): Understood<NonNullable<OpticsSettings['promise']>> {
  const wrong: string[] = [];
  const span = (text: string | undefined, where: string): Span => {
    const read = spanOf(text ?? '');
    if (read === null) wrong.push(`${where}: напишите число дней и «раб» или «кал»`);
    return read ?? { days: 0, unit: 'calendar' };
  };
  const number = (text: string | undefined, where: string): number | null => {
    const plain = (text ?? '').trim();
    if (plain === '') return null;
    if (!/^\d{1,4}$/.test(plain)) wrong.push(`${where}: нужно целое число`);
    return Number(plain);
  };
  const types = Object.fromEntries(LENS_DESIGNS.map((design) => [design, span(typed[design], DESIGNS[design])]));
  const spans = Object.fromEntries(SPANS.map((name) => [name, span(typed[name], SPAN_WORDS[name])]));
  const minutes = number(typed['express'], 'срочно');
  const suppliers = linesOf(typed['suppliers']).map((line) => {
    const [name = '', lead, cutoff = ''] = line.split(';').map((part) => part.trim());
    return [name, { lead: span(lead, line), cutoff: cutoff === '' ? null : cutoff }] as const;
  });
  const coatings = linesOf(typed['coatings']).map((line) => {
    const [name = '', days] = line.split(';').map((part) => part.trim());
    return [name, span(days, line)] as const;
  });
  const capacity = number(typed['capacity'], 'заказов в день');
  if (wrong.length > 0) return { wrong };
  const whole = { types, ...spans, express: minutes === null ? null : { minutes }, capacity };
  return checked(promiseRules, {
    ...whole,
    suppliers: Object.fromEntries(suppliers),
    coatings: Object.fromEntries(coatings),
  });
}

const hoursText = (hours: { from: string; to: string } | null): string => (hours ? `${hours.from}-${hours.to}` : '');
/** «10:00-19:00»; nothing or «выходной»: closed. `undefined`: not hours. */
function hoursOf(text: string): { from: string; to: string } | null | undefined {
  const plain = text.trim();
  if (plain === '' || /^выходной$/i.test(plain)) return null;
  const [, from, to] = /^(\d{1,2}:\d\d)\s*[-–—]\s*(\d{1,2}:\d\d)$/.exec(plain) ?? [];
  return from === undefined || to === undefined ? undefined : { from: from.padStart(5, '0'), to: to.padStart(5, '0') };
}

export function calendarFields({ calendars }: OpticsRules): Typed {
  return Object.fromEntries(
    PLACES.flatMap((place): (readonly [string, string])[] => [
      ...calendars[place].week.map((hours, day) => [`${place}-${day}`, hoursText(hours)] as const),
      [
        `${place}-days`,
        Object.entries(calendars[place].exceptions)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([day, hours]) => `${day} ${hours ? hoursText(hours) : 'выходной'}`)
          .join('\n'),
      ],
    ]),
  );
}

export function readCalendars(typed: Typed): Understood<NonNullable<OpticsSettings['calendars']>> {
  const wrong: string[] = [];
  const hours = (text: string, where: string) => {
    const read = hoursOf(text);
    if (read === undefined) wrong.push(`${where}: напишите часы как 10:00-19:00 или «выходной»`);
    return read ?? null;
  };
  const [workshop, shop] = PLACES.map((place) => ({
    week: Array.from({ length: 7 }, (_, day) => hours(typed[`${place}-${day}`] ?? '', `день недели ${day + 1}`)),
    exceptions: Object.fromEntries(
      linesOf(typed[`${place}-days`]).map((line) => {
        const [, day = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
        if (!/^\d{4}-\d\d-\d\d$/.test(day)) wrong.push(`«${line}»: начните с даты 2027-01-01`);
        return [day, hours(rest, line)] as const;
      }),
    ),
  }));
  if (wrong.length === 0 && workshop!.week.every((day) => day === null)) wrong.push('мастерская не работает ни в один день');
  return wrong.length > 0 ? { wrong } : checked(opticsSettings.shape.calendars.unwrap(), { shop, workshop });
}

export const noticeFields = ({ notices }: OpticsRules): Typed => ({
  uncollected: notices.uncollected.join(', '),
  from: notices.from,
  to: notices.to,
});

export function readNotices(typed: Typed): Understood<NonNullable<OpticsSettings['notices']>> {
  const days = (typed['uncollected'] ?? '').split(/[,;\s]+/).filter(Boolean);
  const wrong = days.filter((day) => !/^\d{1,3}$/.test(day)).map((day) => `«${day}»: нужно число дней`);
  if ((typed['from'] ?? '') >= (typed['to'] ?? '')) wrong.push('часы, когда пишем клиентам: начало раньше конца');
  if (wrong.length > 0) return { wrong };
  const uncollected = [...new Set(days.map(Number))].sort((a, b) => a - b);
  return checked(noticeTimes, { uncollected, from: typed['from'], to: typed['to'] });
}

export const LANGUAGES = ['ru', 'en'] as const;
export type TextsLanguage = (typeof LANGUAGES)[number];
/** Whose words a form holds. */
export interface WordsOf {
  readonly kind: NoticeKind;
  readonly language: TextsLanguage;
}
export const wordsOfForm = (typed: Typed): WordsOf => ({
  kind: NOTICE_KINDS.find((kind) => kind === typed['kind']) ?? 'ready',
  language: LANGUAGES.find((language) => language === typed['language']) ?? 'ru',
});

type Words = NonNullable<NonNullable<NonNullable<OpticsSettings['texts']>['ru']>[NoticeKind]>;

/** Longer than two parts of a text message in Cyrillic, without the names put in. */
const SMS_ROOM = 134;

export function readWords(typed: Typed): Understood<Words> {
  const words = Object.fromEntries(WORD_FIELDS.map((field) => [field, (typed[field] ?? '').replaceAll('\r\n', '\n').trim()]));
  const wrong = WORD_FIELDS.flatMap((field) =>
    unknownPlaceholders(words[field]!).map((name) => `{{${name}}}: такой вставки нет`),
  );
  for (const field of WORD_FIELDS) {
    const text = words[field]!;
    if (text === '') wrong.push('текст не может быть пустым');
    if (text.split('[[').length !== text.split(']]').length || text.split('{{').length !== text.split('}}').length)
      wrong.push('скобки не закрыты: вставка {{…}}, необязательная часть [[…]]');
    if (/https?:|www\./i.test(text)) wrong.push('ссылок в уведомлениях нет: людей приучают их не нажимать');
  }
  if (words['sms']!.length > 2 * SMS_ROOM) wrong.push('SMS слишком длинное');
  return wrong.length > 0 ? { wrong: [...new Set(wrong)] } : checked(noticeTexts.shape.ru.unwrap().valueType, words);
}

interface Shape<T> {
  safeParse(
    value: unknown,
  ): { success: true; data: T } | { success: false; error: { issues: readonly { path: PropertyKey[] }[] } };
}
function checked<T>(shape: Shape<T>, value: unknown): Understood<T> {
  const read = shape.safeParse(value);
  if (read.success) return { value: read.data };
  return { wrong: read.error.issues.map(({ path }) => `не подходит: ${path.map(String).join(' → ')}`) };
}
