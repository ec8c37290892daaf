import { entry } from './entry.ts';

/** The shift, its orders and the drawer. */
export const shiftErrors = {
  SHIFT_NOT_OPEN: entry(409, 'No shift is open.', 'Смена не открыта.', 'Откройте смену.'),
  SHIFT_EXPIRED: entry(
    409,
    'The shift is open for more than 24 h (54-FZ).',
    'Смена открыта больше 24 часов.',
    'Снимите Z-отчёт и откройте новую смену.',
  ),
  SHIFT_HAS_UNSETTLED: entry(
    409,
    'Receipts of this shift are not settled; `details.receipts` lists them.',
    'В смене есть неоконченные чеки.',
    'Завершите их в «Неоконченных» и повторите.',
  ),
  SIGNATURE_REQUIRED: entry(
    422,
    'This needs `reason` and `signed_by {by, role}` of a manager or an administrator.',
    'Нужно решение старшего с причиной.',
    'Позовите старшего смены или администратора.',
  ),
  SIGNATURE_ROLE: entry(
    403,
    'Only an administrator may sign for this.',
    'Это решение принимает администратор.',
    'Позовите администратора.',
  ),
  ORDER_UNANSWERED: entry(
    409,
    'An earlier order of the shift (opening, Z, cash in or out) was never answered: it is settled first, under its own key.',
    'Прошлое действие со сменой осталось без ответа.',
    'Откройте «Смена»: повторите его или снимите, второго раза не будет.',
  ),
  CASH_DIFFERENCE_REASON: entry(
    422,
    'The counted cash differs from what must lie in the drawer and `difference_reason` is missing.',
    'Посчитанные наличные не сходятся с учётом.',
    'Пересчитайте; если разница осталась, укажите её причину.',
  ),
  CASH_SHEET_DIFFERS: entry(
    422,
    'The notes and coins of `sheet` do not add up to the sum counted, or there is no sum.',
    'Купюры и монеты в описи не складываются в названную сумму.',
    'Пересчитайте наличные по номиналам или укажите одну сумму.',
  ),
  CASH_NOT_ENOUGH: entry(
    409,
    'There is less cash in the drawer than is to be paid out.',
    'В кассе недостаточно наличных.',
    'Внесите наличные или верните другим способом.',
  ),
} as const;
