import { createHash } from 'node:crypto';
import { storeDatabase } from '../../design/databases.ts';
import { supplierOrder as orderShape } from '../../design/documents/supplier-order.ts';
import { supplier as supplierShape } from '../../design/documents/supplier.ts';
import { due, failed, isOver, mailIdOf, type LetterKind, type Message } from '../../design/messages/message.ts';
import { letterBytes } from '../../design/orders/supplier-formats.ts';
import { mayBeOut } from '../../design/orders/supplier-orders.ts';
import { supplierId } from '../../design/orders/suppliers.ts';
import { SECOND, type Clock } from '../../design/time/clock.ts';
import { html } from '../admin/html.ts';
import type { Engine } from '../engine/engine.ts';
import type { MessageQueue } from '../messages/queue.store.ts';
import type { Email } from '../messages/transport.ts';
import { writerOf } from '../notices/notice-words.ts';

interface LetterDeps {
  readonly engine: Engine;
  readonly queue: MessageQueue;
  readonly clock: Clock;
  readonly demo: boolean;
  /** Domain of the message ids. */
  readonly host: string;
}
type ComposedLetter =
  | { readonly email: Email; readonly digest: string }
  /** Not to be sent, or not now. */
  | { readonly instead: Message };

/** What calls an order off goes after the order itself, or not at all. ms */
const AFTER_THE_ORDER = 15 * SECOND;

/**
 * A letter to a supplier as it goes out: the words are those that the person saw (the wish's), the address is the one that the supplier's
 * card bears now. An order that was called off before anybody tried to send it is not sent, and neither is what calls it off.
 */
export async function composeLetter(message: Message, kind: LetterKind, deps: LetterDeps): Promise<ComposedLetter> {
  const { engine, queue, clock, host, demo } = deps;
  const { store, sale } = message;
  const now = clock.now();
  const database = await engine.open(storeDatabase(store));
  const known = orderShape.safeParse(await database.get(sale));
  const order = known.success ? known.data : null;
  const letter = kind === 'order' ? order?.send : order?.withdraw;
  // Wished anew meanwhile: that wish has a message of its own.
  if (!order || !letter || letter.at !== message.wish) return { instead: failed(message, 'SENDING_NOT_DUE', now) };
  // `tries` counts this one.
  if (kind === 'order' && order.cancelled && message.tries <= 1) return { instead: failed(message, 'SENDING_NOT_DUE', now) };
  if (kind === 'withdrawal') {
    const ours = queue.of(store, 'email').filter((one) => one.sale === sale && one.letter === 'order');
    if (ours.some((one) => !isOver(one))) {
      return { instead: { ...due(message, now + AFTER_THE_ORDER), at: now, tries: message.tries - 1 } };
    }
    if (!mayBeOut(order)) return { instead: failed(message, 'SENDING_NOT_DUE', now) };
  }
  const card = supplierShape.safeParse(await database.get(supplierId(order.supplier)));
  const to = card.success ? card.data.email : null;
  if (to === null) return { instead: failed(message, 'SENDING_NO_CONTACT', now) };
  const { shop } = await writerOf(engine, store);
  const { subject, text, file } = letter;
  const digest = createHash('sha256').update(letterBytes({ subject, text, file })).digest('hex');
  const head = {
    id: mailIdOf(message, host),
    to,
    fromName: shop,
    subject: `${demo ? '[учебный] ' : ''}${subject}`,
    at: letter.at,
  };
  return { email: { ...head, text, html: pageOf(subject, text), qr: null, file, answered: true }, digest };
}

const pageOf = (subject: string, text: string): string =>
  html`<!doctype html>
    <html lang="ru">
      <head>
        <meta charset="utf-8" />
        <title>${subject}</title>
      </head>
      <body style="margin:0;padding:16px;color:#22201d">
        <pre
          style="font-family:-apple-system,'Segoe UI',Roboto,Arial,sans-serif;font-size:16px;line-height:24px;white-space:pre-wrap;margin:0"
        >
${text}</pre>
      </body>
    </html>`.text;
