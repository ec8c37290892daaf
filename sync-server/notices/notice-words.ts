import { CATALOG } from '../../design/databases.ts';
import { settings } from '../../design/documents/catalogue.ts';
import { keyOfId } from '../../design/ids.ts';
import { noticeText, type NoticeText } from '../../design/orders/notice-templates.ts';
import { noticeValues, type NoticeWriter } from '../../design/orders/notice-values.ts';
import { opticsRules, type OpticsRules } from '../../design/orders/optics-rules.ts';
import type { NoticeChannel } from '../../design/orders/words.ts';
import type { Engine } from '../engine/engine.ts';
import type { ShopCase } from './shop-cases.ts';

/** Who writes, and in which words, by the shop's settings. */
export interface Writer extends NoticeWriter {
  readonly texts: OpticsRules['texts'];
}
export async function writerOf(engine: Engine, store: string): Promise<Writer> {
  const known = settings.safeParse(await (await engine.open(CATALOG)).get(`settings:store-${store}`));
  const { texts } = opticsRules(known.data?.optics, 'UTC');
  if (!known.success) return { shop: store, address: '', phone: '', texts };
  const { name, address, phone } = known.data;
  return { shop: name, address, phone: phone ?? '', texts };
}

/** The words of a notice, in the language of the shop's customers. */
export function wordsOf(one: ShopCase, channel: NoticeChannel, writer: Writer): NoticeText {
  const { notice, card, order } = one;
  const number = order?.number ?? (order ? keyOfId(notice.about).slice(-9) : '');
  const about = { name: card?.name ?? '', number, balance: order?.view.balance ?? 0 };
  return noticeText(notice.kind, channel, noticeValues(notice, about, writer), 'ru', writer.texts);
}
