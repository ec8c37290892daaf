import { entry } from './entry.ts';

/** What becomes of a receipt afterwards: void, refund, correction, and who may lift a refusal. */
export const refundErrors = {
  RECEIPT_VOIDED: entry(409, 'The receipt with this key was voided.', 'Этот чек аннулирован.', 'Начните новую продажу.'),
  RECEIPT_NOT_PARKED: entry(
    409,
    'Only a receipt that never began can be voided.',
    'Чек уже зарегистрирован, аннулировать нельзя.',
    'Оформите возврат.',
  ),
  ORIGINAL_UNKNOWN: entry(
    422,
    'The original of this refund is not known here; name `original_fiscal`.',
    'Исходный чек не найден на этой кассе.',
    'Введите номер ФН, ФД и ФП с бумажного чека.',
  ),
  ORIGINAL_NOT_DELIVERED: entry(
    409,
    'The original is not delivered to the OFD yet; see retry_after_seconds.',
    'Возврат пока невозможен: исходный чек ещё не передан оператору.',
    'Подождите: программа проверит сама. Старший может разрешить возврат.',
  ),
  ORIGINAL_UNCONFIRMED: entry(
    409,
    'The original is of another till and the server does not answer: nobody knows whether it was delivered or given back already.',
    'Чек пробит на другой кассе, а сервер не отвечает: не видно, передан ли чек и не вернули ли его уже.',
    'Дождитесь связи: программа проверит сама. Старший может разрешить возврат.',
  ),
  CORRECTION_PAIR_WAITS: entry(
    409,
    'The right receipt of a pair goes out only after the reversal of the wrong one.',
    'Сначала должен пройти чек, который отменяет неверный.',
    'Отправьте из лотка сначала отмену, затем верный чек.',
  ),
  ORIGINAL_DEAD: entry(
    409,
    'The original is in the dead letters; an administrator may override.',
    'Исходный чек не принят оператором.',
    'Позовите администратора.',
  ),
  RECEIPT_CORRECTED: entry(
    422,
    'A correction has taken this receipt back: what was sold stands on the right receipt that was made instead.',
    'Этот чек отменён чеком коррекции.',
    'Откройте верный чек, который пробит вместо него: он в журнале рядом с отменой.',
  ),
  CORRECTION_TOO_LATE: entry(
    409,
    'Something of the receipt was given back, set off or paid off already: it cannot be taken back whole.',
    'По этому чеку уже был возврат, зачёт предоплаты или погашение долга: отменить его целиком нельзя.',
    'Верните остаток обычным возвратом и продайте заново. Как исправить прошлое для налоговой, решит бухгалтер.',
  ),
  CORRECTION_MADE: entry(
    409,
    'This very correction has been made meanwhile, or lies in the tray.',
    'Эта коррекция уже сделана или лежит в «Неоконченных».',
    'Второй раз не пробивайте. Посмотрите «Неоконченные» и журнал чеков.',
  ),
  REFUND_EXCEEDS_SALE: entry(
    422,
    'More is returned than was sold, over all refunds.',
    'Возвращается больше, чем было продано.',
    'Проверьте количество: часть товара уже вернули.',
  ),
  REFUND_LINE_DIFFERS: entry(
    422,
    'A line of the refund has another VAT rate or settlement method than the line that was sold; `details.sku` names it.',
    'Строка возврата не такая, как в исходном чеке: другая ставка НДС или другой способ расчёта.',
    'Возьмите строки из исходного чека: аванс возвращают как аванс.',
  ),
  REFUND_PAYMENT_DIFFERS: entry(
    409,
    'The money does not go back the way it came; a manager may override.',
    'Деньги возвращают тем же способом, каким платили.',
    'Верните на карту то, что платили картой. Старший может разрешить иначе.',
  ),
  OVERRIDE_NOT_ALLOWED: entry(
    403,
    'This role may not lift this refusal; `details.needs` says which one may.',
    'Недостаточно прав, чтобы разрешить этот возврат.',
    'Позовите администратора.',
  ),
  REFUND_MADE: entry(
    409,
    'This very refund has been made meanwhile, or lies in the tray.',
    'Этот возврат уже оформлен или лежит в лотке.',
    'Денег больше не выдавайте. Посмотрите лоток и историю чеков.',
  ),
} as const;
