import { FIELD_WORDS } from '../../design/import/field-words.ts';
import type { ImportField } from '../../design/import/fields.ts';
import { ENCODINGS, type FileChoice, type FileEncoding, type ImportProfile } from '../../design/import/profile.ts';
import type { Shop } from '../provisioning/shops.ts';
import type { PreviewRow, UploadedFile } from '../import/imports.ts';
import { html, type Html } from './html.ts';
import { outcomeOf } from './import.change-words.ts';
import type { Typed } from './import.forms.ts';
import { fileAddress, mark, onceField, options, refusal, stepsBar } from './import.parts.ts';
import { rulesPart } from './import.rules.part.ts';
import { DELIMITER_WORDS, ENCODING_WORDS, FIELD_GROUPS, NEEDED_FIELDS } from './import.words.ts';

/** A column of the file: its title and some of what stands in it. */
export interface FileColumn {
  readonly title: string;
  readonly samples: readonly string[];
}

/** How the file was read: what stood in the choice, or was guessed. */
export interface FileFacts {
  readonly format: 'xlsx' | 'csv';
  readonly encoding: FileEncoding | null;
  readonly delimiter: string | null;
  readonly sheets: readonly { readonly name: string; readonly rows: number }[];
  readonly sheet: string;
  readonly headerRow: number | null;
  readonly headerRows: 1 | 2;
}

export interface MappingView {
  readonly file: UploadedFile;
  readonly facts: FileFacts;
  readonly choice: FileChoice;
  readonly columns: readonly FileColumn[];
  readonly chosen: Partial<Readonly<Record<ImportField, number>>>;
  /** Why a column was proposed for a field. */
  readonly why: Partial<Readonly<Record<ImportField, string>>>;
  readonly profiles: readonly ImportProfile[];
  readonly profile: ImportProfile | null;
  /** Sentences on what was guessed, and why. */
  readonly told: readonly string[];
  readonly rules: Typed;
  readonly supplier: string;
  readonly profileName: string;
  readonly wrong: Readonly<Record<string, string>>;
  readonly preview: readonly PreviewRow[];
  /** The file cannot be previewed as it is read now. */
  readonly problem: { readonly title: string; readonly detail: string } | null;
  readonly shops: readonly Shop[];
  readonly once: string;
}

/** What the columns of the form were drawn for: with another sheet or other titles their numbers mean something else. */
export const shapeOf = ({ sheet, encoding, delimiter, headerRow, headerRows }: FileFacts): string =>
  [sheet, encoding, delimiter === '\t' ? 'tab' : delimiter, headerRow, headerRows].join('|');

const sampleText = (column: FileColumn | undefined): string => column?.samples.slice(0, 3).join(' · ') ?? '';

function fieldRow(field: ImportField, { columns, chosen, why, wrong }: MappingView): Html {
  const column = chosen[field];
  const error = wrong[`m.${field}`];
  return html`<tr>
    <th scope="row">
      <label for="m-${field}">${FIELD_WORDS[field]}${NEEDED_FIELDS.includes(field) ? '\u00a0*' : ''}</label>
    </th>
    <td>
      <select id="m-${field}" name="m.${field}" aria-invalid="${error === undefined ? 'false' : 'true'}">
        <option value="">— нет в файле —</option>
        ${columns.map(
          (one, index) =>
            html`<option value="${index}" data-sample="${sampleText(one)}" ${index === column ? SELECTED : null}>
              ${one.title || `колонка ${index + 1}`}
            </option>`,
        )}
      </select>
      ${error === undefined ? null : html`<span class="small tone-bad" role="alert">✕ ${error}</span>`}
    </td>
    <td class="sample" data-sample title="${why[field] ?? ''}">
      ${sampleText(column === undefined ? undefined : columns[column])}
    </td>
  </tr>`;
}
const SELECTED = html`selected`;

const fieldTable = (fields: readonly ImportField[], view: MappingView): Html =>
  html`<table class="fields">
    <tbody>
      ${fields.map((field) => fieldRow(field, view))}
    </tbody>
  </table>`;

function fieldsPart(view: MappingView): Html {
  const [main, ...others] = FIELD_GROUPS;
  return html`<h2>Где что стоит в файле</h2>
    <p class="hint">
      Слева то, что нужно нам, справа колонка поставщика и примеры из неё. Со звёздочкой: без этого товар не завести.
    </p>
    ${fieldTable(main!.fields, view)}
    ${others.map(({ title, fields }) => {
      const used = fields.filter((field) => view.chosen[field] !== undefined).length;
      return html`<details ${used > 0 ? OPEN : null}>
        <summary>${title}${used > 0 ? ` (найдено: ${used})` : ''}</summary>
        ${fieldTable(fields, view)}
      </details>`;
    })}`;
}
const OPEN = html`open`;

