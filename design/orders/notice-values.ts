import type { Kopecks } from '../money/kopecks.ts';
import { formatRoubles } from '../money/kopecks.ts';
import type { NoticeValues } from './notice-templates.ts';
import type { DueNotice } from './notices.ts';

/** Who writes or calls: as the shop's settings say. */
export interface NoticeWriter {
  readonly shop: string;
  readonly address: string;
  readonly phone: string;
}

/** «Орлова Анна Сергеевна» is «Анна Сергеевна» to whoever writes to her. */
const calledOf = (name: string): string => {
  const [, ...given] = name.trim().split(/\s+/);
  return given.length > 0 ? given.join(' ') : name;
};
/** No signs that a text message cannot hold in its alphabet. */
const roubles = (sum: Kopecks): string => formatRoubles(sum).replaceAll('\u202f', ' ').replaceAll('\u00a0', ' ');

/** What a notice's template is filled with. @param about its client's name, its order's number and what is still to pay, kopecks */
export function noticeValues(
  { day }: Pick<DueNotice, 'day'>,
  about: { readonly name: string; readonly number: string; readonly balance: Kopecks },
  writer: NoticeWriter,
): NoticeValues {
  return {
    name: calledOf(about.name),
    ...{ shop: writer.shop, address: writer.address, phone: writer.phone, number: about.number },
    day: day.split('-').reverse().join('.'),
    balance: about.balance > 0 ? roubles(about.balance) : '',
  };
}
