import type { ImportJob } from '../../design/import/job.ts';
import type { ImportProfile } from '../../design/import/profile.ts';
import { html, Html } from './html.ts';
import { crumbs, jobAddress, mark, onceField, pager, stateTone, timeText } from './import.parts.ts';
import { counted, STATE_WORDS } from './import.words.ts';

export interface HomeView {
  readonly jobs: readonly ImportJob[];
  readonly page: number;
  readonly pages: number;
  readonly profiles: readonly ImportProfile[];
  readonly timeZone: string;
  readonly once: string;
}

/** Where a file is dropped; a plain form where there is no script. */
const dropPart = (): Html =>
  html`<form class="drop" data-drop method="post" action="/admin/import/files" enctype="multipart/form-data">
    <b>Перетащите сюда прайс поставщика</b>
    <label class="pick"><span>или выберите файл</span> <input type="file" name="file" accept=".xlsx,.csv,.txt" required /></label>
    <span class="hint"
      >XLSX до 25 МБ или CSV до 50 МБ, не больше 100 000 строк. Каталог не изменится, пока вы не подтвердите.</span
    >
    <progress hidden aria-label="Загрузка файла"></progress>
    <span role="status" class="said"></span>
    <button>Загрузить</button>
  </form>`;

const picture = (body: string): Html =>
  new Html(
    `<svg viewBox="0 0 80 64" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${body}</svg>`,
  );
const PICTURES = [
  picture(
    '<path d="M16 4h24l12 12v44H16z"/><path d="M40 4v12h12M24 28h20M24 38h20M24 48h12"/><path d="M66 20v28m-8-8 8 8 8-8"/>',
  ),
  picture('<path d="M4 8h72v48H4zM4 22h72M28 8v48M52 8v48"/><path d="m33 40 6 6 10-12"/>'),
  picture('<path d="M8 12h30l30 22-22 26L8 34z"/><circle cx="20" cy="24" r="4"/><path d="m36 34 14 10"/>'),
] as const;

const howPart = (): Html =>
  html`<h2>Как это работает</h2>
    <ol class="how">
      <li>
        ${PICTURES[0]}
        <h3>1. Дайте файл</h3>
        <p>Любой прайс: программа сама найдёт лист, заголовок и колонки. Поправить можно тут же.</p>
      </li>
      <li>
        ${PICTURES[1]}
        <h3>2. Посмотрите, что станет</h3>
        <p>Видно каждую новую и изменённую цену и каждую ошибку. Список ошибок можно отправить поставщику.</p>
      </li>
      <li>
        ${PICTURES[2]}
        <h3>3. Включите цены</h3>
        <p>Сразу или ночью: на всех кассах одновременно. Если ошиблись, одним нажатием всё вернётся как было.</p>
      </li>
    </ol>`;

const jobRow = (job: ImportJob, timeZone: string): Html =>
  html`<tr>
    <td><a href="${jobAddress(job._id)}">${job.number}</a></td>
    <td>${job.file.name}</td>
    <td>${job.supplier}</td>
    <td>${mark(stateTone(job.state), STATE_WORDS[job.state])}${job.dryRun ? ' (пробная)' : ''}</td>
    <td class="num">${job.counters.total}</td>
    <td class="num">${job.counters.created}</td>
    <td class="num">${job.counters.updated}</td>
    <td class="num">${job.counters.errors}</td>
    <td>
      ${timeText(job.applied ?? job.made, timeZone)}
      <div class="hint">${job.confirmed?.name ?? ''}</div>
    </td>
  </tr>`;

const jobsPart = ({ jobs, page, pages, timeZone }: HomeView): Html =>
  html`<h2 id="jobs">Загрузки</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="jobs">
      <table class="small">
        <thead>
          <tr>
            <th>Номер</th>
            <th>Файл</th>
            <th>Поставщик</th>
            <th>Состояние</th>
            <th class="num">Строк</th>
            <th class="num">Новых</th>
            <th class="num">Изменено</th>
            <th class="num">С ошибкой</th>
            <th>Когда и кто</th>
          </tr>
        </thead>
        <tbody>
          ${jobs.map((job) => jobRow(job, timeZone))}
        </tbody>
      </table>
    </div>
    ${pager(page, pages, (to) => `/admin/import?page=${to}#jobs`)}`;

const profileRow = (one: ImportProfile, { timeZone, once }: HomeView): Html => {
  const hidden = html`${onceField(once)}<input type="hidden" name="id" value="${one._id}" />`;
  return html`<tr class="${one.active ? '' : 'off'}">
    <td><a href="/admin/import/profiles/${encodeURIComponent(one._id)}">${one.name}</a>${one.active ? '' : ' (выключен)'}</td>
    <td>${one.supplier}</td>
    <td>${counted(one.jobs, 'загрузка', 'загрузки', 'загрузок')}</td>
    <td>${timeText(one.lastDone, timeZone)}</td>
    <td>
      <form class="row" method="post" action="/admin/import/profiles">
        ${hidden}
        <button class="quiet" name="act" value="copy">Копия</button>
        <button class="quiet" name="act" value="${one.active ? 'off' : 'on'}">${one.active ? 'Выключить' : 'Включить'}</button>
      </form>
    </td>
  </tr>`;
};

const profilesPart = (view: HomeView): Html =>
  html`<h2 id="profiles">Профили поставщиков</h2>
    ${
      view.profiles.length === 0
        ? html`<p>
            Профиль помнит, где у поставщика какая колонка и как читать цены. Он появится, когда вы назовёте его на шаге
            «Колонки»; следующий прайс поставщика узнается сам.
          </p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="profiles">
            <table class="small">
              <thead>
                <tr>
                  <th>Профиль</th>
                  <th>Поставщик</th>
                  <th>Сколько раз</th>
                  <th>Последний раз</th>
                  <th><span class="unseen">Действия</span></th>
                </tr>
              </thead>
              <tbody>
                ${view.profiles.map((one) => profileRow(one, view))}
              </tbody>
            </table>
          </div>`
    }`;

/** Where an import begins: a file, what was loaded before, how suppliers write. */
export const homePage = (view: HomeView, said: Html | null): Html =>
  html`${crumbs()}${said}${dropPart()}${view.jobs.length === 0 && view.page === 1 ? howPart() : jobsPart(view)}${profilesPart(view)}
    <p class="hint">
      Прайсы может присылать и программа: <a href="/v1/connector/import/docs">описание API для программистов</a>.
    </p>`;
