import { due, failed, mailIdOf, type Message } from '../../design/messages/message.ts';
import type { NoticeWriter } from '../../design/orders/notice-values.ts';
import { decentTime, type DueNotice } from '../../design/orders/notices.ts';
import type { Clock } from '../../design/time/clock.ts';
import { html } from '../admin/html.ts';
import type { Engine } from '../engine/engine.ts';
import type { Email, Sms } from '../messages/transport.ts';
import type { ShopCases } from './shop-cases.ts';
import { wordsOf, writerOf } from './notice-words.ts';

export interface ComposeDeps {
  readonly engine: Engine;
  readonly cases: ShopCases;
  readonly clock: Clock;
  readonly timeZoneOf: (store: string) => string;
  readonly demo: boolean;
  /** Domain of the message ids. */
  readonly host: string;
}

export type Composed =
  | { readonly email: Email }
  | { readonly sms: Sms }
  /** Not to be sent, or not now. */
  | { readonly instead: Message };

/**
 * A notice as it goes out, from what is known at this very moment: an order that was handed over meanwhile is not told of any more, nor is
 * anybody who does not want it, nor anybody at night.
 */
export async function composeNotice(message: Message, notice: DueNotice, deps: ComposeDeps): Promise<Composed> {
  const { clock, cases, engine } = deps;
  const { store, channel } = message;
  const [now, timeZone] = [clock.now(), deps.timeZoneOf(store)];
  const decent = decentTime(now, timeZone, cases.rulesOf(store));
  if (decent > now) return { instead: { ...due(message, decent), at: now, tries: message.tries - 1 } };
  const one = await cases.stillDue(store, notice.key, notice.about, now, timeZone);
  if (one === null) return { instead: failed(message, 'SENDING_NOT_DUE', now) };
  const to = one.client.optOut.includes(channel) ? null : channel === 'email' ? one.client.email : one.client.phone;
  if (to === null) return { instead: failed(message, 'SENDING_NO_CONTACT', now) };
  const writer = await writerOf(engine, store);
  const { subject, text } = wordsOf(one, channel, writer);
  const id = mailIdOf(message, deps.host);
  if (channel === 'sms') return { sms: { id, to, text: deps.demo ? `УЧЕБНЫЙ. ${text}` : text } };
  return { email: letterOf({ id, to, subject: `${deps.demo ? '[учебный] ' : ''}${subject ?? ''}`, text, at: now }, writer) };
}

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Arial,sans-serif";

function letterOf(mail: Pick<Email, 'id' | 'to' | 'subject' | 'text' | 'at'>, { shop }: NoticeWriter): Email {
  const body = mail.text.split('\n').map((line) => html`<p style="margin:0 0 12px">${line}</p>`);
  const page = html`<!doctype html>
    <html lang="ru">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${mail.subject}</title>
      </head>
      <body style="margin:0;padding:24px;${FONT};font-size:16px;line-height:24px;color:#22201d">
        ${body}
      </body>
    </html>`;
  return { ...mail, fromName: shop, html: page.text, qr: null };
}
