import { entry } from './entry.ts';

/** Electronic receipts: what becomes of a message (`design/documents/sending.ts`). */
export const sendingErrors = {
  SENDING_ADDRESS_UNKNOWN: entry(
    422,
    'The mail or SMS service knows no such address.',
    'Чек не дошёл: такого адреса не существует.',
    'Уточните адрес у покупателя и отправьте ещё раз.',
  ),
  SENDING_REFUSED: entry(
    422,
    'The mail or SMS service refused the message for good.',
    'Чек не дошёл: почта получателя его не приняла.',
    'Отправьте на другой адрес или напечатайте копию.',
  ),
  SENDING_GAVE_UP: entry(
    503,
    'The mail or SMS service did not take the message for too long.',
    'Чек не дошёл: почтовая служба долго не отвечает.',
    'Отправьте ещё раз позже или напечатайте копию.',
  ),
  SENDING_NO_CONTACT: entry(
    404,
    'The contact was erased before the message went out.',
    'Чек не отправлен: адрес уже стёрт.',
    'Если покупатель просит, введите адрес ещё раз.',
  ),
  SENDING_NO_RECEIPT: entry(
    409,
    'The sale was voided: there is no receipt to send.',
    'Чек не отправлен: продажа отменена до пробития.',
    'Делать ничего не нужно.',
  ),
  SENDING_LIMIT: entry(
    429,
    'Too many messages for this receipt or this shop (`design/messages/limits.ts`).',
    'Чек не отправлен: слишком много отправок подряд.',
    'Попробуйте позже или напечатайте копию.',
  ),
  SENDING_NOT_DUE: entry(
    409,
    'What the message was about is settled: the order is handed over, or was changed.',
    'Сообщение не отправлено: оно уже не нужно.',
    'Делать ничего не нужно.',
  ),
  CONTACT_INVALID: entry(
    422,
    'Neither an e-mail nor a phone of the expected shape.',
    'В адресе почты или в телефоне ошибка.',
    'Проверьте адрес вместе с покупателем.',
  ),
} as const;
