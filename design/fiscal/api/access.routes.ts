import { pairAnswer, pairRequest } from '../wire.ts';
import { pairingCode, pinAnswer, pinAttempt } from '../wire-service.ts';
import { pairingCodeRequest, sessionAnswer, sessionRequest, tokenList, tokenParams, tokenRevoked } from '../wire-access.ts';
import { route } from './route.ts';

const admin = { access: [], tag: 'Подключение' } as const;
const open = { access: 'open', tag: 'Подключение' } as const;

/** Who may speak to this gateway: pairing, tokens, the service page's session, PINs (design §5, requirements I-01, M-16). */
export const accessApi = {
  pair: route({
    ...open,
    method: 'POST',
    path: '/v1/pair',
    summary: 'Ключ для браузера; его страница входит в список разрешённых',
    body: pairRequest,
    answers: { 201: pairAnswer },
    example: { body: { code: 'ABCD-2345', scope: 'till', name: 'Касса у окна', pos_id: 'POS-001', store: 'demo-1' } },
  }),
  pairingCode: route({
    ...admin,
    method: 'POST',
    path: '/v1/pair/code',
    summary: 'Код для одного подключения, годен 15 минут',
    body: pairingCodeRequest,
    answers: { 201: pairingCode },
    example: { body: { scope: 'till' } },
  }),
  tokens: route({
    ...admin,
    method: 'GET',
    path: '/v1/tokens',
    summary: 'Кто подключён; самих ключей в ответе нет',
    answers: { 200: tokenList },
    example: {},
  }),
  revokeToken: route({
    ...admin,
    method: 'DELETE',
    path: '/v1/tokens/:id',
    summary: 'Отключает браузер или программу; страница без других ключей выходит из списка разрешённых',
    params: tokenParams,
    answers: { 200: tokenRevoked },
    example: { params: { id: '3b1f0c9a7d5e' } },
  }),
  session: route({
    access: ['monitor'],
    tag: 'Подключение',
    method: 'GET',
    path: '/v1/session',
    summary: 'Чьими правами открыта служебная страница',
    answers: { 200: sessionAnswer },
    example: {},
  }),
  openSession: route({
    ...open,
    method: 'POST',
    path: '/v1/session',
    summary: 'Вход на служебную страницу: ключ администратора, ключ наблюдателя или одноразовый код; отвечает cookie',
    body: sessionRequest,
    answers: { 201: sessionAnswer },
    example: { body: { secret: 'ABCD-2345' } },
  }),
  closeSession: route({
    ...open,
    method: 'DELETE',
    path: '/v1/session',
    summary: 'Выход со служебной страницы',
    answers: { 200: sessionAnswer },
    example: {},
  }),
  pinAttempt: route({
    access: ['till'],
    tag: 'Подключение',
    method: 'POST',
    path: '/v1/pin-attempts',
    summary: 'Считает неверные ПИН-коды по всем браузерам этого компьютера',
    body: pinAttempt,
    answers: { 200: pinAnswer },
    example: { body: { staff: 'staff:1', success: true } },
  }),
} as const;
