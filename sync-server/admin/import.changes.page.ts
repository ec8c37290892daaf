import { mayApprove } from '../../design/import/approvers.ts';
import { FINDINGS, type FindingType } from '../../design/import/finding.ts';
import type { Approval, ImportJob } from '../../design/import/job.ts';
import type { ChangeKind, Page, StagedChange } from '../import/imports.ts';
import type { Signer } from '../people/signatures.ts';
import { html, type Html } from './html.ts';
import { detailsOf } from './import.change-words.ts';
import { jobSteps, wordsOf } from './import.check.page.ts';
import type { Typed } from './import.forms.ts';
import { jobAddress, mark, onceField, pager, percentText, priceText, timeText } from './import.parts.ts';
import { approverWords, nobodyPart, signPart } from './import.sign.part.ts';
import { counted, FINDING_WORDS } from './import.words.ts';
import { ROLE_NAMES } from './role-names.ts';

export const CHANGE_KINDS = ['new', 'changed', 'vanished', 'held'] as const satisfies readonly ChangeKind[];
const TABS: Readonly<Record<ChangeKind, string>> = {
  new: 'Новые',
  changed: 'Изменённые',
  vanished: 'Нет в прайсе',
  held: 'Задержанные',
};
const EMPTY: Readonly<Record<ChangeKind, string>> = {
  new: 'Новых товаров в прайсе нет.',
  changed: 'Изменений в имеющихся товарах нет.',
  vanished: 'Все товары поставщика есть в прайсе (или поставщик не назван).',
  held: 'Ничего не ждёт подтверждения.',
};

export interface ChangesView {
  readonly job: ImportJob;
  readonly kind: ChangeKind;
  readonly changes: Page<StagedChange>;
  /** Who may give their word. */
  readonly signers: readonly Signer[];
  /** What articles of this page are called, by SKU, where the change does not say. */
  readonly names: Readonly<Record<string, string>>;
  /** What still lies, comes or is promised of articles that are to be archived, by SKU, in words. */
  readonly standing: Readonly<Record<string, string>>;
  readonly typed: Typed;
  readonly timeZone: string;
  readonly once: string;
}

const heldWords = ({ sku, held, approved }: StagedChange, standing: ChangesView['standing']): Html | null =>
  held.length === 0
    ? null
    : html`${approved ? mark('good', 'подтверждено') : mark('warn', 'ждёт подтверждения')}
      ${held.map((type) => html`<div class="hint">${(type === 'VANISHED_STANDS' ? standing[sku] : null) ?? FINDING_WORDS[type]}</div>`)}`;

function changeRow(change: StagedChange, ticks: boolean, { job, kind, names, standing }: ChangesView): Html {
  // Told only: without the rule it is not archived.
  const stays = kind === 'vanished' && !job.rules.archiveVanished;
  const { before, after } = change;
  const [old, price] = [before?.price, after.price];
  const pricey = price !== undefined && price !== old;
  return html`<tr>
    ${
      ticks
        ? html`<td>
            ${change.approved ? null : html`<input type="checkbox" name="sku" value="${change.sku}" aria-label="Подтвердить ${change.sku}" />`}
          </td>`
        : null
    }
    <td class="num">${change.row === 0 ? '' : change.row}</td>
    <td>
      ${after.name ?? before?.name ?? names[change.sku] ?? ''}
      <div class="hint">${change.sku}</div>
    </td>
    <td class="num">${priceText(old)}</td>
    <td class="num">${pricey ? html`<b>${priceText(price)}</b>` : ''}</td>
    <td class="num">${pricey ? percentText(old, price) : ''}</td>
    <td>
      ${(stays ? ['Остаётся в продаже'] : detailsOf(change)).map((line) => html`<div class="hint">${line}</div>`)}
      ${heldWords(change, standing)}
    </td>
  </tr>`;
}

