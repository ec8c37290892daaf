import { parseHlc } from '../time/hlc.ts';

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
