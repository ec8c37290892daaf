import type { FastifyInstance, FastifyReply } from 'fastify';
import { ERRORS, isErrorCode, DomainError } from '../../design/errors.ts';
import { localDateTime } from '../../design/time/local-time.ts';
import type { Lot, QuarantineDesk, Release } from '../db/quarantine.release.ts';
import type { Devices } from '../devices/devices.store.ts';
import { parsed } from '../http/problems.ts';
import type { Shops } from '../provisioning/shops.ts';
import { revokeForm } from './forms.ts';
import { html, type Html } from './html.ts';
import { notice } from './layout.ts';

export interface QuarantinePageDeps {
  readonly quarantine: QuarantineDesk;
  readonly devices: Devices;
  readonly shops: Shops;
  readonly send: (reply: FastifyReply, title: string, body: Html) => FastifyReply;
}

const time = (at: number): string => localDateTime(at, 'Europe/Moscow').replace('T', ' ').slice(0, 16);
const reasonOf = (code: string): string => (isErrorCode(code) ? ERRORS[code].ru.what : code);

/** What disconnected devices handed in, and the way of it into the shop's books. Numbers and reasons only, no document's content. */
export function quarantinePage(app: FastifyInstance, deps: QuarantinePageDeps): void {
  async function show(reply: FastifyReply, said: Html | null): Promise<FastifyReply> {
    const lots = await deps.quarantine.list(deps.shops.list().map(({ code }) => code));
    return deps.send(reply, 'Данные отключённых устройств', html`${said}${bodyOf(lots, deps.devices)}`);
  }

  app.get('/quarantine', (_request, reply) => show(reply, null));

  app.post('/quarantine/release', async (request, reply) => {
    const device = deps.devices.byNumber(parsed(revokeForm, request.body).device);
    if (!device) throw new DomainError('NOT_FOUND');
    return show(reply, saidOf(device.number, await deps.quarantine.release(device)));
  });
}

function saidOf(device: number, { taken, refused }: Release): Html {
  const why = [...Map.groupBy(refused, ({ code }) => code)].map(([code, those]) => `${reasonOf(code)} (${those.length})`);
  const rest = refused.length === 0 ? '' : ` Не принято: ${refused.length}. ${why.join(' ')}`;
  return notice(`Устройство ${device}: принято документов: ${taken}.${rest}`);
}

const lotRow = (lot: Lot, devices: Devices): Html =>
  html`<tr>
    <td>${lot.device} · ${devices.byNumber(lot.device)?.name ?? ''}</td>
    <td>${lot.database}</td>
    <td>${lot.waiting}</td>
    <td>${lot.released}</td>
    <td>${[...lot.refused].map(([code, count]) => html`${reasonOf(code)} (${count}) `)}</td>
    <td>${Math.ceil(lot.bytes / 1_024)} кБ</td>
    <td>${time(lot.last)}</td>
  </tr>`;

const releaseForm = (device: number): Html =>
  html`<form class="row" method="post" action="/admin/quarantine/release">
    <input type="hidden" name="device" value="${device}" />
    <button>Принять данные устройства ${device}</button>
  </form>`;

function bodyOf(lots: readonly Lot[], devices: Devices): Html {
  if (lots.length === 0)
    return html`<p>Отключённые устройства ничего не передавали.</p>
      <p><a href="/admin">Назад</a></p>`;
  const open = new Set(lots.filter((lot) => lot.waiting > 0 || lot.refused.size > 0).map(({ device }) => device));
  return html`<p>
      Отключённое устройство передаёт сюда то, что не успело отправить. Продажи в этих данных настоящие: проверьте, чьё это
      устройство, и примите их в учёт. Каждый документ проверяется так же, как с подключённого устройства.
    </p>
    <table>
      <thead>
        <tr>
          <th>Устройство</th>
          <th>База</th>
          <th>Ждёт</th>
          <th>Принято</th>
          <th>Не принято</th>
          <th>Объём</th>
          <th>Последнее (МСК)</th>
        </tr>
      </thead>
      <tbody>
        ${lots.map((lot) => lotRow(lot, devices))}
      </tbody>
    </table>
    ${[...open].map(releaseForm)}
    <p><a href="/admin">Назад</a></p>`;
}
