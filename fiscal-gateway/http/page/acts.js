// @ts-check
/** @import { AnswerTo } from '../../../design/fiscal/api/client.ts' */
import { ask } from './api.js';
import { action, askPerson, fill, h, input, table, when } from './dom.js';
import { say } from './words.js';

/** Who decides: kept in this browser, asked for where a decision is written down with it. */
function who() {
  const by = input('by').value.trim();
  if (by !== '') return by;
  input('by').focus();
  throw new Error('Укажите сверху свой код сотрудника: решение записывается с ним.');
}

/** @type {Record<string, () => Promise<string | null>>} the buttons of the page; what to say when done, `null`: nothing was done */
export const ACTS = {
  async continuePrint() {
    const { continued } = await ask('POST /v1/kkt/print/continue', {});
    return continued ? 'Документ допечатан.' : 'Допечатывать нечего.';
  },
  async sync() {
    const { queued } = await ask('POST /v1/kkt/buffer/sync', { body: { force: true } });
    return `Отправка начата: ${queued} в очереди.`;
  },
  async breaker() {
    await ask('POST /v1/kkt/circuit_breaker/reset', {});
    return 'Предохранитель сброшен, очередь отправляется.';
  },
  async capacity() {
    const by = who();
    const said = await askPerson({
      title: 'Вместимость буфера',
      text: 'Экстренная мера, когда оператор недоступен долго: полный буфер останавливает продажи. Верните прежнее число, когда очередь уйдёт.',
      yes: 'Изменить',
      fields: [
        { name: 'capacity', label: 'Сколько чеков', type: 'number', value: '300', min: 200, max: 1000 },
        { name: 'reason', label: 'Почему' },
      ],
    });
    if (!said) return null;
    const { capacity } = await ask('PUT /v1/kkt/buffer/capacity', {
      body: { capacity: Number(said['capacity']), reason: said['reason'] ?? '', by },
    });
    return `Буфер вмещает ${capacity} чеков.`;
  },
  async maintenance() {
    const by = who();
    const said = await askPerson({
      title: 'Обслуживание',
      text: 'Новые чеки ждут; начатые доводятся до конца. Завершить обслуживание нужно самому.',
      yes: 'Начать',
      fields: [
        { name: 'reason', label: 'Что делаем' },
        { name: 'minutes', label: 'Сколько минут займёт', type: 'number', value: '30', min: 1, max: 1440 },
      ],
    });
    if (!said) return null;
    const body = { reason: said['reason'] ?? '', estimated_duration_minutes: Number(said['minutes']), by };
    await ask('POST /v1/pos/maintenance', { body });
    return 'Обслуживание началось, новые чеки ждут.';
  },
  async maintenanceEnd() {
    await ask('DELETE /v1/pos/maintenance', { body: { by: who() } });
    return 'Обслуживание завершено.';
  },
  async backup() {
    const { file, receipts } = await ask('POST /v1/backup', {});
    return `Копия сделана и проверена: ${file}, чеков ${receipts}.`;
  },
  async code() {
    const said = await askPerson({
      title: 'Код подключения',
      text: 'Годен один раз, 15 минут.',
      yes: 'Получить код',
      fields: [
        {
          name: 'scope',
          label: 'Для чего',
          value: 'till',
          choices: [
            ['till', 'Касса (браузер, который продаёт)'],
            ['monitor', 'Наблюдатель или вход на эту страницу только для чтения'],
            ['metrics', 'Сбор показателей (Prometheus)'],
            ['admin', 'Вход на эту страницу с правами администратора'],
          ],
        },
      ],
    });
    if (!said) return null;
    const scope = /** @type {'till' | 'monitor' | 'metrics' | 'admin'} */ (said['scope']);
    const { code, expires_at } = await ask('POST /v1/pair/code', { body: { scope } });
    await askPerson({
      title: `Код: ${say(scope)}`,
      text: `Годен до ${when(expires_at)}. На этом экране он показан один раз.`,
      yes: 'Готово',
      more: h('p', { class: 'secret' }, code),
    });
    return null;
  },
};

/** @typedef {(work: () => Promise<string | null>) => void} Run */

/** @param {AnswerTo<'GET /v1/tokens'>} answer @param {Run} run */
export function showTokens({ items }, run) {
  if (items.length === 0) return fill('tokens', h('p', { class: 'muted' }, 'Никто не подключён: касса подключается кодом.'));
  fill(
    'tokens',
    table(
      'Подключения',
      ['Имя', 'Права', 'Страница', 'С', 'Виден', ''],
      items.map(({ id, name, scope, origin, created_at, last_used_at }) => [
        name,
        say(scope),
        origin ?? '—',
        when(created_at),
        when(last_used_at),
        action('Отключить', name, () =>
          run(async () => {
            const text = 'Этому браузеру или программе понадобится новый код.';
            if (!(await askPerson({ title: `Отключить «${name}»?`, text, yes: 'Отключить' }))) return null;
            await ask('DELETE /v1/tokens/:id', { params: { id } });
            return `«${name}» отключено.`;
          }),
        ),
      ]),
    ),
  );
}

