import { z } from 'zod';
import { adoptDriveRequest, done, driveState, health } from '../wire-service.ts';
import { route } from './route.ts';

const seen = { access: ['till', 'monitor'], tag: 'Состояние' } as const;

/** The register, its drive, and how the gateway is (requirements B-27…B-29, B.8). */
export const deviceApi = {
  health: route({
    method: 'GET',
    path: '/v1/health',
    aliases: ['/health'],
    access: 'open',
    tag: 'Состояние',
    summary: 'Работает ли шлюз; 503, когда продавать нельзя',
    answers: { 200: health, 503: health },
    example: {},
  }),
  drive: route({
    ...seen,
    method: 'GET',
    path: '/v1/kkt/fn',
    summary: 'Касса и фискальный накопитель',
    answers: { 200: driveState },
    example: {},
  }),
  adoptDrive: route({
    access: [],
    tag: 'Состояние',
    method: 'POST',
    path: '/v1/kkt/fn',
    summary: 'Человек подтверждает накопитель, который сейчас в кассе',
    body: adoptDriveRequest,
    answers: { 200: done },
    example: { body: { fn: '9999000000000001' } },
  }),
  events: route({
    ...seen,
    method: 'GET',
    path: '/v1/events',
    summary: 'События (server-sent): receipt, buffer, shift, lock; сначала то, что есть сейчас',
    answers: { 200: z.string() },
    media: 'text/event-stream',
    example: {},
  }),
  metrics: route({
    access: ['monitor', 'metrics'],
    tag: 'Состояние',
    method: 'GET',
    path: '/metrics',
    summary: 'Показатели для Prometheus',
    answers: { 200: z.string() },
    media: 'text/plain',
    example: {},
  }),
  cacheRefresh: route({
    access: ['till', 'monitor'],
    tag: 'Обслуживание',
    method: 'POST',
    path: '/v1/kkt/cache/refresh',
    summary: 'Нет: каталог приходит на кассу сам; отвечает 410 и говорит об этом',
    answers: {},
    example: {},
  }),
} as const;
