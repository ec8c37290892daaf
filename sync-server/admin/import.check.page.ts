import { FIELD_WORDS } from '../../design/import/field-words.ts';
import { FINDINGS, type Finding, type FindingLevel, type FindingType } from '../../design/import/finding.ts';
import type { ImportJob } from '../../design/import/job.ts';
import { importErrors } from '../../design/errors/import.ts';
import { hasNoRightRow } from '../../design/import/job-steps.ts';
import { IMPORT_FIELDS } from '../../design/import/fields.ts';
import { reportedFinding } from '../../design/import/report.ts';
import type { FindingsQuery, Page } from '../import/imports.ts';
import { html, type Html } from './html.ts';
import {
  fileAddress,
  jobAddress,
  mark,
  onceField,
  options,
  pager,
  bulkStepsBar,
  refusal,
  stepsBar,
  type Step,
  type Tone,
} from './import.parts.ts';
import { counted, FINDING_WORDS, LEVEL_WORDS } from './import.words.ts';

const LEVEL_TONES: Readonly<Record<FindingLevel, Tone>> = { error: 'bad', warning: 'warn', info: '' };
const isBulk = ({ source }: ImportJob): boolean => source === 'bulk';
/** A job in the words of what it is made of. */
export const JOB_WORDS = {
  file: { one: 'Загрузка', to: 'К загрузке', all: 'К загрузкам', list: '/admin/import', of: 'загрузки' },
  bulk: { one: 'Правка', to: 'К правке', all: 'К правкам', list: '/admin/catalogue/edits', of: 'правки' },
} as const;
export const wordsOf = ({ source }: ImportJob) => JOB_WORDS[source ?? 'file'];

/** Where a job stands among its steps. */
export const jobSteps = (step: Step, job: ImportJob): Html =>
  isBulk(job)
    ? bulkStepsBar(step, { 3: '/admin/catalogue', 4: jobWays(job)[4]!, 5: jobWays(job)[5]! })
    : stepsBar(step, jobWays(job));

export const jobWays = (job: ImportJob): Partial<Record<Step, string>> => ({
  1: '/admin/import',
  2: `${fileAddress(job.file.id)}?job=${encodeURIComponent(job._id)}`,
  3: `${jobAddress(job._id)}/check`,
  4: `${jobAddress(job._id)}/changes`,
  5: `${jobAddress(job._id)}/confirm`,
});

/** What the page says while it waits; the same words come with every answer of `…/state`. */
export function progressWords({ state, progress, counters }: ImportJob): { percent: number | null; words: string } {
  const percent = progress.of > 0 ? Math.min(100, Math.round((progress.done / progress.of) * 100)) : null;
  const of = progress.of > 0 ? ` из ${progress.of.toLocaleString('ru-RU')}` : '';
  const done = `${progress.done.toLocaleString('ru-RU')}${of}`;
  const words: Partial<Record<ImportJob['state'], string>> = {
    draft: 'Проверка ещё не началась.',
    checking:
      progress.done === 0
        ? 'Ждём очереди и читаем файл…'
        : `Проверено строк: ${done}. Ошибок пока: ${counters.errors.toLocaleString('ru-RU')}.`,
    applying: `Включаем: ${done}. Кассы получат всё сразу, когда закончим.`,
    undoing: `Возвращаем как было: ${done}.`,
  };
  return { percent, words: words[state] ?? '' };
}

/** State for the page's script; a job that was called off may still be taking its prices back from the shops' lists. */
export const shownState = ({ state, announced }: ImportJob): string =>
  state === 'cancelled' && announced.length > 0 ? 'withdrawing' : state;

const WORK_TITLES: Partial<Readonly<Record<ImportJob['state'], string>>> = {
  draft: 'Ещё не проверено',
  checking: 'Проверяем файл',
  applying: 'Включаем новые цены',
  undoing: 'Возвращаем как было',
};