function filePart({ facts, choice, wrong }: MappingView): Html {
  const text = facts.format === 'csv';
  return html`<details ${wrong['file'] === undefined ? null : OPEN}>
    <summary>Файл прочитан не так? Лист, строка заголовков${text ? ', кодировка, разделитель' : ''}</summary>
    <div class="grid">
      ${
        facts.sheets.length > 1
          ? html`<label
              >Лист<select name="sheet">
                ${options(
                  [
                    ['', `сам: ${facts.sheet}`],
                    ...facts.sheets.map(({ name, rows }) => [name, `${name} (строк: ${rows})`] as const),
                  ],
                  choice.sheet ?? '',
                )}
              </select></label
            >`
          : null
      }
      ${
        text
          ? html`<label
                >Кодировка<select name="encoding">
                  ${options(
                    [
                      ['', `сама: ${facts.encoding === null ? 'не определена' : ENCODING_WORDS[facts.encoding]}`],
                      ...ENCODINGS.map((one) => [one, ENCODING_WORDS[one]] as const),
                    ],
                    choice.encoding ?? '',
                  )}
                </select></label
              ><label
                >Разделитель колонок<select name="delimiter">
                  ${options(
                    [
                      [
                        '',
                        `сам: ${DELIMITER_WORDS.find(([sign]) => sign === facts.delimiter)?.[1] ?? (facts.delimiter || 'одна колонка')}`,
                      ],
                      ...DELIMITER_WORDS.map(([sign, words]) => [sign === '\t' ? 'tab' : sign, words] as const),
                    ],
                    choice.delimiter === '\t' ? 'tab' : (choice.delimiter ?? ''),
                  )}
                </select></label
              >`
          : null
      }
      <label
        >Строка заголовков<input
          name="headerRow"
          inputmode="numeric"
          value="${choice.headerRow ?? ''}"
          placeholder="${facts.headerRow === null ? 'заголовков нет' : `сама: ${facts.headerRow}`}" /></label
      ><label
        >Заголовок занимает<select name="headerRows">
          ${options(
            [
              ['1', 'одну строку'],
              ['2', 'две строки'],
            ],
            String(choice.headerRows ?? facts.headerRows),
          )}
        </select></label
      ><label
        >Первая строка товара<input
          name="dataRow"
          inputmode="numeric"
          value="${choice.dataRow ?? ''}"
          placeholder="сразу после заголовка"
      /></label>
      <button class="quiet" name="anew" value="columns">Прочитать так и найти колонки заново</button>
    </div>
  </details>`;
}

const previewRow = (one: PreviewRow): Html => {
  const { tone, words, details } = outcomeOf(one);
  const { read } = one;
  return html`<tr>
    <td class="num">${read.row}</td>
    <td>
      ${read.name ?? html`<span class="tone-bad">нет названия</span>`}
      <div class="hint">${[read.sku, read.ean].filter(Boolean).join(' · ')}</div>
    </td>
    <td>${mark(tone, words)}${details.map((line) => html`<div class="hint">${line}</div>`)}</td>
  </tr>`;
};

const previewPart = ({ preview, problem, wrong }: MappingView): Html =>
  html`<section id="preview" class="beside" tabindex="0" aria-labelledby="preview-title" aria-live="polite">
    <h2 id="preview-title">Что станет с первыми строками</h2>
    ${problem === null ? null : refusal(problem)}
    ${Object.keys(wrong).length === 0 ? null : html`<p class="tone-bad">✕ ${Object.values(wrong)[0]!}</p>`}
    ${
      preview.length === 0
        ? html`<p>${problem === null ? 'Строк с товарами нет: под заголовком пусто.' : ''}</p>`
        : html`<table class="small">
            <thead>
              <tr>
                <th class="num">Строка</th>
                <th>Товар</th>
                <th>Станет</th>
              </tr>
            </thead>
            <tbody>
              ${preview.map(previewRow)}
            </tbody>
          </table>`
    }
  </section>`;

const profilePart = ({ profiles, profile }: MappingView): Html | null => {
  const usable = profiles.filter(({ active, _id }) => active || _id === profile?._id);
  if (usable.length === 0) return null;
  return html`<div class="acts">
    <label
      >Профиль поставщика<select name="profile">
        <option value="">без профиля</option>
        ${options(
          usable.map(({ _id, name }) => [_id, name] as const),
          profile?._id ?? '',
        )}
      </select></label
    ><button class="quiet" name="anew" value="profile">Применить профиль</button>
  </div>`;
};

/** Step 2: which column is what, beside what the first rows will become. */
export function mappingPage(view: MappingView, said: Html | null): Html {
  const { file, facts, told, supplier, profileName, once } = view;
  const address = fileAddress(file.id);
  return html`${stepsBar(2)}${said}
    <p><b>${file.name}</b>${facts.sheets.length > 1 ? html`, лист «${facts.sheet}»` : null}. ${told.join(' ')}</p>
    <form data-live method="get" action="${address}">
      <input type="hidden" name="read" value="1" /><input
        type="hidden"
        name="shape"
        value="${shapeOf(facts)}"
      />${onceField(once)}
      <button hidden>Обновить</button>
      ${profilePart(view)}
      <div class="split">
        <div>
          ${filePart(view)} ${fieldsPart(view)} ${rulesPart(view)}
          <div class="grid">
            <label>Поставщик<input name="supplier" maxlength="80" value="${supplier}" placeholder="чей это прайс" /></label>
          </div>
          <noscript><button class="quiet">Обновить просмотр</button></noscript>
          <div class="acts">
            <button formmethod="post" formaction="${address}/check">Проверить весь файл →</button>
            <a class="button" href="/admin/import">Назад, к файлам</a>
          </div>
          <details>
            <summary>Запомнить для следующих прайсов</summary>
            <p class="hint">Профиль помнит колонки и правила. Следующий прайс этого поставщика узнается сам.</p>
            <div class="grid">
              <label
                >Название профиля<input
                  name="profileName"
                  maxlength="80"
                  value="${profileName}"
                  placeholder="Например: Линзы-Опт, общий прайс"
              /></label>
              <button class="quiet" formmethod="post" formaction="${address}/profile">Сохранить профиль</button>
            </div>
          </details>
        </div>
        ${previewPart(view)}
      </div>
    </form>`;
}
