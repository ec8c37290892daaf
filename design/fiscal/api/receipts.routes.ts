import { z } from 'zod';
import { checkAnswer, checkRequest, receiptAnswer, receiptRequest } from '../wire.ts';
import { forbidAnswer, forbidRequest, refundAnswer, refundCheck, settleRequest, voidRequest } from '../wire-service.ts';
import { route } from './route.ts';

const id = z.object({ id: z.string().min(1).max(64) });
const key = z.object({ key: z.string().min(1).max(64) });
const ID = '018f6f4e-7a31-4c55-9d6e-3f1d2b7c9a10';

/** Receipts and refunds (requirements B-20…B-23, A-44). */
export const receiptApi = {
  receipt: route({
    method: 'POST',
    path: '/v1/kkt/receipt',
    access: ['till'],
    tag: 'Чеки',
    summary: 'Пробивает чек: один раз на каждый Idempotency-Key',
    key: 'required',
    body: receiptRequest,
    answers: { 200: receiptAnswer, 201: receiptAnswer },
    example: {
      body: {
        pos_id: 'POS-001',
        type: 'sale',
        cashier: { name: 'Иванова А.', inn: null },
        items: [
          {
            sku: 'RB-1001',
            name: 'Оправа Ray-Ban 1001',
            qty: 1,
            price: 12345,
            discount: 345,
            vat: 'none',
            subject: 'goods',
            method: 'full',
            mark_code: null,
          },
        ],
        payments: [{ method: 'acquiring', amount: 12000 }],
        customer: { email: null, phone: null },
      },
    },
  }),
  receiptCheck: route({
    method: 'POST',
    path: '/v1/kkt/receipt/check',
    access: ['till'],
    tag: 'Чеки',
    summary: 'Будет ли чек принят сейчас: касса спрашивает до оплаты картой',
    body: checkRequest,
    answers: { 200: checkAnswer },
    example: { body: { pos_id: 'POS-001', total: 12000 } },
  }),
  receiptById: route({
    method: 'GET',
    path: '/v1/kkt/receipt/:id',
    access: ['till', 'monitor'],
    tag: 'Чеки',
    summary: 'Состояние чека',
    params: id,
    answers: { 200: receiptAnswer },
    example: { params: { id: ID } },
  }),
  receiptByKey: route({
    method: 'GET',
    path: '/v1/kkt/receipt/by-key/:key',
    access: ['till', 'monitor'],
    tag: 'Чеки',
    summary: 'Что стало с этим Idempotency-Key: вопрос после любого сомнения',
    params: key,
    answers: { 200: receiptAnswer },
    example: { params: { key: '5c1d2a3b-0f4e-4d6c-8b7a-9e8f7a6b5c4d' } },
  }),
  receiptPrint: route({
    method: 'POST',
    path: '/v1/kkt/receipt/:id/print',
    access: ['till'],
    tag: 'Чеки',
    summary: 'Допечатывает чек или печатает копию; ничего не регистрирует',
    params: id,
    answers: { 200: receiptAnswer },
    example: { params: { id: ID } },
  }),
  receiptVoid: route({
    method: 'POST',
    path: '/v1/kkt/receipt/:id/void',
    access: ['till'],
    tag: 'Чеки',
    summary: 'Отказ от чека, который не был зарегистрирован',
    params: id,
    body: voidRequest,
    answers: { 200: receiptAnswer },
    example: { params: { id: ID }, body: { reason: 'Покупатель отказался' } },
  }),
  receiptForbid: route({
    method: 'POST',
    path: '/v1/kkt/receipt/by-key/:key/forbid',
    access: ['till'],
    tag: 'Чеки',
    summary: 'Чек передан на другую кассу: здесь этот Idempotency-Key не будет пробит никогда',
    params: key,
    body: forbidRequest,
    answers: { 200: forbidAnswer },
    example: {
      params: { key: '5c1d2a3b-0f4e-4d6c-8b7a-9e8f7a6b5c4e' },
      body: { by: 'staff:1', reason: 'Аппарат сломался, чек пробит на второй кассе' },
    },
  }),
  receiptSettle: route({
    method: 'POST',
    path: '/v1/kkt/receipt/:id/settle',
    access: [],
    tag: 'Чеки',
    summary: 'Решение человека: какому документу накопителя соответствует чек с неизвестным итогом',
    params: id,
    body: settleRequest,
    answers: { 200: receiptAnswer },
    example: { params: { id: ID }, body: { fd: null } },
  }),
  refundCheck: route({
    method: 'POST',
    path: '/v1/pos/refund',
    access: ['till', 'monitor'],
    tag: 'Возвраты',
    summary: 'Можно ли вернуть этот чек сейчас; ничего не регистрирует',
    body: refundCheck,
    answers: { 200: refundAnswer },
    example: { body: { original_fiscal_doc_id: ID, items: [{ sku: 'RB-1001', qty: 1 }] } },
  }),
} as const;
