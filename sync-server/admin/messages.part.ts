import { CHANNELS, type Channel } from '../../design/documents/sending.ts';
import { ERRORS } from '../../design/errors.ts';
import { keyOfId } from '../../design/ids.ts';
import type { Message } from '../../design/messages/message.ts';
import { localDateTime } from '../../design/time/local-time.ts';
import type { MessageDesk } from '../messages/messages.ts';
import { html, type Html } from './html.ts';

const NAMES: Readonly<Record<Channel, string>> = { email: 'Почта', sms: 'СМС' };
const VIA: Readonly<Record<string, string>> = {
  smtp: 'почтовый сервер',
  outbox: 'папка исходящих: почтовый сервер не подключён (SMTP_URL)',
  sms: 'служба СМС',
  console: 'журнал и папка исходящих: служба СМС не подключена',
};
/** What a mail server answers, in words; the rest keeps its code for whoever looks into the service's own log. */
const WHY: readonly (readonly [RegExp, string])[] = [
  [/AUTH/, 'не принимает имя или пароль'],
  [/DNS/, 'адрес сервера не найден'],
  [/TLS/, 'не удалось защищённое соединение'],
  [/MAIL FROM/, 'не принимает адрес отправителя'],
  [/CONNECTION|TIMEDOUT|SOCKET/, 'не отвечает'],
];
const MOST = 50;

const time = (at: number): string => localDateTime(at, 'Europe/Moscow').replace('T', ' ').slice(0, 16);
const wordsOf = (why: string): string => `${WHY.find(([pattern]) => pattern.test(why))?.[1] ?? 'отказывает'} (${why})`;

const row = (message: Message): Html =>
  html`<tr>
    <td>${message.store}</td>
    <td>${NAMES[message.channel]}</td>
    <td>${keyOfId(message.sale)}</td>
    <td>${message.code === null ? '' : ERRORS[message.code].ru.what}</td>
    <td>${message.tries}</td>
    <td>${time(message.at)}</td>
    <td>
      <form class="row" method="post" action="/admin/messages">
        <input type="hidden" name="id" value="${message._id}" />
        <button name="act" value="again">Ещё раз</button>
        <button class="quiet" name="act" value="forget">Убрать</button>
      </form>
    </td>
  </tr>`;

const channelRow = (desk: MessageDesk, channel: Channel): Html => {
  const { via, since, why } = desk.service(channel);
  const state = since === null ? 'работает' : `с ${time(since)} ${wordsOf(why ?? '')}`;
  return html`<tr>
    <td>${NAMES[channel]}</td>
    <td>${VIA[via] ?? via}</td>
    <td>${state}</td>
    <td>${desk.waiting(channel)}</td>
  </tr>`;
};

/** Electronic receipts: how the services stand, and what did not go out. Whom they were for is not said: the shop knows. */
export function messagesPart(desk: MessageDesk | null): Html {
  if (desk === null)
    return html`<h2>Электронные чеки</h2>
      <p>Их отправляет другой сервер этой сети.</p>`;
  const dead = desk.dead();
  return html`<h2>Электронные чеки</h2>
    <table>
      <thead>
        <tr>
          <th>Способ</th>
          <th>Через что</th>
          <th>Состояние (МСК)</th>
          <th>Ждут отправки</th>
        </tr>
      </thead>
      <tbody>
        ${CHANNELS.map((channel) => channelRow(desk, channel))}
      </tbody>
    </table>
    ${
      dead.length === 0
        ? html`<p>Не отправленных чеков нет.</p>`
        : html`<h3>Не дошли: ${dead.length}</h3>
            <table>
              <thead>
                <tr>
                  <th>Точка</th>
                  <th>Способ</th>
                  <th>Продажа</th>
                  <th>Почему</th>
                  <th>Попыток</th>
                  <th>Когда (МСК)</th>
                  <th></th>
                </tr>
              </thead>
              <tbody>
                ${dead.slice(0, MOST).map(row)}
              </tbody>
            </table>`
    }`;
}
