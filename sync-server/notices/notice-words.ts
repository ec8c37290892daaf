import { CATALOG } from '../../design/databases.ts';
import { settings } from '../../design/documents/catalogue.ts';
import { keyOfId } from '../../design/ids.ts';
import { formatRoubles } from '../../design/money/kopecks.ts';
import { noticeText, type NoticeText, type NoticeValues } from '../../design/orders/notice-templates.ts';
import type { NoticeChannel } from '../../design/orders/words.ts';
import type { Engine } from '../engine/engine.ts';
import type { ShopCase } from './shop-cases.ts';

/** Who writes: as the shop's settings say. */
export interface Writer {
  readonly shop: string;
  readonly address: string;
  readonly phone: string;
}

export async function writerOf(engine: Engine, store: string): Promise<Writer> {
  const known = settings.safeParse(await (await engine.open(CATALOG)).get(`settings:store-${store}`));
  if (!known.success) return { shop: store, address: '', phone: '' };
  const { name, address, phone } = known.data;
  return { shop: name, address, phone: phone ?? '' };
}

/** «Орлова Анна Сергеевна» is «Анна Сергеевна» to whoever writes to her. */
const calledOf = (name: string): string => {
  const [, ...given] = name.trim().split(/\s+/);
  return given.length > 0 ? given.join(' ') : name;
};
/** No signs that a text message cannot hold in its alphabet. */
const roubles = (sum: number): string => formatRoubles(sum).replaceAll('\u202f', ' ').replaceAll('\u00a0', ' ');

/** The words of a notice, in the language of the shop's customers. */
export function wordsOf(one: ShopCase, channel: NoticeChannel, { shop, address, phone }: Writer): NoticeText {
  const { notice, card, order } = one;
  const balance = order?.view.balance ?? 0;
  const values: NoticeValues = {
    name: calledOf(card?.name ?? ''),
    ...{ shop, address, phone },
    number: order?.number ?? (order ? keyOfId(notice.about).slice(-9) : ''),
    day: notice.day.split('-').reverse().join('.'),
    balance: balance > 0 ? roubles(balance) : '',
  };
  return noticeText(notice.kind, channel, values, 'ru');
}
