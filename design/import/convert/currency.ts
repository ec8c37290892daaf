/** How files write currencies; «у.е.» is none that a rate could be set for. Latin `p.` is a frequent slip for the rouble's `р.` */
const SPELLINGS: readonly (readonly [code: string, pattern: string])[] = [
  ['RUB', '₽|руб(?:\\.|ль|ля|лей)?|р\\.|р|p\\.|rub\\.?|rur\\.?'],
  ['USD', '\\$|us\\$|usd|долл(?:\\.|ар|ара|аров)?'],
  ['EUR', '€|eur|евро'],
  ['CNY', '¥|￥|元|cny|rmb|юан(?:ь|я|ей)'],
  ['BYN', 'byn|бел\\. ?руб\\.?'],
  ['KZT', '₸|kzt|тенге|тг\\.?|тнг\\.?'],
  ['UZS', 'uzs|сум(?:ов)?'],
  ['KGS', 'kgs|сом(?:ов)?'],
  ['AMD', '֏|amd|драм(?:ов)?'],
  ['GEL', '₾|gel|лари'],
  ['UAH', '₴|uah|грн\\.?'],
  ['GBP', '£|gbp'],
  ['CHF', 'chf'],
  ['JPY', 'jpy'],
  ['INR', '₹|inr'],
  ['PLN', 'zł|pln'],
  ['TRY', '₺|try|лир(?:а|ы)?'],
  ['XXX', 'у\\. ?е\\.?|уе'],
];

/** As they stand in a sentence: «в рублях», «в долларах США». */
const DECLINED: Readonly<Record<string, string>> = {
  BYN: 'бел(?:\\.|орус\\p{L}*) ?руб(?:\\.|л\\p{L}+)?',
  RUB: 'рубл\\p{L}+',
  USD: 'доллар\\p{L}*',
  CNY: 'юан\\p{L}+',
  XXX: 'условн\\p{L}+ един\\p{L}+',
};

/** Numbers of ISO 4217, as accounting programs write them into a column of currencies; 810 is the rouble before 1998. */
const BY_NUMBER: Readonly<Record<string, string>> = {
  ...{ '643': 'RUB', '810': 'RUB', '840': 'USD', '978': 'EUR', '156': 'CNY', '933': 'BYN', '398': 'KZT', '980': 'UAH' },
};

const WHOLE = SPELLINGS.map(([code, pattern]) => ({ code, is: new RegExp(`^(?:${pattern})$`, 'iu') }));
const any = SPELLINGS.map(([, pattern]) => pattern).join('|');
const BEFORE = new RegExp(`^([-+(]?)\\s*(${any})\\s*(?=[\\d.,(-])`, 'iu');
const AFTER = new RegExp(`(?<=[\\d)\\-=])\\s*(${any})(\\)?)$`, 'iu');

/** `руб.` → `RUB`, `€` → `EUR`, `643` → `RUB`, «Российский рубль» → `RUB`; `null`: no currency that we know. */
export function currencyOf(text: string): string | null {
  const trimmed = text.trim();
  const named = WHOLE.find(({ is }) => is.test(trimmed))?.code ?? BY_NUMBER[trimmed];
  if (named !== undefined) return named;
  return /^[A-Z]{3}$/.test(trimmed) ? trimmed : /^\D{6,}$/.test(trimmed) ? currencyNamedIn(trimmed) : null;
}

/** Takes a currency off a plain text, from its beginning or end: `1 250 руб.` → `1 250` and `RUB`. */
export function withoutCurrency(text: string): { readonly rest: string; readonly currency: string | null } {
  const after = AFTER.exec(text);
  if (after) return { rest: text.slice(0, after.index).trim() + after[2]!, currency: currencyOf(after[1]!) };
  const before = BEFORE.exec(text);
  if (before) return { rest: before[1]! + text.slice(before[0].length), currency: currencyOf(before[2]!) };
  const code = /(?<=\d)\s*([A-Z]{3})$/.exec(text);
  return code ? { rest: text.slice(0, code.index).trim(), currency: code[1]! } : { rest: text, currency: null };
}

/** How currencies are called in titles and sentences, roubles first («руб. по курсу USD» is roubles), but for those of Belarus. */
const NAMED = [...SPELLINGS]
  .sort(([a], [b]) => Number(b === 'BYN') - Number(a === 'BYN'))
  .map(([code, pattern]) => ({
    code,
    is: new RegExp(`(?<![\\p{L}])(?:${pattern}|${DECLINED[code] ?? '(?!)'})(?!\\p{L})`, 'iu'),
  }));

/** The currency that a title or a sentence names: «Цена, EUR» → `EUR`, «в у. е.» → `XXX`; `null`: none. */
export const currencyNamedIn = (text: string): string | null => NAMED.find(({ is }) => is.test(text))?.code ?? null;
