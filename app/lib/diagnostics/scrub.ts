/**
 * Texts that programs wrote (messages of errors, lines of a log) with everything personal or secret taken out: addresses of mail,
 * telephone numbers, names of people, long keys. Better one word too few for support than one name too many.
 */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/[\p{L}\d._%+-]+@[\p{L}\d.-]+/gu, '[e-mail]'],
  [/\bBearer\s+\S+/gi, 'Bearer [key]'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '[id]'],
  // Ten digits and more with the usual marks between them: telephones, cards, numbers of people.
  [/\+?\d(?:[\s()-]{0,2}\d){9,}/g, '[number]'],
  [/\b[A-Za-z\d_-]{32,}\b/g, '[key]'],
  // «Иванова А.», «Иванова Анна Петровна»: two capitalised Cyrillic words in a row are a name more often than not.
  [/[А-ЯЁ][а-яё]+(?:\s+(?:[А-ЯЁ]\.\s?[А-ЯЁ]?\.?|[А-ЯЁ][а-яё]+)){1,2}/g, '[name]'],
];

export const scrub = (text: string): string => RULES.reduce((clean, [what, word]) => clean.replace(what, word), text);

/** Fields that are left out wherever they stand: people, contacts, money and goods of a sale, secrets. */
const PRIVATE =
  /^(?:name|cashier|by|signed|client|contact|customer|email|phone|token|key|code_text|pin|lines|items|total|text|qr|payments|holder|authorization)$/i;

/** Numbers of devices and of the program: long, and nobody's. */
const OF_DEVICES = /^(?:fn|fn_serial|serial|registration_number|build)$/;

/** The same for a whole value: private fields left out, texts scrubbed, at most `depth` levels. */
export function scrubAll(value: unknown, depth = 8): unknown {
  if (typeof value === 'string') return scrub(value).slice(0, 500);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (depth === 0 || typeof value !== 'object') return undefined;
  if (Array.isArray(value)) return value.slice(0, 500).map((one) => scrubAll(one, depth - 1) ?? null);
  const kept = Object.entries(value).filter(([name]) => !PRIVATE.test(name));
  const ofDevice = (name: string, one: unknown): boolean => OF_DEVICES.test(name) && /^\d{1,20}$/.test(String(one));
  return Object.fromEntries(kept.map(([name, one]) => [name, ofDevice(name, one) ? one : scrubAll(one, depth - 1)]));
}
