import type { CardAttempt, FiscalResult, Sale } from '$design/documents/facts.ts';
import type { Client } from '$design/documents/people.ts';
import { bareSign } from '$design/fiscal/qr.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import { normalise as plain } from '$design/search/fold.ts';
import { localDateTime } from '$design/time/local-time.ts';

/** A receipt of this device that fits what was typed. */
export interface ReceiptCandidate {
  readonly saleId: string;
  readonly at: number;
  readonly total: Kopecks;
  readonly fd: number;
  readonly cashier: string;
  readonly client: string | null;
  /** Last four digits of its cards. */
  readonly cards: readonly string[];
  /** Names of its first articles. */
  readonly goods: readonly string[];
}

/** What a receipt is found by. `local`: wall clock of the shop, `YYYY-MM-DDTHH:MM:SS`. */
export interface ReceiptTraits extends ReceiptCandidate {
  readonly fp: string;
  readonly local: string;
  readonly names: readonly string[];
}

/** `3450`, `3450,50` in kopecks; `null` where it is no sum. */
function sumOf(token: string): Kopecks | null {
  const [, whole, part = ''] = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(token) ?? [];
  return whole === undefined ? null : Number(whole) * 100 + Number(part.padEnd(2, '0') || 0);
}

/** `05.03`, `05.03.26` or `05.03.2026`: month and day as a receipt's local time has them. */
function dayOf(token: string): RegExp | null {
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})(?:\.(\d{2}|\d{4}))?$/.exec(token) ?? [];
  if (!day || !month || Number(day) > 31 || Number(month) > 12) return null;
  const years = year === undefined ? String.raw`\d{4}` : year.padStart(4, '20');
  return new RegExp(`^${years}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T`);
}

const timeOf = (token: string): string | null => {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(token) ?? [];
  return hour && minute ? `T${hour.padStart(2, '0')}:${minute}` : null;
};

/**
 * Does a receipt fit every word that was typed? A number is its FD, its fiscal sign, its sum in roubles, or a card's last four digits; a
 * time and a day are those on its paper; anything else is part of the client's or an article's name.
 */
export function fits(receipt: ReceiptTraits, text: string): boolean {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return words.length > 0 && words.every((word) => fitsWord(receipt, word));
}

function fitsWord({ fd, fp, total, cards, local, client, names }: ReceiptTraits, word: string): boolean {
  const time = timeOf(word);
  if (time) return local.includes(time);
  // `05.03` is a day and, for somebody, a sum of five roubles.
  const sum = sumOf(word);
  if (sum === total) return true;
  const day = dayOf(word);
  if (day) return day.test(local);
  if (/^\d+$/.test(word)) {
    return Number(word) === fd || bareSign(word) === bareSign(fp) || (word.length === 4 && cards.includes(word));
  }
  return plain(client ?? '').includes(word) || names.some((name) => plain(name).includes(word));
}

/** Receipts with their results, the newest first. Pure. */
export function traitsOf(
  known: {
    readonly sales: readonly Sale[];
    readonly results: readonly FiscalResult[];
    readonly attempts: readonly CardAttempt[];
  },
  clients: ReadonlyMap<string, Pick<Client, 'name' | 'phone'>>,
  timeZone: string,
): ReceiptTraits[] {
  const results = new Map(known.results.map((result) => [result.sale, result]));
  const cards = new Map<string, Set<string>>();
  for (const { sale, pan } of known.attempts) {
    if (pan) cards.set(sale, (cards.get(sale) ?? new Set()).add(pan.slice(-4)));
  }
  const traits = known.sales.flatMap((sale): ReceiptTraits[] => {
    const result = results.get(sale._id);
    if (!result) return [];
    const client = sale.client === null ? undefined : clients.get(sale.client);
    const names = sale.lines.map(({ name }) => name);
    return [
      {
        ...{ saleId: sale._id, at: result.at, total: result.total, fd: result.fd, fp: result.fp, cashier: sale.cashier.name },
        ...{
          client: client ? [client.name, client.phone].filter(Boolean).join(' ') : null,
          cards: [...(cards.get(sale._id) ?? [])],
        },
        ...{ goods: names.slice(0, 3), names, local: localDateTime(result.at, timeZone) },
      },
    ];
  });
  return traits.sort((a, b) => b.at - a.at);
}
