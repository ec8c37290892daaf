// @ts-check
/** @import { AnswerTo } from '../../../design/fiscal/api/client.ts' */
/** @import { Child } from './dom.js' */
import { byId, date, facts, fill, h, table, when } from './dom.js';
import { breaker, eventWords, say } from './words.js';

/** @typedef {AnswerTo<'GET /v1/kkt/buffer/status'>} Buffer */

/** @param {Buffer} buffer */
export function showMode({ network_status: mode, network_since }) {
  const chip = byId('mode');
  chip.textContent = `${say(mode)} с ${when(network_since)}`;
  chip.className = `chip ${mode === 'online' ? 'ok' : mode === 'checking' ? '' : 'warn'}`;
}

/** @param {Buffer} buffer */
export function showAlarms({ alerts }) {
  if (alerts.length === 0) return fill('alarms', h('p', { class: 'muted' }, 'Тревог нет.'));
  fill(
    'alarms',
    ...alerts.map(({ level, code, message, next }) =>
      h(
        'div',
        { class: `alarm ${level === 'critical' ? 'danger' : 'warn'}` },
        h('strong', {}, level === 'critical' ? '● Сейчас' : '▲ Сегодня'),
        h('span', {}, message),
        h('p', {}, `${next ?? ''} `, h('small', {}, code)),
      ),
    ),
  );
}

/** @param {AnswerTo<'GET /v1/health'>} health @param {AnswerTo<'GET /v1/kkt/fn'> | string} drive or why it could not be asked */
export function showRegister({ components }, drive) {
  const { status, code } = components.kkt_device;
  /** @type {[string, Child][]} */
  const lines = [['Касса', code ? `${say(status)} (${code})` : say(status)]];
  if (typeof drive === 'string') lines.push(['Почему', drive]);
  else {
    lines.push(
      ['Номер накопителя', drive.fn],
      ['Накопитель', `${say(drive.state)}, годен до ${date(drive.valid_until)}`],
      ['Осталось документов', drive.documents_left.toLocaleString('ru-RU')],
      ['Последний ФД', String(drive.last_fd)],
      ['Не передано', drive.unsent.first_at === null ? '0' : `${drive.unsent.count}, старший от ${when(drive.unsent.first_at)}`],
      ['Бумага', say(drive.paper)],
      ['Крышка', drive.cover_open ? 'открыта' : 'закрыта'],
      ['Часы кассы', when(drive.clock)],
    );
  }
  fill('register', facts(lines));
}

/** @param {AnswerTo<'GET /v1/kkt/shift'>} shift */
export function showShift({ state, number, opened_at, closes_at, receipts, unsettled }) {
  /** @type {[string, Child][]} */
  const lines = [
    ['Смена', `№ ${number}, ${say(state)}`],
    ['Открыта', when(opened_at)],
  ];
  if (closes_at !== null) lines.push(['Закрыть до', when(closes_at)]);
  lines.push(['Чеков', String(receipts)], ['Не завершено', String(unsettled)]);
  fill('shift', facts(lines));
}

/** @param {Buffer} buffer @param {AnswerTo<'GET /v1/health'>} health */
export function showQueue(buffer, { components }) {
  const {
    current_queued: queued,
    total_capacity: capacity,
    last_sync: last,
    circuit_breaker: fuse,
    oldest_receipt: oldest,
  } = buffer;
  const latency = components.ofd_connection.latency_ms;
  fill(
    'queue',
    h('progress', { max: capacity, value: queued, 'aria-label': `Заполнение буфера: ${buffer.percent_full} %` }),
    facts([
      ['В очереди', `${queued} из ${capacity} (${buffer.percent_full.toLocaleString('ru-RU')} %)`],
      ['Всех документов', String(buffer.unsent_documents)],
      ['Самый старый', oldest === null ? '—' : when(oldest.created_at)],
      ['Оператор (ОФД)', `${say(components.ofd_connection.status)}${latency === null ? '' : `, ${Math.round(latency)} мс`}`],
      ['Сервер магазина', say(components.server_connection.status)],
      [
        'Последняя отправка',
        last === null ? '—' : `${when(last.timestamp)}: ${last.synced_count} принято, ${last.failed_count} нет`,
      ],
      ['Предохранитель', `${breaker(fuse.state)}${fuse.next_attempt_time ? ` до ${when(fuse.next_attempt_time)}` : ''}`],
    ]),
  );
}

/** @param {AnswerTo<'GET /v1/pos/maintenance'>} answer */
export function showMaintenance({ maintenance }) {
  fill(
    'maintenance',
    maintenance
      ? facts([
          ['Идёт', maintenance.reason],
          ['Начал', maintenance.by],
          ['С', when(maintenance.since)],
          ['До (по плану)', when(maintenance.until)],
        ])
      : h('p', { class: 'muted' }, 'Не идёт.'),
  );
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-act=maintenanceEnd]')))
    button.hidden = maintenance === null;
}

/** @param {AnswerTo<'GET /v1/backup'>} answer */
export function showBackups({ items }) {
  fill(
    'backups',
    items.length === 0
      ? h('p', { class: 'muted' }, 'Копий ещё нет: первая делается сама в течение суток.')
      : table(
          'Резервные копии',
          ['Когда', 'Какая', 'МБ'],
          items
            .slice(0, 8)
            .map(({ made_at, kind, bytes }) => [when(made_at), say(kind), (bytes / 1e6).toFixed(1).replace('.', ',')]),
        ),
  );
}

/** @param {AnswerTo<'GET /v1/kkt/buffer/logs'>} answer */
export function showLog({ items }) {
  fill(
    'log',
    table(
      'Последние события',
      ['Когда', 'Событие', 'Подробности'],
      items.map(({ timestamp, level, event, message }) => [
        when(timestamp),
        level === 'INFO'
          ? eventWords(event)
          : h(
              'span',
              { class: `chip ${level === 'ERROR' ? 'danger' : 'warn'}` },
              `${level === 'ERROR' ? '●' : '▲'} ${eventWords(event)}`,
            ),
        message,
      ]),
    ),
  );
}