/** The job is at work: how far it is, and the way out where there still is one. */
export function workingPage(job: ImportJob, step: Step, once: string): Html {
  const { percent, words } = progressWords(job);
  const address = jobAddress(job._id);
  const button = (act: string, title: string, quiet: boolean): Html =>
    html`<form method="post" action="${address}/${act}">
      ${onceField(once)}<button class="${quiet ? 'quiet' : ''}">${title}</button>
    </form>`;
  return html`${jobSteps(step, job)}
    <div class="panel" data-poll="${address}/state" data-state="${job.state}">
      <h2>${WORK_TITLES[job.state] ?? ''}</h2>
      <p><b>${job.file.name}</b>, ${job.number}</p>
      ${
        job.state === 'draft'
          ? null
          : html`<progress
              max="100"
              ${percent === null ? null : html`value="${percent}"`}
              aria-label="${WORK_TITLES[job.state] ?? ''}"
            ></progress>`
      }
      <p data-words role="status">${words}</p>
      <noscript><a class="button" href="">Обновить</a></noscript>
      <p class="hint">Страницу можно закрыть: работа идёт на сервере, вернуться можно из списка.</p>
      ${job.state === 'checking' ? button('cancel', 'Прервать проверку', true) : null}
      ${job.state === 'draft' && isBulk(job) ? button('cancel', 'Не менять', true) : null}
      ${job.state === 'draft' && !isBulk(job) ? button('again', 'Проверить', false) : null}
    </div>`;
}

export const countsPart = (items: readonly (readonly [words: string, count: number, tone?: Tone])[]): Html =>
  html`<div class="counts">
    ${items.map(
      ([words, count, tone = '']) =>
        html`<div>
          <b class="${count > 0 && tone !== '' ? `tone-${tone}` : ''}">${count.toLocaleString('ru-RU')}</b>${words}
        </div>`,
    )}
  </div>`;

export interface CheckView {
  readonly job: ImportJob;
  readonly findings: Page<Finding>;
  readonly query: FindingsQuery;
}

const queryText = (query: FindingsQuery, more: Partial<FindingsQuery>): string => {
  const entries = Object.entries({ ...query, ...more }).filter(
    ([name, value]) => value !== undefined && value !== '' && name !== 'limit',
  );
  return new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString();
};

function groupsPart({ job, query }: CheckView): Html | null {
  const order: readonly FindingLevel[] = ['error', 'warning', 'info'];
  const types = (Object.entries(job.found) as [FindingType, number][])
    .filter(([, count]) => count > 0)
    .sort(([a, m], [b, n]) => order.indexOf(FINDINGS[a].level) - order.indexOf(FINDINGS[b].level) || n - m);
  if (types.length === 0) return null;
  const address = `${jobAddress(job._id)}/check`;
  return html`<h2>Что нашли</h2>
    <table>
      <thead>
        <tr>
          <th>Что</th>
          <th class="num">Сколько</th>
          <th>Что с этим будет</th>
        </tr>
      </thead>
      <tbody>
        ${types.map(([type, count]) => {
          const rule: { level: FindingLevel; skips: boolean; held?: boolean } = FINDINGS[type];
          return html`<tr>
            <td>
              ${mark(LEVEL_TONES[rule.level], LEVEL_WORDS[rule.level])}
              <a href="${address}?${queryText({}, { type })}#rows" ${type === query.type ? CURRENT : null}
                >${FINDING_WORDS[type]}</a
              >
            </td>
            <td class="num">${count.toLocaleString('ru-RU')}</td>
            <td>${rule.skips ? 'строка пропущена' : rule.held ? 'ждёт подтверждения' : 'строка загружается'}</td>
          </tr>`;
        })}
      </tbody>
    </table>`;
}
const CURRENT = html`aria-current="true"`;

function findingRow(finding: Finding): Html {
  const { level } = FINDINGS[finding.type];
  const { message, resolution } = reportedFinding(finding);
  return html`<tr>
    <td class="num">${finding.row === 0 ? 'весь файл' : finding.row}</td>
    <td>${mark(LEVEL_TONES[level], LEVEL_WORDS[level])}</td>
    <td>${finding.field === null ? '' : FIELD_WORDS[finding.field]}</td>
    <td class="value">${finding.value ?? ''}</td>
    <td>
      ${message}
      <div class="hint">${resolution}</div>
    </td>
  </tr>`;
}

