import type { OrderEvent } from '../documents/order.ts';
import { parseHlc } from '../time/hlc.ts';
import { PAIR_LETTERS, type PairLetter } from './words.ts';

/**
 * What people call a new order: the device that took it down and a count of its own, so that two tablets offline never give out the same
 * (`3-017`). @param stamp of the writing device. @param taken every number of the shop that the device knows of
 */
export function nextOrderNumber(stamp: string, taken: Iterable<string>): string {
  const own = `${parseHlc(stamp)?.device ?? 0}-`;
  let last = 0;
  for (const number of taken) {
    if (number.startsWith(own)) last = Math.max(last, Number.parseInt(number.slice(own.length), 10) || 0);
  }
  return own + String(last + 1).padStart(3, '0');
}

/** The letter of the next pair: none is ever given out twice, also of pairs that were taken out. `null`: there are no more. */
export function nextLetter(events: readonly OrderEvent[]): PairLetter | null {
  const given = new Set(events.flatMap((event) => (event.kind === 'pair' ? [event.pair] : [])));
  return PAIR_LETTERS.find((letter) => !given.has(letter)) ?? null;
}
