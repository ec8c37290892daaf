import { entry } from './entry.ts';

/** Cards, deposits and debts. */
export const paymentErrors = {
  CARD_DECLINED: entry(
    402,
    'The card terminal has declined; nothing was charged.',
    'Карта отклонена. Деньги не списаны.',
    'Предложите другую карту или наличные.',
  ),
  CARD_UNKNOWN: entry(
    503,
    'It is not known whether the card was charged; the terminal is asked, never charged again.',
    'Терминал не ответил: неизвестно, списаны ли деньги.',
    'Нажмите «Спросить терминал». Не проводите карту второй раз: сначала узнаем, прошла ли первая оплата.',
  ),
  CARD_NOT_TAKEN: entry(
    409,
    'The sale is to be paid by card and the card is not charged: it is not registered.',
    'Карта по этому чеку не списана.',
    'Проведите карту или аннулируйте чек.',
  ),
  CARD_REVERSAL_FAILED: entry(
    503,
    'The terminal did not give the money back to the card.',
    'Терминал не вернул деньги на карту.',
    'Повторите возврат. Если не выходит, оставьте чек в «Неоконченных» и позовите администратора.',
  ),
  CARD_MONEY_HELD: entry(
    409,
    'Money was charged to a card for this sale: it has to go back before the sale is voided.',
    'За этот чек списаны деньги с карты.',
    'Сначала верните деньги на карту или пробейте чек.',
  ),
  DEPOSIT_USED: entry(
    409,
    'Less is left of the deposit than this sale wants to use up.',
    'Предоплата уже зачтена другим чеком.',
    'Найдите предоплату снова: покажем, сколько осталось.',
  ),
  DEBT_PAID: entry(
    409,
    'Less is owed than this receipt wants to pay off.',
    'Этот долг уже погашен, весь или частью.',
    'Лишних денег не берите. Найдите долг снова: покажем, сколько осталось.',
  ),
} as const;
