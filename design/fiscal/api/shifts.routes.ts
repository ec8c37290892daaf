import {
  cashAnswer,
  cashRequest,
  lockAnswer,
  lockRequest,
  reportAnswer,
  reportRequest,
  shiftOpenRequest,
  shiftState,
} from '../wire.ts';
import { done } from '../wire-service.ts';
import { route } from './route.ts';

const till = { access: ['till'] } as const;
const seen = { access: ['till', 'monitor'] } as const;
const cashier = { name: 'Иванова А.', inn: null };
const pos_id = 'POS-001';

/** Shift, reports, cash, and which browser sells (requirements A.5, A-52, L-11). */
export const shiftApi = {
  shift: route({
    ...seen,
    method: 'GET',
    path: '/v1/kkt/shift',
    tag: 'Смена',
    summary: 'Смена сейчас',
    answers: { 200: shiftState },
    example: {},
  }),
  shiftOpen: route({
    ...till,
    method: 'POST',
    path: '/v1/kkt/shift/open',
    tag: 'Смена',
    summary: 'Открывает смену; открытая отвечает как есть (200)',
    key: 'optional',
    body: shiftOpenRequest,
    answers: { 200: shiftState, 201: shiftState },
    example: { body: { pos_id, cashier, float: 5000 } },
  }),
  reportX: route({
    ...till,
    method: 'POST',
    path: '/v1/kkt/report/x',
    aliases: ['/v1/kkt/x_report'],
    tag: 'Смена',
    summary: 'X-отчёт: итоги на сейчас, сколько угодно раз',
    body: reportRequest,
    answers: { 200: reportAnswer },
    example: { body: { pos_id, cashier } },
  }),
  reportZ: route({
    ...till,
    method: 'POST',
    path: '/v1/kkt/report/z',
    aliases: ['/v1/kkt/z_report'],
    tag: 'Смена',
    summary: 'Z-отчёт: закрывает смену',
    key: 'optional',
    body: reportRequest,
    answers: { 200: reportAnswer },
    example: { body: { pos_id, cashier } },
  }),
  cashIn: route({
    ...till,
    method: 'POST',
    path: '/v1/kkt/cash/in',
    tag: 'Наличные',
    summary: 'Внесение наличных',
    key: 'optional',
    body: cashRequest,
    answers: { 200: cashAnswer, 201: cashAnswer },
    example: { body: { pos_id, amount: 1000, reason: 'Размен', cashier } },
  }),
  cashOut: route({
    ...till,
    method: 'POST',
    path: '/v1/kkt/cash/out',
    tag: 'Наличные',
    summary: 'Выплата наличных',
    key: 'optional',
    body: cashRequest,
    answers: { 200: cashAnswer, 201: cashAnswer },
    example: { body: { pos_id, amount: 500, reason: 'Инкассация', cashier } },
  }),
  drawer: route({
    ...till,
    method: 'POST',
    path: '/v1/kkt/drawer',
    tag: 'Наличные',
    summary: 'Открывает денежный ящик',
    answers: { 200: done },
    example: {},
  }),
  lockState: route({
    ...seen,
    method: 'GET',
    path: '/v1/kkt/lock',
    tag: 'Касса',
    summary: 'Какой браузер продаёт',
    answers: { 200: lockAnswer },
    example: {},
  }),
  lock: route({
    ...till,
    method: 'POST',
    path: '/v1/kkt/lock',
    tag: 'Касса',
    summary: 'Берёт, продлевает или отдаёт право продавать (30 с)',
    body: lockRequest,
    answers: { 200: lockAnswer },
    example: { body: { pos_id, holder: 'browser-1', name: 'Касса у окна' } },
  }),
} as const;
