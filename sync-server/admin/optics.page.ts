import type { OpticsSettings } from '../../design/documents/optics-settings.ts';
import { noticeText, NOTICE_VALUES } from '../../design/orders/notice-templates.ts';
import type { OpticsRules } from '../../design/orders/optics-rules.ts';
import { NOTICE_KINDS, type NoticeKind } from '../../design/orders/words.ts';
import { localDateTime } from '../../design/time/local-time.ts';
import { LENS_DESIGNS } from '../../design/workshop/promise-rules.ts';
import { TOLERANCE_TABLES, type Step } from '../../design/workshop/tolerances.ts';
import { html, type Html } from './html.ts';
import {
  DESIGNS,
  SPAN_WORDS,
  LANGUAGES,
  PLACES,
  SPANS,
  WORD_FIELDS,
  type TextsLanguage,
  type Typed,
  type WordsOf,
} from './optics.fields.ts';

const PLACE_WORDS = { workshop: 'Мастерская', shop: 'Магазины' } as const;
const DAYS = ['Пн', 'Вт', 'Ср', 'Чт', 'Пт', 'Сб', 'Вс'];
const KINDS: Readonly<Record<NoticeKind, string>> = {
  ready: 'Заказ готов',
  late: 'Заказ задерживается',
  uncollected: 'Заказ не забирают',
  recall: 'Пора проверить зрение',
};
const LANGUAGE_WORDS: Readonly<Record<TextsLanguage, string>> = { ru: 'по-русски', en: 'по-английски' };
const FIELD_WORDS = { sms: 'SMS', subject: 'Тема письма', email: 'Письмо', call: 'Что сказать по телефону' } as const;
const VALUE_WORDS: Readonly<Record<(typeof NOTICE_VALUES)[number], string>> = {
  name: 'имя и отчество',
  shop: 'магазин',
  address: 'адрес',
  phone: 'телефон магазина',
  number: 'номер заказа',
  day: 'день',
  balance: 'сколько доплатить',
};
const PART_WORDS = { promise: 'сроки', calendars: 'календарь', notices: 'когда пишем', texts: 'тексты' } as const;
const SAMPLE = {
  ...{ name: 'Анна Сергеевна', shop: 'Оптика на Тверской', address: 'ул. Тверская, д. 12', phone: '+7 495 000-00-12' },
  ...{ number: '1016', day: '23.11.2026', balance: '2 670,00 ₽' },
};

export interface OpticsView {
  readonly rules: OpticsRules;
  readonly changes: NonNullable<OpticsSettings['changes']>;
  readonly timeZone: string;
  readonly promise: Typed;
  readonly calendars: Typed;
  readonly notices: Typed;
  readonly words: WordsOf & { readonly typed: Typed };
}

const form = (part: string, body: Html, more: Html | null = null): Html =>
  html`<form class="row" method="post" action="/admin/optics">
    <input type="hidden" name="part" value="${part}" />${body} <button name="act" value="save">Сохранить</button>${more}
    <button class="quiet" name="act" value="usual" formnovalidate>Вернуть как было при поставке</button>
  </form>`;
const field = (label: string, name: string, value: string | undefined, hint = ''): Html =>
  html`<label>${label}<input name="${name}" value="${value ?? ''}" placeholder="${hint}" /></label>`;
const area = (label: string, name: string, value: string | undefined, rows: number): Html =>
  html`<label class="wide">${label}<textarea name="${name}" rows="${rows}" cols="60">${value ?? ''}</textarea></label>`;

const promisePart = (typed: Typed): Html =>
  html`<h2>Сроки изготовления</h2>
    <p>Число дней и «раб» (рабочие дни мастерской) или «кал» (календарные): «3 кал», «1 раб».</p>
    ${form(
      'promise',
      html`${LENS_DESIGNS.map((design) => field(DESIGNS[design], design, typed[design]))}
      ${SPANS.map((name) => field(SPAN_WORDS[name], name, typed[name]))}
      ${field('Срочно при клиенте, минут (пусто: не делаем)', 'express', typed['express'])}
      ${field('Не больше очков в день (пусто: без предела)', 'capacity', typed['capacity'])}
      ${area('Поставщики: название; срок; до которого часа принимают заказ', 'suppliers', typed['suppliers'], 3)}
      ${area('Покрытия, которые добавляют время: название; срок', 'coatings', typed['coatings'], 3)}`,
    )}`;

const calendarPart = (typed: Typed): Html =>
  html`<h2>Рабочие дни</h2>
    <p>Часы как 10:00-19:00, пусто: выходной. Праздники и переносы по строке: «2027-01-01 выходной», «2026-12-31 10:00-16:00».</p>
    ${form(
      'calendars',
      html`${PLACES.map(
        (place) =>
          html`<fieldset>
            <legend>${PLACE_WORDS[place]}</legend>
            <div class="row">${DAYS.map((day, n) => field(day, `${place}-${n}`, typed[`${place}-${n}`]))}</div>
            ${area('Праздники и переносы', `${place}-days`, typed[`${place}-days`], 4)}
          </fieldset>`,
      )}`,
    )}`;