const table = (ticks: boolean, view: ChangesView): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="Изменения">
    <table class="small">
      <thead>
        <tr>
          ${ticks ? html`<th><span class="hint">Выбрать</span></th>` : null}
          <th class="num">Строка</th>
          <th>Товар</th>
          <th class="num">Было</th>
          <th class="num">Станет</th>
          <th class="num">Разница</th>
          <th>Ещё</th>
        </tr>
      </thead>
      <tbody>
        ${view.changes.rows.map((one) => changeRow(one, ticks, view))}
      </tbody>
    </table>
  </div>`;

/** Whose word it is, and why: for what is held. */
function wordPart({ job, signers, typed }: ChangesView): Html {
  const types = (Object.keys(job.found) as FindingType[]).filter(
    (type) => 'held' in FINDINGS[type] && (job.found[type] ?? 0) > 0,
  );
  const given = new Set(job.approvals.flatMap((one) => one.types));
  const ticked = new Set((typed['type'] ?? '').split('\n'));
  return html`<div class="panel">
    <h2>Подтвердить</h2>
    <p>Отметьте вид целиком или товары в таблице. Неподтверждённое в каталог не попадёт, остальное загрузится.</p>
    <div>
      ${types.map((type) =>
        given.has(type)
          ? html`<p>${mark('good', `${FINDING_WORDS[type]}: подтверждено`)}</p>`
          : html`<label class="choice"
              ><input type="checkbox" name="type" value="${type}" ${ticked.has(type) ? html`checked` : null} />
              <span
                >${FINDING_WORDS[type]}: всё (${job.found[type]!})
                <span class="hint">подтверждает ${approverWords(type)}</span></span
              ></label
            >`,
      )}
    </div>
    ${nobodyPart(
      types.filter((type) => !given.has(type)),
      signers,
    )}
    <div class="acts">
      ${signPart('Кто подтверждает', signers, typed, true)}
      <label
        >Почему<input
          name="reason"
          maxlength="400"
          size="40"
          required
          minlength="3"
          value="${typed['reason'] ?? ''}"
          placeholder="Письмо поставщика от 20.11"
      /></label>
      <button>Подтвердить отмеченное</button>
    </div>
  </div>`;
}

const tabs = ({ job, kind }: ChangesView): Html =>
  html`<nav class="tabs" aria-label="Что изменится">
    ${CHANGE_KINDS.filter((one) => job.source !== 'bulk' || one === 'changed' || one === 'held').map(
      (one) =>
        html`<a href="${jobAddress(job._id)}/changes?kind=${one}" ${one === kind ? html`aria-current="page"` : null}
          >${TABS[one]}: ${job.changes[one].toLocaleString('ru-RU')}</a
        >`,
    )}
  </nav>`;

/**
 * Who has signed and then left, or lost the right: the word was theirs to give and stands; whoever disagrees takes the job back before it is
 * in force.
 */
const goneWord = ({ by, types }: Approval, { job, signers }: ChangesView): Html | null => {
  const person = signers.find(({ id }) => id === by);
  const isStill = person !== undefined && types.every((type) => mayApprove(person.role, type));
  if (!by || isStill || !['checked', 'scheduled'].includes(job.state)) return null;
  return html`<div class="tone-warn">
    ! Сейчас этот сотрудник так подтвердить уже не может (уволен или сменил должность). Слово дано раньше и действует; если вы не
    согласны, отмените загрузку до её включения.
  </div>`;
};

const approvalsPart = (view: ChangesView): Html | null =>
  view.job.approvals.length === 0
    ? null
    : html`<h2>Кто подтвердил</h2>
        <ul>
          ${view.job.approvals.map((word) => {
            const { types, skus, name, role, reason, at } = word;
            return html`<li>
              ${name}${role ? ` (${ROLE_NAMES[role].toLowerCase()})` : ''}, ${timeText(at, view.timeZone)}:
              ${types.map((type) => FINDING_WORDS[type]).join(', ')}${
                skus.length === 0 ? '' : ` ${counted(skus.length, 'товар', 'товара', 'товаров')}`
              }.
              ${reason} ${goneWord(word, view)}
            </li>`;
          })}
        </ul>`;

/** Step 4: new, changed, vanished, held; what is held waits for a named person's word. */
export function changesPage(view: ChangesView, said: Html | null): Html {
  const { job, kind, changes, once } = view;
  const pages = Math.max(1, Math.ceil(changes.total / changes.limit));
  const open = job.state === 'checked' && !job.dryRun;
  const waits = changes.rows.some(({ approved }) => !approved);
  const body = changes.rows.length === 0 ? html`<p>${EMPTY[kind]}</p>` : table(kind === 'held' && open && waits, view);
  const address = `${jobAddress(job._id)}/changes`;
  return html`${jobSteps(4, job)}${said} ${tabs(view)}
    ${
      kind === 'held' && open && waits
        ? html`<form method="post" action="${jobAddress(job._id)}/approve">
            ${onceField(once)}<input type="hidden" name="page" value="${changes.page}" />${wordPart(view)} ${body}
          </form>`
        : body
    }
    ${kind === 'vanished' && changes.rows.length > 0 && !job.rules.archiveVanished ? html`<p class="hint">Они остаются в продаже. Убирать их в архив можно правилом на шаге «Колонки».</p>` : null}
    ${pager(changes.page, pages, (page) => `${address}?kind=${kind}&page=${page}`)} ${approvalsPart(view)}
    <div class="acts">
      ${
        open
          ? html`<a class="button main" href="${jobAddress(job._id)}/confirm">Включить →</a>`
          : html`<a class="button" href="${jobAddress(job._id)}">${wordsOf(job).to} ${job.number}</a>`
      }
      ${
        job.source === 'bulk'
          ? html`<a class="button" href="/admin/catalogue">Не менять</a>`
          : html`<a class="button" href="${jobAddress(job._id)}/check">← К проверке</a>`
      }
    </div>`;
}
