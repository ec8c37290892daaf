import type { ImportJob } from '../../design/import/job.ts';
import type { UnsyncedTerminal } from '../import/imports.ts';
import type { Signer } from '../people/signatures.ts';
import { cardAddress } from './catalogue.parts.ts';
import { html, type Html } from './html.ts';
import { countsPart, jobSteps, wordsOf } from './import.check.page.ts';
import type { Typed } from './import.forms.ts';
import { jobAddress, mark, onceField, options, priceText, timeText } from './import.parts.ts';
import { signPart, whoPart } from './import.sign.part.ts';
import { counted } from './import.words.ts';

const OVERTAKEN_SHOWN = 50;

export interface ConfirmView {
  readonly job: ImportJob;
  /** Changes that wait for a word: they are left out. */
  readonly held: number;
  /** Articles that go into the archive because the file has them no more. */
  readonly archived: number;
  readonly unsynced: readonly UnsyncedTerminal[];
  /** Who may put a job in force, and answer for prices at once while tills have receipts to deliver. */
  readonly signers: readonly Signer[];
  readonly typed: Typed;
  readonly wrong: Readonly<Record<string, string>>;
  readonly timeZones: readonly string[];
  /** `YYYY-MM-DDTHH:MM` in the first zone: the coming night. */
  readonly tonight: string;
  readonly once: string;
}

const error = (wrong: ConfirmView['wrong'], name: string): Html | null =>
  wrong[name] === undefined ? null : html`<span class="small tone-bad" role="alert">✕ ${wrong[name]}</span>`;
const invalid = (wrong: ConfirmView['wrong'], name: string): string => (wrong[name] === undefined ? 'false' : 'true');

function unsyncedPart({ unsynced, timeZones }: ConfirmView): Html | null {
  if (unsynced.length === 0) return null;
  const waiting = unsynced.filter(({ silent }) => !silent);
  return html`<div class="notice tone-warn" role="status">
    <b>На кассах есть чеки, которые ещё не отправлены в ОФД</b>
    <p>
      Пока они не отправлены, цены сразу не меняют: иначе чек и каталог разойдутся. Есть три выхода: подождать, назначить время
      или включить под чью-то ответственность.
    </p>
    <ul>
      ${unsynced.map(
        ({ terminal_id, store, queued_receipts, silent, seen }) =>
          html`<li>
            Касса ${terminal_id} (${store}):
            ${counted(queued_receipts, 'чек', 'чека', 'чеков')}${
              silent ? `, молчит с ${timeText(seen, timeZones[0]!)}: ждать её нельзя` : ''
            }
          </li>`,
      )}
    </ul>
    ${
      waiting.length === 0
        ? null
        : html`<p><b>Подождать:</b> отправка идёт сама, обычно несколько минут. <a href="">Проверить снова</a></p>`
    }
  </div>`;
}

function nowForm(view: ConfirmView): Html {
  const { job, unsynced, signers, typed, wrong, once } = view;
  const blocked = unsynced.length > 0;
  return html`<form method="post" action="${jobAddress(job._id)}/confirm">
    ${onceField(once)}<input type="hidden" name="when" value="now" />
    <h2>${blocked ? 'Всё равно сейчас' : 'Сейчас'}</h2>
    <p class="hint">
      ${blocked ? 'Под ответственность управляющего, бухгалтера или администратора: имя и причина останутся в отчёте.' : 'Кассы на связи получат новые цены за несколько секунд, остальные, как только выйдут на связь.'}
    </p>
    ${
      blocked
        ? html`<div class="acts">${signPart('Кто отвечает', signers, typed, true)}</div>
            ${error(wrong, 'approver')}`
        : html`${whoPart('Кто включает', signers, typed)}${error(wrong, 'approver')}`
    }
    ${
      blocked
        ? html`<label
            >Почему нельзя подождать<input
              name="override"
              maxlength="400"
              required
              minlength="3"
              value="${typed['override'] ?? ''}"
              aria-invalid="${invalid(wrong, 'override')}"
            />${error(wrong, 'override')}</label
          >`
        : null
    }
    <button class="${blocked ? 'danger' : ''}">${blocked ? 'Включить, не дожидаясь касс' : 'Включить сейчас'}</button>
  </form>`;
}

function laterForm(view: ConfirmView): Html {
  const { job, signers, typed, wrong, timeZones, tonight, once } = view;
  return html`<form method="post" action="${jobAddress(job._id)}/confirm">
    ${onceField(once)}<input type="hidden" name="when" value="later" />
    <h2>В назначенное время</h2>
    <p class="hint">Цены уйдут на кассы заранее и переключатся в эту минуту, даже если связи не будет.</p>
    <label
      >День и время<input
        type="datetime-local"
        name="at"
        required
        value="${typed['at'] ?? tonight}"
        aria-invalid="${invalid(wrong, 'at')}"
      />${error(wrong, 'at')}</label
    >
    ${
      timeZones.length > 1
        ? html`<label
            >По времени<select name="timeZone">
              ${options(
                timeZones.map((zone) => [zone, zone] as const),
                typed['timeZone'] ?? timeZones[0]!,
              )}
            </select></label
          >`
        : html`<p class="hint">По времени магазина (${timeZones[0]!}).</p>`
    }
    ${whoPart('Кто назначает', signers, typed)}${error(wrong, 'approver')}
    <button class="quiet">Назначить</button>
  </form>`;
}