/** @typedef {AnswerTo<'GET /v1/kkt/dlq'>['items'][number]} Letter */

/** @param {Letter} letter */
async function inspect({ fn, fd }) {
  const detail = await ask('GET /v1/kkt/dlq/:fn/:fd', { params: { fn, fd } });
  await askPerson({
    title: `ФД ${fd}`,
    text: `Накопитель ${fn}. ${detail.reason ?? ''}`,
    yes: 'Закрыть',
    more: h('pre', { tabindex: 0 }, JSON.stringify(detail, null, 2)),
  });
  return null;
}

/** @param {Letter} letter */
async function resend({ fn, fd }) {
  const by = who();
  const text = 'Отправляйте снова, когда причина отказа устранена.';
  const said = await askPerson({
    title: `Отправить ФД ${fd} снова?`,
    text,
    yes: 'Отправить',
    fields: [{ name: 'reason', label: 'Что исправлено' }],
  });
  if (!said) return null;
  await ask('POST /v1/kkt/dlq/:fn/:fd/resend', { params: { fn, fd }, body: { by, reason: said['reason'] } });
  return `ФД ${fd} снова в очереди.`;
}

/** @param {Letter} letter */
async function resolve({ fn, fd }) {
  const by = who();
  const said = await askPerson({
    title: `ФД ${fd} разобран?`,
    text: 'Оператор его не получит от шлюза. Документ и решение остаются в журнале.',
    yes: 'Разобран',
    fields: [{ name: 'reason', label: 'Как решено' }],
  });
  if (!said) return null;
  await ask('POST /v1/kkt/dlq/:fn/:fd/resolve', { params: { fn, fd }, body: { by, reason: said['reason'] ?? '' } });
  return `ФД ${fd} отмечен разобранным.`;
}

/** @param {AnswerTo<'GET /v1/kkt/dlq'>} answer @param {boolean} admin @param {Run} run */
export function showDead({ items }, admin, run) {
  if (items.length === 0) return fill('dead', h('p', { class: 'muted' }, 'Таких нет: оператор принял всё, что получил.'));
  fill(
    'dead',
    table(
      'Непринятые документы',
      ['Когда', 'Документ', 'Причина', ''],
      items.map((letter) => {
        const name = `ФД ${letter.fd}`;
        return [
          when(letter.failed_at),
          `${name}, ${say(letter.type)}`,
          letter.reason ?? '—',
          h(
            'span',
            {},
            action('Показать', name, () => run(() => inspect(letter))),
            ' ',
            action('Отправить', name, () => run(() => resend(letter)), !admin),
            ' ',
            action('Разобран', name, () => run(() => resolve(letter)), !admin),
          ),
        ];
      }),
    ),
  );
}

/** @typedef {AnswerTo<'GET /v1/kkt/buffer/receipts'>['items'][number]} Open */

/** Two documents of the drive fit: a person holds the paper and says which. @param {Open} receipt */
async function settle({ receipt_id: id, candidates }) {
  const said = await askPerson({
    title: 'Какой документ — этот чек?',
    text: 'Сверьте с бумагой: номер ФД напечатан на чеке. Если ни один не подходит, чек не был зарегистрирован.',
    yes: 'Решено',
    fields: [
      {
        name: 'fd',
        label: 'Документ',
        choices: [
          ...candidates.map((fd) => /** @type {[string, string]} */ ([String(fd), `ФД ${fd}`])),
          ['', 'Ни один: не зарегистрирован'],
        ],
      },
    ],
  });
  if (!said || id === null) return null;
  await ask('POST /v1/kkt/receipt/:id/settle', { params: { id }, body: { fd: said['fd'] === '' ? null : Number(said['fd']) } });
  return 'Решение записано.';
}

/** @param {AnswerTo<'GET /v1/kkt/buffer/receipts'>} answer @param {boolean} admin @param {Run} run */
export function showOpen({ items, total }, admin, run) {
  if (items.length === 0) return fill('open', h('p', { class: 'muted' }, 'Всё пробито и передано.'));
  fill(
    'open',
    total > items.length && h('p', { class: 'muted' }, `Показаны первые ${items.length} из ${total}.`),
    table(
      'Чеки в пути и незавершённые',
      ['Когда', 'Чек', 'Сумма, ₽', 'Состояние', ''],
      items.map((receipt) => {
        const { receipt_id, created_at, type, total: sum, status, stage, fd, last_error, candidates } = receipt;
        const name = fd === null ? `${receipt_id?.slice(0, 8) ?? ''}` : `ФД ${fd}`;
        const state = fd === null ? say(stage) : say(status);
        return [
          when(created_at),
          `${name}, ${say(type)}`,
          sum.toLocaleString('ru-RU', { minimumFractionDigits: 2 }),
          last_error === null ? state : `${state}: ${last_error}`,
          candidates.length > 0 && action('Решить…', name, () => run(() => settle(receipt)), !admin),
        ];
      }),
    ),
  );
}
