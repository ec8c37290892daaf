import { approverRoles } from '../../design/import/approvers.ts';
import { FINDINGS, type FindingType } from '../../design/import/finding.ts';
import type { Role } from '../../design/people/roles.ts';
import type { Signer } from '../people/signatures.ts';
import { html, type Html } from './html.ts';
import type { Typed } from './import.forms.ts';
import { options } from './import.parts.ts';
import { ROLE_NAMES } from './role-names.ts';

/**
 * Who gives their word, and their PIN: whoever sits at somebody else's screen cannot sign for them. Nothing is chosen beforehand, and a PIN is
 * never drawn again.
 */
export const signPart = (label: string, signers: readonly Signer[], typed: Typed, required: boolean): Html =>
  html`<label
      >${label}<select name="approver" ${required ? html`required` : null}>
        ${options(
          [
            ['', 'выберите себя'],
            ...signers.map(({ id, name, role }) => [id, `${name} (${ROLE_NAMES[role].toLowerCase()})`] as const),
          ],
          typed['approver'] ?? '',
        )}
      </select></label
    >
    <label
      >Ваш ПИН-код<input
        type="password"
        name="pin"
        inputmode="numeric"
        maxlength="12"
        size="8"
        autocomplete="off"
        ${required ? html`required` : null}
    /></label>`;

/** Who acts where the chain has nobody yet of those who may: whoever knows the password of these pages. */
export const ADMINISTRATOR = 'администратор (вход по паролю)';

/** Who does it: a person of the staff with their PIN, or, before there are any, the administrator. */
export const whoPart = (label: string, signers: readonly Signer[], typed: Typed): Html =>
  signers.length > 0
    ? html`<div class="acts">${signPart(label, signers, typed, true)}</div>`
    : html`<p class="hint">
        ${label}: ${ADMINISTRATOR}. Управляющего, бухгалтера или администратора среди сотрудников ещё нет: их добавляют на
        странице
        <a href="/admin">Администрирование</a>.
      </p>`;

const PLURALS: Partial<Readonly<Record<Role, string>>> = {
  ...{ manager: 'управляющий', accountant: 'бухгалтер', administrator: 'администратор' },
};
/** «управляющий, бухгалтер или администратор». */
export function approverWords(type: FindingType): string {
  const words = approverRoles(type).map((role) => PLURALS[role] ?? ROLE_NAMES[role].toLowerCase());
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} или ${words.at(-1)!}`;
}

/** What waits for a word that none of the shops' people may give: where to add them. */
export function nobodyPart(types: readonly FindingType[], signers: readonly Signer[]): Html | null {
  const lonely = types.filter(
    (type) => 'held' in FINDINGS[type] && !signers.some(({ role }) => approverRoles(type).includes(role)),
  );
  const who = [...new Set(lonely.map(approverWords))];
  if (who.length === 0) return null;
  return html`<p class="tone-warn">
    ! Подтвердить некому: нужен ${who.join('; ')}. Добавьте сотрудника на странице
    <a href="/admin">Администрирование</a>, раздел «Сотрудники».
  </p>`;
}