/** Whose stock the file tells, and what becomes of it: the one thing of a file that no price shows. */
function stockPart({ changes: { stock = 0, offers = 0 }, rules: { stockStore, stockPlace = 'floor' } }: ImportJob): Html | null {
  const articles = (count: number): string => counted(count, 'товара', 'товаров', 'товаров');
  if (stock > 0 && stockStore !== null)
    return html`<p>
      ${mark('warn', `Остаток ${articles(stock)} в магазине ${stockStore}`)} (${stockPlace === 'storeroom' ? 'кладовая' : 'зал'})
      станет таким, как в файле, документами разницы. Проданное после загрузки файла останется проданным.
    </p>`;
  return offers > 0
    ? html`<p>Остаток ${articles(offers)} у поставщика увидят кассиры и закупка. Наш учёт не меняется.</p>`
    : null;
}

/** Step 5: now or at a time; what stands in the way of now, and the ways round it. */
export function confirmPage(view: ConfirmView, said: Html | null): Html {
  const { job, held, archived } = view;
  return html`${jobSteps(5, job)}${said}
    <p><b>${job.file.name}</b>, ${job.number}${job.supplier === '' ? '' : `, ${job.supplier}`}</p>
    ${countsPart([
      ...(job.source === 'bulk' ? [] : ([['новые товары', job.changes.new, 'good']] as const)),
      ['изменятся', job.changes.changed, 'good'],
      ...(archived > 0 ? ([['уйдут в архив: их нет в прайсе', archived, 'warn']] as const) : []),
      ['ждут подтверждения', held, 'warn'],
      ...(job.source === 'bulk' ? [] : ([['строки не войдут', job.counters.skipped, 'bad']] as const)),
    ])}
    ${stockPart(job)}
    ${
      held > 0
        ? html`<p>
            ${mark('warn', `Без подтверждения не войдёт: ${counted(held, 'изменение', 'изменения', 'изменений')}.`)}
            <a href="${jobAddress(job._id)}/changes?kind=held">Посмотреть и подтвердить</a>
          </p>`
        : null
    }
    ${unsyncedPart(view)}
    <div class="ways">
      ${view.unsynced.length > 0 ? html`${laterForm(view)}${nowForm(view)}` : html`${nowForm(view)}${laterForm(view)}`}
    </div>
    <div class="acts">
      <a class="button" href="${jobAddress(job._id)}/changes">← Что изменится</a>
      <form method="post" action="${jobAddress(job._id)}/cancel">
        ${onceField(view.once)}<button class="quiet">Отказаться от ${wordsOf(job).of}</button>
      </form>
    </div>`;
}

/** Prices that will not become active, as somebody has changed them since they were set for that time. */
function overtakenPart({ overtaken }: ImportJob): Html | null {
  if (!overtaken || overtaken.count === 0) return null;
  const { count, named } = overtaken;
  return html`<h2>Не включатся: ${counted(count, 'цена', 'цены', 'цен')}</h2>
    <p>Их с тех пор изменили вручную или другой загрузкой: останется то, что стоит сейчас. С касс они уже сняты.</p>
    <ul>
      ${named
        .slice(0, OVERTAKEN_SHOWN)
        .map(
          ({ sku, price, now }) =>
            html`<li>
              <a href="${cardAddress(sku)}">${sku}</a>: назначена ${priceText(price)},
              ${now === null ? 'товара больше нет' : `действует ${priceText(now)}`}
            </li>`,
        )}
      ${count > OVERTAKEN_SHOWN ? html`<li>и ещё ${count - OVERTAKEN_SHOWN}</li>` : null}
    </ul>`;
}

/** Scheduled: when, and the way back. */
export const scheduledPage = (job: ImportJob, timeZone: string, once: string): Html =>
  html`${jobSteps(5, job)}
    <div class="panel" data-poll="${jobAddress(job._id)}/state" data-state="${job.state}">
      <h2>Включится ${timeText(job.due, timeZone)}</h2>
      <p><b>${job.file.name}</b>, ${job.number}. Назначено: ${job.confirmed?.name ?? ''}.</p>
      <p>Новые цены уже идут на кассы и переключатся в эту минуту сами. До неё всё по-старому.</p>
      <p class="hint">Время ${timeZone}.</p>
      ${overtakenPart(job)}
      <div class="acts">
        <form method="post" action="${jobAddress(job._id)}/cancel">
          ${onceField(once)}<button class="quiet">Отменить включение</button>
        </form>
        <a class="button" href="${jobAddress(job._id)}/changes">Что изменится</a>
      </div>
    </div>`;
