import { FIELD_WORDS } from '../../design/import/field-words.ts';
import { ENCODINGS, GUESS_ALL, type ImportProfile } from '../../design/import/profile.ts';
import { profileEdition } from '../import/profiles.store.ts';
import type { Shop } from '../provisioning/shops.ts';
import { html, type Html } from './html.ts';
import { choiceFields, type Typed } from './import.forms.ts';
import { crumbs, onceField, options, refusal } from './import.parts.ts';
import { rulesPart } from './import.rules.part.ts';
import { DELIMITER_WORDS, ENCODING_WORDS, FIELD_GROUPS } from './import.words.ts';

export interface ProfileView {
  readonly profile: ImportProfile;
  /** What stands in the form: as stored, or as it was typed and not taken. */
  readonly typed: Typed;
  readonly wrong: Readonly<Record<string, string>>;
  readonly shops: readonly Shop[];
  readonly once: string;
}

/** How the file is read; what is left empty the program finds out by itself. Rows without content are always left out. */
const filePart = (typed: Typed): Html =>
  html`<details ${Object.keys(choiceFields(GUESS_ALL)).some((name) => (typed[name] ?? '') !== '') ? html`open` : null}>
    <summary>Как читать файл: лист, кодировка, заголовок</summary>
    <div class="grid">
      <label>Лист<input name="sheet" maxlength="100" value="${typed['sheet'] ?? ''}" placeholder="сам, где товары" /></label>
      <label
        >Кодировка<select name="encoding">
          <option value="">сама</option>
          ${options(
            ENCODINGS.map((one) => [one, ENCODING_WORDS[one]] as const),
            typed['encoding'] ?? '',
          )}
        </select></label
      >
      <label
        >Разделитель колонок<select name="delimiter">
          <option value="">сам</option>
          ${options(
            DELIMITER_WORDS.map(([sign, words]) => [sign === '\t' ? 'tab' : sign, words] as const),
            typed['delimiter'] ?? '',
          )}
        </select></label
      >
      <label>Кавычка<input name="quote" maxlength="1" size="2" value="${typed['quote'] ?? ''}" placeholder='"' /></label>
      <label
        >Строка заголовка<input name="headerRow" inputmode="numeric" value="${typed['headerRow'] ?? ''}" placeholder="сама"
      /></label>
      <label
        >Заголовок занимает<select name="headerRows">
          <option value="">сама</option>
          ${options(
            [
              ['1', 'одну строку'],
              ['2', 'две строки'],
            ],
            typed['headerRows'] ?? '',
          )}
        </select></label
      >
      <label
        >Товары со строки<input name="dataRow" inputmode="numeric" value="${typed['dataRow'] ?? ''}" placeholder="под заголовком"
      /></label>
    </div>
  </details>`;

/** A supplier's way of writing files: its columns by their titles, its rules, a word about it. */
export function profilePage({ profile, typed, wrong, shops, once }: ProfileView, said: Html | null): Html {
  const first = Object.values(wrong)[0];
  const filled = (fields: readonly string[]): boolean => fields.some((field) => (typed[`t.${field}`] ?? '') !== '');
  return html`${crumbs()}${said} ${first === undefined ? null : refusal({ title: 'Не сохранено.', detail: `${first}.` })}
    <form method="post" action="/admin/import/profiles/${encodeURIComponent(profile._id)}">
      ${onceField(once)}<input type="hidden" name="read" value="1" />
      <input type="hidden" name="seen" value="${typed['seen'] ?? profileEdition(profile)}" />
      <div class="grid">
        <label>Название профиля<input name="name" required maxlength="80" value="${typed['name'] ?? ''}" /></label>
        <label>Поставщик<input name="supplier" maxlength="80" value="${typed['supplier'] ?? ''}" /></label>
        <label
          >Код поставщика<input name="supplierCode" maxlength="40" value="${typed['supplierCode'] ?? ''}" />
          <span class="small">как в бухгалтерии, для себя</span></label
        >
        <label>Место в списке<input name="order" inputmode="numeric" maxlength="4" value="${typed['order'] ?? '0'}" /></label>
        <label class="choice"
          ><input type="checkbox" name="active" value="yes" ${typed['active'] === 'yes' ? html`checked` : null} />Узнавать прайсы
          по этому профилю</label
        >
        <label class="all">Заметки<textarea name="notes" rows="2" maxlength="2000">${typed['notes'] ?? ''}</textarea></label>
      </div>
      ${filePart(typed)}
      <h2>Колонки поставщика</h2>
      <p class="hint">
        Заголовки, как их пишет поставщик. Место колонки в файле не важно, она найдётся по заголовку. Пусто: колонки нет.
      </p>
      ${FIELD_GROUPS.map(
        ({ title, fields }, group) =>
          html`<details ${group === 0 || filled(fields) ? html`open` : null}>
            <summary>${title}</summary>
            <div class="grid">
              ${fields.map(
                (field) =>
                  html`<label
                    >${FIELD_WORDS[field]}<input name="t.${field}" maxlength="200" value="${typed[`t.${field}`] ?? ''}"
                  /></label>`,
              )}
            </div>
          </details>`,
      )}
      ${rulesPart({ rules: typed, wrong, shops })}
      <div class="acts">
        <button>Сохранить</button>
        <a class="button" href="/admin/import#profiles">Назад</a>
      </div>
    </form>`;
}