const noticePart = (typed: Typed): Html =>
  html`<h2>Когда пишем клиентам</h2>
    ${form(
      'notices',
      html`${field('Не забирают заказ: напомнить через, дней', 'uncollected', typed['uncollected'], '7, 30, 60')}
        <label>Пишем с<input type="time" name="from" value="${typed['from'] ?? ''}" required /></label>
        <label>до<input type="time" name="to" value="${typed['to'] ?? ''}" required /></label>`,
    )}`;

function preview({ kind, language, typed }: OpticsView['words'], { texts }: OpticsRules): Html {
  const own = Object.fromEntries(WORD_FIELDS.map((name) => [name, typed[name] ?? ''])) as Record<
    (typeof WORD_FIELDS)[number],
    string
  >;
  const templates = { ...texts, [language]: { ...texts[language], [kind]: own } };
  const [sms, email, call] = (['sms', 'email', 'call'] as const).map((way) => noticeText(kind, way, SAMPLE, language, templates));
  return html`<div class="notice" data-preview>
    <p><b>SMS</b> (${sms!.text.length} зн.): ${sms!.text}</p>
    <p><b>Письмо</b> «${email!.subject}»</p>
    ${email!.text.split('\n').map((line) => html`<p>${line}</p>`)}
    <p><b>По телефону</b>: ${call!.text}</p>
  </div>`;
}

const wordsPart = (words: OpticsView['words'], rules: OpticsRules): Html =>
  html`<h2 id="texts">Тексты уведомлений</h2>
    <p>
      ${NOTICE_KINDS.flatMap((kind) =>
        LANGUAGES.map(
          (language) =>
            html`<a href="/admin/optics?kind=${kind}&language=${language}#texts">${KINDS[kind]} ${LANGUAGE_WORDS[language]}</a> `,
        ),
      )}
    </p>
    <h3>${KINDS[words.kind]}, ${LANGUAGE_WORDS[words.language]}</h3>
    <p>
      Вставки: ${NOTICE_VALUES.map((name) => html`<code>{{${name}}}</code> ${VALUE_WORDS[name]}; `)} часть в <code>[[…]]</code>
      пропускается, если вставить нечего. Ни рецепта, ни диагноза в сообщениях нет.
    </p>
    ${form(
      'texts',
      html`<input type="hidden" name="kind" value="${words.kind}" /><input
          type="hidden"
          name="language"
          value="${words.language}"
        />
        ${WORD_FIELDS.map((name) => area(FIELD_WORDS[name], name, words.typed[name], name === 'email' ? 6 : 2))}`,
      html`<button class="quiet" name="act" value="preview">Посмотреть</button>`,
    )}
    <h3>Так это увидит клиент</h3>
    ${preview(words, rules)}`;

const stepsText = (steps: readonly Step[], unit: string): string =>
  steps
    .map(({ to, limit, unit: kind }) => `${to === null ? 'далее' : `до ${to}`}: ±${limit}${kind === 'percent' ? ' %' : unit}`)
    .join('; ');

const tolerancePart = (): Html =>
  html`<h2>Допуски контроля качества</h2>
    <p>Только для чтения: таблицы взяты из указанных источников, чужими цифрами пустые не заполняются.</p>
    <table>
      <thead>
        <tr>
          <th>Стандарт</th>
          <th>Источник</th>
          <th>Сила, дптр</th>
          <th>Цилиндр, дптр</th>
          <th>Ось, ° (по цилиндру)</th>
        </tr>
      </thead>
      <tbody>
        ${TOLERANCE_TABLES.map(({ name, edition, source, figures }) =>
          figures === null
            ? html`<tr class="off">
                <td>${name}-${edition}</td>
                <td>${source}</td>
                <td colspan="3">таблицы нет</td>
              </tr>`
            : html`${Object.entries(figures.lenses).map(
                ([design, lens]) =>
                  html`<tr>
                    <td>${name}-${edition}, ${design === 'progressive' ? 'прогрессивные' : 'однофокальные'}</td>
                    <td>${source}</td>
                    <td>${stepsText(lens.power, '')}</td>
                    <td>${stepsText(lens.cylinder, '')}</td>
                    <td>${stepsText(lens.axis, '°')}</td>
                  </tr>`,
              )}`,
        )}
      </tbody>
    </table>`;

export const opticsPage = ({ rules, changes, timeZone, ...parts }: OpticsView): Html =>
  html`<p><a href="/admin">Назад</a></p>
    <p>Действует во всех магазинах сети. Кассы и планшеты получают изменения при обмене; обещанные сроки заказов не меняются.</p>
    ${promisePart(parts.promise)} ${calendarPart(parts.calendars)} ${noticePart(parts.notices)} ${wordsPart(parts.words, rules)}
    ${tolerancePart()}
    <h2>Что меняли</h2>
    ${changes.length === 0 ? html`<p>Пока ничего: всё как при поставке.</p>` : null}
    <ul>
      ${[...changes]
        .reverse()
        .map(
          ({ at, part, what }) =>
            html`<li>
              ${localDateTime(at, timeZone).replace('T', ' ').slice(0, 16)} · администратор · ${PART_WORDS[part]}: ${what}
            </li>`,
        )}
    </ul>`;
