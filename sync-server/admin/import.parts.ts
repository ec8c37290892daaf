import type { JobState } from '../../design/import/job.ts';
import type { Problem } from '../../design/errors.ts';
import { formatRoubles, type Kopecks } from '../../design/money/kopecks.ts';
import { localDateTime } from '../../design/time/local-time.ts';
import { html, Html } from './html.ts';

/** Pieces that the import pages share. */

const STEPS = ['Файл', 'Колонки', 'Проверка', 'Что изменится', 'Включение', 'Готово'] as const;
export type Step = 1 | 2 | 3 | 4 | 5 | 6;

/** Where one is, and the way back to the steps that are behind. `ways`: addresses by number of the step. */
export const stepsBar = (now: Step, ways: Partial<Record<Step, string>> = {}): Html =>
  html`<p class="crumbs"><a href="/admin">Администрирование</a> · <a href="/admin/import">Прайсы поставщиков</a></p>
    <ol class="steps" aria-label="Шаги загрузки прайса">
      ${STEPS.map((title, index) => {
        const step = (index + 1) as Step;
        const way = step < now ? ways[step] : undefined;
        const words = html`${step}. ${title}`;
        if (step === now) return html`<li aria-current="step">${words}</li>`;
        return html`<li class="${step < now ? 'done' : ''}">
          ${way === undefined ? words : html`<a href="${way}">${words}</a>`}
        </li>`;
      })}
    </ol>`;

const BULK_STEPS = [
  [3, 'Что изменить'],
  [4, 'Что изменится'],
  [5, 'Включение'],
  [6, 'Готово'],
] as const;

/** The same for an edit of many articles, which has no file: its steps are the last ones of a file's. */
export const bulkStepsBar = (now: Step, ways: Partial<Record<Step, string>>): Html =>
  html`<p class="crumbs">
      <a href="/admin">Администрирование</a> · <a href="/admin/catalogue">Каталог</a> ·
      <a href="/admin/catalogue/edits">Массовые правки</a>
    </p>
    <ol class="steps" aria-label="Шаги массовой правки">
      ${BULK_STEPS.map(([step, title], index) => {
        const words = html`${index + 1}. ${title}`;
        if (step === now) return html`<li aria-current="step">${words}</li>`;
        const way = step < now ? ways[step] : undefined;
        return html`<li class="${step < now ? 'done' : ''}">
          ${way === undefined ? words : html`<a href="${way}">${words}</a>`}
        </li>`;
      })}
    </ol>`;

export const crumbs = (): Html =>
  html`<p class="crumbs"><a href="/admin">Администрирование</a> · <a href="/admin/import">Прайсы поставщиков</a></p>`;

export const jobAddress = (id: string): string => `/admin/import/jobs/${encodeURIComponent(id)}`;
export const fileAddress = (id: string): string => `/admin/import/files/${encodeURIComponent(id)}`;

/** «21.11.2026 12:00» in the shop's zone. */
export function timeText(at: number | null, timeZone: string): string {
  if (at === null) return '';
  const text = localDateTime(at, timeZone);
  return `${text.slice(8, 10)}.${text.slice(5, 7)}.${text.slice(0, 4)} ${text.slice(11, 16)}`;
}

/** Prices of goods: without kopecks where there are none. */
export const priceText = (kopecks: Kopecks | null | undefined): string =>
  kopecks === null || kopecks === undefined ? '' : formatRoubles(kopecks).replace(/,00(?=\s)/, '');

/** «+6,1 %»; empty where there was no price. */
export function percentText(before: Kopecks | null | undefined, after: Kopecks): string {
  if (before === null || before === undefined || before === 0) return '';
  const percent = ((after - before) / before) * 100;
  const digits = Math.abs(percent) < 10 ? 1 : 0;
  return `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${Math.abs(percent).toFixed(digits).replace('.', ',')}\u00a0%`;
}

/** Shares a rouble between two prices: the second one with its change in per cent. */
export const changedPrice = (before: Kopecks, after: Kopecks): string =>
  `${priceText(before)} → ${priceText(after)} (${percentText(before, after)})`;

export type Tone = 'good' | 'warn' | 'bad' | '';
/** A state in colour, with a sign and a word: never by colour alone. */
export const mark = (tone: Tone, words: string): Html =>
  html`<span class="mark ${tone === '' ? '' : `tone-${tone}`}"
    >${{ good: '✓ ', warn: '! ', bad: '✕ ', '': '' }[tone]}${words}</span
  >`;

export const stateTone = (state: JobState): Tone =>
  state === 'done' ? 'good' : state === 'failed' ? 'bad' : state === 'checked' || state === 'scheduled' ? 'warn' : '';

/** What was refused, why, and what to do: on the page where it was asked for. */
export const refusal = ({ title, detail }: Pick<Problem, 'title' | 'detail'>, more: Html | null = null): Html =>
  html`<div class="notice tone-bad" role="alert">
    <b>${title}</b>
    <p>${detail}</p>
    ${more}
  </div>`;

/** Pages of a list; `address` takes the number of a page, from 1. */
export function pager(page: number, pages: number, address: (page: number) => string): Html | null {
  if (pages <= 1) return null;
  return html`<nav class="pages" aria-label="Страницы">
    ${page > 1 ? html`<a class="button" rel="prev" href="${address(page - 1)}">← Назад</a>` : null}
    <span>Страница ${page} из ${pages}</span>
    ${page < pages ? html`<a class="button" rel="next" href="${address(page + 1)}">Дальше →</a>` : null}
  </nav>`;
}

/** `on` → a bare attribute such as `checked`. */
const attribute = (name: string, on: boolean): Html => new Html(on ? ` ${name}` : '');

/** Options of a select. */
export const options = (choices: readonly (readonly [value: string, words: string])[], chosen: string): Html[] =>
  choices.map(([value, words]) => html`<option value="${value}" ${attribute('selected', value === chosen)}>${words}</option>`);

/** One press, one deed: a form that arrives twice is answered with what the first one did. */
export const onceField = (token: string): Html => html`<input type="hidden" name="once" value="${token}" />`;
