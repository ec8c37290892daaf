import { FIELD_WORDS } from '../../design/import/field-words.ts';
import type { ImportProfile } from '../../design/import/profile.ts';
import type { Shop } from '../provisioning/shops.ts';
import { html, type Html } from './html.ts';
import type { Typed } from './import.forms.ts';
import { crumbs, onceField, refusal } from './import.parts.ts';
import { rulesPart } from './import.rules.part.ts';
import { FIELD_GROUPS } from './import.words.ts';

export interface ProfileView {
  readonly profile: ImportProfile;
  /** What stands in the form: as stored, or as it was typed and not taken. */
  readonly typed: Typed;
  readonly wrong: Readonly<Record<string, string>>;
  readonly shops: readonly Shop[];
  readonly once: string;
}

/** A supplier's way of writing files: its columns by their titles, its rules, a word about it. */
export function profilePage({ profile, typed, wrong, shops, once }: ProfileView, said: Html | null): Html {
  const first = Object.values(wrong)[0];
  const filled = (fields: readonly string[]): boolean => fields.some((field) => (typed[`t.${field}`] ?? '') !== '');
  return html`${crumbs()}${said} ${first === undefined ? null : refusal({ title: 'Не сохранено.', detail: `${first}.` })}
    <form method="post" action="/admin/import/profiles/${encodeURIComponent(profile._id)}">
      ${onceField(once)}<input type="hidden" name="read" value="1" />
      <div class="grid">
        <label>Название профиля<input name="name" required maxlength="80" value="${typed['name'] ?? ''}" /></label>
        <label>Поставщик<input name="supplier" maxlength="80" value="${typed['supplier'] ?? ''}" /></label>
        <label class="all">Заметки<textarea name="notes" rows="2" maxlength="2000">${typed['notes'] ?? ''}</textarea></label>
      </div>
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
