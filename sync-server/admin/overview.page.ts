import type { Report } from '../../design/documents/chain.ts';
import type { Settings } from '../../design/documents/catalogue.ts';
import type { Device, Staff } from '../../design/documents/people.ts';
import { ERRORS } from '../../design/errors.ts';
import { CASH_RULES } from '../../design/money/cash-rules.ts';
import { ROLES } from '../../design/people/roles.ts';
import { localDateTime } from '../../design/time/local-time.ts';
import type { Till } from '../devices/gateways.store.ts';
import type { Shop } from '../provisioning/shops.ts';
import type { DeviceRefusals } from '../refusals/refusals.store.ts';
import type { RollupState } from '../rollup/rebuild.request.ts';
import { html, type Html } from './html.ts';
import { ROLE_NAMES } from './role-names.ts';
import { reportsPart } from './reports.page.ts';

export interface Overview {
  readonly shops: readonly Shop[];
  /** Of those shops. */
  readonly settings: readonly Settings[];
  readonly people: readonly Staff[];
  readonly devices: readonly Device[];
  readonly tills: readonly Till[];
  readonly refusals: readonly DeviceRefusals[];
  readonly reports: readonly Report[];
  readonly rollups: RollupState;
}

const SCOPE_NAMES: Readonly<Record<string, string>> = {
  till: 'касса',
  workshop: 'мастерская',
  dashboard: 'показатели',
  cost: 'себестоимость',
};

const time = (at: number): string => localDateTime(at, 'Europe/Moscow').replace('T', ' ').slice(0, 16);
const shopChoice = (shops: readonly Shop[]): Html =>
  html`<label
    >Точка<select name="store" required>
      ${shops.map((s) => html`<option value="${s.code}">${s.name}</option>`)}
    </select></label
  >`;

/** Everything an administrator sets up before the first sale, on one page: shops, people, tills, devices. */
export const overviewBody = (o: Overview): Html =>
  html`${shopsPart(o)}${peoplePart(o)}${tillsPart(o)}${devicesPart(o)}${reportsPart(o.reports, o.rollups)}`;

/** What a shop's own page of settings says, in a form that is sent as a whole. */
function careForm({ code, name }: Shop, settings: readonly Settings[]): Html {
  const now = settings.find(({ store }) => store === code);
  const { blindCount, differenceLimit } = now?.cash ?? CASH_RULES;
  return html`<form class="row" method="post" action="/admin/shops/care" aria-label="Настройки: ${name}">
    <input type="hidden" name="code" value="${code}" />
    <label
      >Кого звать кассиру<input
        name="administrator"
        maxlength="120"
        placeholder="имя и телефон"
        value="${now?.administrator ?? ''}"
    /></label>
    <label
      >Расхождение без подписи, ₽<input
        name="differenceLimit"
        required
        pattern="[0-9]{1,6}([.,][0-9]{1,2})?"
        inputmode="decimal"
        size="8"
        value="${String(differenceLimit / 100).replace('.', ',')}"
    /></label>
    <label class="choice"
      ><input type="checkbox" name="blindCount" value="yes" ${blindCount ? html`checked` : null} />Пересчёт вслепую: сколько
      должно быть, кассир видит после</label
    >
    <button class="quiet">Сохранить</button>
  </form>`;
}

