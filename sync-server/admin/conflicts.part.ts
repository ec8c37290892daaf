import type { Conflict } from '../../design/documents/conflict.ts';
import { typeOfId } from '../../design/ids.ts';
import { parseHlc } from '../../design/time/hlc.ts';
import { localDateTime } from '../../design/time/local-time.ts';
import { html, type Html } from './html.ts';

const TYPE_NAMES: Readonly<Record<string, string>> = {
  client: 'Клиент',
  prescription: 'Рецепт',
  'contact-lens-prescription': 'Рецепт на контактные линзы',
  contact: 'Контакт',
  order: 'Заказ',
  note: 'Заметка',
  settings: 'Настройки',
  staff: 'Сотрудник',
  product: 'Товар',
  cost: 'Закупочная цена',
  'price-list': 'Прайс-лист',
};
/** What people call the fields that two of them change most; the rest keeps the name it has in the document. */
const FIELD_NAMES: Readonly<Record<string, string>> = {
  name: 'имя',
  phone: 'телефон',
  email: 'почта',
  birth: 'дата рождения',
  consent: 'согласие',
  erased: 'удаление',
  _deleted: 'удаление',
  pin: 'ПИН-код',
  role: 'роль',
  active: 'допуск',
  address: 'адрес',
  price: 'цена',
  text: 'текст',
};
const LEFT_NAMES = {
  'schema-newer': 'записано более новой версией программы: обновите сервер',
  malformed: 'одна из версий не читается: нужна помощь разработчика',
} as const;
const MOST = 100;

const row = (c: Conflict): Html =>
  html`<tr>
    <td>${c.store ?? 'сеть'}</td>
    <td>${TYPE_NAMES[typeOfId(c.document)] ?? typeOfId(c.document)} ${c.document}</td>
    <td>${c.left === null ? c.differences.map(({ field }) => FIELD_NAMES[field] ?? field).join(', ') : LEFT_NAMES[c.left]}</td>
    <td>
      ${localDateTime(parseHlc(c.hlc)?.wall ?? 0, 'Europe/Moscow')
        .replace('T', ' ')
        .slice(0, 16)}
    </td>
    <td>
      <form method="post" action="/admin/conflicts/seen">
        <input type="hidden" name="database" value="${c.database}" /><input type="hidden" name="id" value="${c._id}" />
        <button class="quiet">Просмотрено</button>
      </form>
    </td>
  </tr>`;

/**
 * Two people changed the same thing apart from each other: what and where, without the values, which are health data and are looked at in
 * the shop.
 */
export const conflictsPart = (open: readonly Conflict[]): Html =>
  open.length === 0
    ? html``
    : html` <h2>Разночтения: ${open.length}</h2>
        <p>Двое изменили одно и то же без связи друг с другом. Осталась более поздняя запись; проверьте, та ли она.</p>
        <table>
          <thead>
            <tr>
              <th>Точка</th>
              <th>Документ</th>
              <th>Что разошлось</th>
              <th>Когда (МСК)</th>
              <th></th>
            </tr>
          </thead>
          <tbody>
            ${open.slice(0, MOST).map(row)}
          </tbody>
        </table>`;