function rowsPart(view: CheckView): Html {
  const { job, findings, query } = view;
  const address = `${jobAddress(job._id)}/check`;
  const pages = Math.max(1, Math.ceil(findings.total / findings.limit));
  return html`<h2 id="rows">Строки с замечаниями: ${findings.total.toLocaleString('ru-RU')}</h2>
    <form class="row" method="get" action="${address}#rows">
      <label
        >Важность<select name="level">
          <option value="">любая</option>
          ${options(Object.entries(LEVEL_WORDS), query.level ?? '')}
        </select></label
      >
      <label
        >Что не так<select name="type">
          <option value="">любое</option>
          ${options(
            (Object.keys(job.found) as FindingType[]).map((type) => [type, FINDING_WORDS[type]] as const),
            query.type ?? '',
          )}
        </select></label
      >
      <label
        >Где<select name="field">
          <option value="">в любом поле</option>
          ${options(
            IMPORT_FIELDS.map((field) => [field, FIELD_WORDS[field]] as const),
            query.field ?? '',
          )}
        </select></label
      >
      <label
        >Порядок<select name="sort">
          ${options(
            [
              ['row', 'по строкам файла'],
              ['severity', 'сначала важные'],
            ],
            query.sort ?? 'row',
          )}
        </select></label
      >
      <button class="quiet">Показать</button>
      <a class="button" href="${jobAddress(job._id)}/findings.xlsx" download>Скачать для поставщика (XLSX)</a>
    </form>
    ${
      findings.rows.length === 0
        ? html`<p>Таких замечаний нет. <a href="${address}">Показать все</a></p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="rows">
            <table class="small">
              <thead>
                <tr>
                  <th class="num">Строка</th>
                  <th>Важность</th>
                  <th>Поле</th>
                  <th>В файле</th>
                  <th>Что не так и что делать</th>
                </tr>
              </thead>
              <tbody>
                ${findings.rows.map(findingRow)}
              </tbody>
            </table>
          </div>`
    }
    ${pager(findings.page, pages, (page) => `${address}?${queryText(query, { page })}#rows`)}`;
}

const wayOn = (job: ImportJob): Html => {
  const { new: made, changed, vanished, stock = 0, offers = 0 } = job.changes;
  const goods = made + changed + vanished;
  return html`<div class="acts">
    ${
      job.state !== 'checked'
        ? html`<a class="button" href="${jobAddress(job._id)}">К загрузке ${job.number}</a>`
        : hasNoRightRow(job)
          ? html`<a class="button main" href="${jobAddress(job._id)}/findings.xlsx" download>Замечания для поставщика (XLSX)</a>`
          : goods + stock + offers === 0
            ? html`<p>Менять нечего: каталог уже такой, как в файле.</p>`
            : html`${goods === 0 ? html`<p>В каталоге менять нечего, обновятся только остатки.</p>` : null}
                <a class="button main" href="${jobAddress(job._id)}/changes">Что изменится →</a>`
    }
    <a class="button" href="${jobWays(job)[2]!}">← Поправить колонки и правила</a>
  </div>`;
};

/** Step 3: what was found, grouped, filtered, to be handed on to the supplier. */
export function checkPage(view: CheckView, said: Html | null): Html {
  const { job } = view;
  const { counters } = job;
  const clean = Object.keys(job.found).length === 0;
  const { what, next } = importErrors.IMPORT_NOTHING_RIGHT.ru;
  const nothing = job.state === 'checked' && hasNoRightRow(job) && said === null;
  return html`${jobSteps(3, job)}${said}
    <p>
      <b>${job.file.name}</b>, ${job.number}${job.supplier === '' ? '' : `, ${job.supplier}`}:
      ${counted(counters.total, 'строка', 'строки', 'строк')}${job.dryRun ? '. Пробная проверка: включить её нельзя' : ''}.
    </p>
    ${countsPart([
      ['новые товары', counters.created, 'good'],
      ['изменятся', counters.updated, 'good'],
      ['строки с ошибкой', counters.errors, 'bad'],
      ['пропущенные строки, с ошибкой и без', counters.skipped, 'warn'],
      ['ждут подтверждения', job.changes.held, 'warn'],
    ])}
    ${nothing ? refusal({ title: what, detail: next }) : null} ${wayOn(job)}
    ${clean ? html`<p class="tone-good">✓ Замечаний нет.</p>` : html`${groupsPart(view)} ${rowsPart(view)}`}`;
}