const shopsPart = ({ shops, settings }: Overview): Html =>
  html` <h2>Точки</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Точки">
      <table>
        <thead>
          <tr>
            <th>Код</th>
            <th>Название</th>
            <th>Адрес</th>
            <th>Часовой пояс</th>
          </tr>
        </thead>
        <tbody>
          ${shops.map(
            (s) =>
              html`<tr>
                  <td>${s.code}</td>
                  <td>${s.name}</td>
                  <td>${s.address}</td>
                  <td>${s.timeZone}</td>
                </tr>
                <tr>
                  <td colspan="4">${careForm(s, settings)}</td>
                </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <form class="row" method="post" action="/admin/shops">
      <label>Код (латиницей)<input name="code" required pattern="[a-z][a-z0-9-]{0,30}" /></label>
      <label>Название<input name="name" required maxlength="128" /></label>
      <label>Адрес<input name="address" required maxlength="256" /></label>
      <label>Часовой пояс<input name="timeZone" required value="Europe/Moscow" /></label>
      <label>Организация<input name="company" required maxlength="128" /></label>
      <label>ИНН<input name="inn" required pattern="[0-9]{10}([0-9]{2})?" inputmode="numeric" /></label>
      <label>Кого звать кассиру<input name="administrator" maxlength="120" placeholder="имя и телефон" /></label>
      <button>Создать точку</button>
    </form>`;

const personRow = (p: Staff): Html =>
  html` <tr class="${p.active ? '' : 'off'}">
    <td>${p.store}</td>
    <td>${p.name}</td>
    <td>${ROLE_NAMES[p.role]}</td>
    <td>${p.active ? 'работает' : 'отключён'}</td>
    <td>
      <form class="row" method="post" action="/admin/people/pin">
        <input type="hidden" name="store" value="${p.store}" /><input type="hidden" name="id" value="${p._id}" />
        <input
          name="pin"
          aria-label="Новый ПИН-код"
          placeholder="новый ПИН"
          required
          pattern="[0-9]{4,8}"
          inputmode="numeric"
          autocomplete="off"
          size="8"
        />
        <button class="quiet">Сменить ПИН</button>
      </form>
    </td>
    <td>
      <form method="post" action="/admin/people/active">
        <input type="hidden" name="store" value="${p.store}" /><input type="hidden" name="id" value="${p._id}" />
        <input type="hidden" name="active" value="${p.active ? 'no' : 'yes'}" />
        <button class="quiet">${p.active ? 'Отключить' : 'Вернуть'}</button>
      </form>
    </td>
  </tr>`;

const peoplePart = ({ people, shops }: Overview): Html =>
  html` <h2>Сотрудники</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Сотрудники">
      <table>
        <thead>
          <tr>
            <th>Точка</th>
            <th>Имя</th>
            <th>Роль</th>
            <th>Состояние</th>
            <th></th>
            <th></th>
          </tr>
        </thead>
        <tbody>
          ${people.map(personRow)}
        </tbody>
      </table>
    </div>
    <form class="row" method="post" action="/admin/people">
      ${shopChoice(shops)}
      <label>Имя<input name="name" required maxlength="64" placeholder="Иванова А. П." /></label>
      <label
        >Роль<select name="role">
          ${ROLES.map((role) => html`<option value="${role}">${ROLE_NAMES[role]}</option>`)}
        </select></label
      >
      <label>ПИН-код (4–8 цифр)<input name="pin" required pattern="[0-9]{4,8}" inputmode="numeric" autocomplete="off" /></label>
      <button>Добавить сотрудника</button>
    </form>`;

const tillsPart = ({ tills, shops }: Overview): Html =>
  html` <h2>Кассы и шлюзы</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Кассы и шлюзы">
      <table>
        <thead>
          <tr>
            <th>Касса</th>
            <th>Точка</th>
            <th>Адрес шлюза</th>
          </tr>
        </thead>
        <tbody>
          ${tills.map(
            (t) =>
              html`<tr>
                <td>${t.pos}</td>
                <td>${t.store}</td>
                <td>${t.url}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <form class="row" method="post" action="/admin/tills">
      <label>Номер кассы<input name="pos" required pattern="[A-Za-z0-9][A-Za-z0-9_\\-]{0,31}" placeholder="POS-001" /></label>
      ${shopChoice(shops)}
      <label>Адрес шлюза<input name="url" required type="url" value="http://127.0.0.1:8000" /></label>
      <button>Выдать ключ шлюза</button>
    </form>`;

/** How many of its documents the server has refused, and why; they lie on the device until that is set right. */
const refusedBy = (d: Device, refusals: readonly DeviceRefusals[]): string => {
  const own = refusals.find(({ device }) => device === d.number);
  return own ? `${own.count}: ${own.codes.map((code) => ERRORS[code].ru.what).join(' ')}` : '—';
};

const deviceRow = (d: Device, refusals: readonly DeviceRefusals[]): Html =>
  html` <tr class="${d.revoked === null ? '' : 'off'}">
    <td>${d.number}</td>
    <td>${d.name}</td>
    <td>${d.store}</td>
    <td>${d.till ?? '—'}</td>
    <td>${d.scopes.map((scope) => SCOPE_NAMES[scope] ?? scope).join(', ')}</td>
    <td>${time(d.seen)}</td>
    <td>${refusedBy(d, refusals)}</td>
    <td>
      ${
        d.revoked === null
          ? html`<form method="post" action="/admin/devices/revoke">
              <input type="hidden" name="device" value="${d.number}" /><button class="quiet">Отключить</button>
            </form>`
          : `отключено ${time(d.revoked)}`
      }
    </td>
  </tr>`;

const devicesPart = ({ devices, shops, tills, refusals }: Overview): Html =>
  html` <h2>Устройства</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Устройства">
      <table>
        <thead>
          <tr>
            <th>№</th>
            <th>Название</th>
            <th>Точка</th>
            <th>Касса</th>
            <th>Доступ</th>
            <th>На связи (МСК)</th>
            <th>Отказы</th>
            <th></th>
          </tr>
        </thead>
        <tbody>
          ${devices.map((d) => deviceRow(d, refusals))}
        </tbody>
      </table>
    </div>
    <p><a href="/admin/quarantine">Данные отключённых устройств</a></p>
    <form class="row" method="post" action="/admin/pairing-codes">
      ${shopChoice(shops)}
      <label
        >Касса<select name="till">
          <option value="">без кассы</option>
          ${tills.map((t) => html`<option>${t.pos}</option>`)}
        </select></label
      >
      <label
        >Доступ<select name="access">
          <option value="both">Касса и панель управляющего</option>
          <option value="till">Только касса</option>
          <option value="workshop">Только мастерская (заказы без карточек клиентов)</option>
          <option value="dashboard">Только панель</option>
          <option value="cost">Панель с себестоимостью</option>
        </select></label
      >
      <button>Получить код подключения</button>
    </form>`;
