import { bufferStatus } from '../wire.ts';
import {
  capacityAnswer,
  capacityRequest,
  deadLetterDetail,
  deadLetters,
  deadLettersQuery,
  documentParams,
  resendRequest,
  resolveRequest,
  syncAnswer,
  syncRequest,
} from '../wire-queue.ts';
import { done, heartbeatStatus, logsAnswer, logsQuery, workerStatus } from '../wire-service.ts';
import { openReceipts, openReceiptsQuery } from '../wire-open-receipts.ts';
import { route } from './route.ts';

const seen = { access: ['till', 'monitor'], tag: 'Очередь' } as const;
const admin = { access: [], tag: 'Очередь' } as const;
const params = { fn: '9999000000000001', fd: 7 };

/** Phase 2: the queue to the operator, its dead letters, its breaker (requirements B-24…B-27, B-29, B-31). */
export const queueApi = {
  bufferStatus: route({
    ...seen,
    method: 'GET',
    path: '/v1/kkt/buffer/status',
    summary: 'Буфер неотправленных чеков, связь, тревоги',
    answers: { 200: bufferStatus },
    example: {},
  }),
  openReceipts: route({
    ...seen,
    method: 'GET',
    path: '/v1/kkt/buffer/receipts',
    summary: 'Чеки в пути к оператору, а перед ними незавершённые',
    query: openReceiptsQuery,
    answers: { 200: openReceipts },
    example: { query: { limit: 50 } },
  }),
  bufferLogs: route({
    ...seen,
    method: 'GET',
    path: '/v1/kkt/buffer/logs',
    summary: 'Журнал событий, новые первыми',
    query: logsQuery,
    answers: { 200: logsAnswer },
    example: { query: { page: 1, limit: 20, level: 'INFO' } },
  }),
  bufferSync: route({
    access: ['till'],
    tag: 'Очередь',
    method: 'POST',
    path: '/v1/kkt/buffer/sync',
    summary: 'Отправить очередь сейчас; `force` (только администратор) не ждёт пауз и предохранителя',
    body: syncRequest,
    answers: { 202: syncAnswer },
    example: { body: { force: true } },
  }),
  bufferCapacity: route({
    ...admin,
    method: 'PUT',
    path: '/v1/kkt/buffer/capacity',
    summary: 'Сколько неотправленных чеков вмещает касса: экстренная мера, кто и почему',
    body: capacityRequest,
    answers: { 200: capacityAnswer },
    example: { body: { capacity: 300, reason: 'ОФД недоступен второй час', by: 'staff:1' } },
  }),
  workerStatus: route({
    ...seen,
    method: 'GET',
    path: '/v1/kkt/worker/status',
    summary: 'Чем занята отправка',
    answers: { 200: workerStatus },
    example: {},
  }),
  heartbeatStatus: route({
    ...seen,
    method: 'GET',
    path: '/v1/kkt/heartbeat/status',
    summary: 'Связь с сервером магазина',
    answers: { 200: heartbeatStatus },
    example: {},
  }),
  breakerReset: route({
    ...admin,
    method: 'POST',
    path: '/v1/kkt/circuit_breaker/reset',
    summary: 'Сбрасывает предохранитель отправки',
    answers: { 200: done },
    example: {},
  }),
  deadLetters: route({
    access: ['monitor'],
    tag: 'Очередь',
    method: 'GET',
    path: '/v1/kkt/dlq',
    summary: 'Документы, которые оператор не принял; `all` и те, что уже разобраны',
    query: deadLettersQuery,
    answers: { 200: deadLetters },
    example: { query: { all: 'true' } },
  }),
  deadLetter: route({
    access: ['monitor'],
    tag: 'Очередь',
    method: 'GET',
    path: '/v1/kkt/dlq/:fn/:fd',
    summary: 'Один документ, каким он отправлялся, каждый отказ и его чек',
    params: documentParams,
    answers: { 200: deadLetterDetail },
    example: { params },
  }),
  deadLetterResend: route({
    ...admin,
    method: 'POST',
    path: '/v1/kkt/dlq/:fn/:fd/resend',
    summary: 'Отправить непринятый документ ещё раз',
    params: documentParams,
    body: resendRequest,
    answers: { 200: done },
    example: { params, body: { by: 'staff:1', reason: 'оператор исправил настройку' } },
  }),
  deadLetterResolve: route({
    ...admin,
    method: 'POST',
    path: '/v1/kkt/dlq/:fn/:fd/resolve',
    summary: 'Отметить непринятый документ разобранным: кто и почему',
    params: documentParams,
    body: resolveRequest,
    answers: { 200: done },
    example: { params, body: { by: 'staff:1', reason: 'передано оператору по акту' } },
  }),
} as const;
