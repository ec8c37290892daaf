import { z } from 'zod';
export { CHANNELS, type Channel } from '../contact/channels.ts';
import { documentBase, instant } from './base.ts';

/** Why a receipt did not go out: codes of `design/errors.ts`. */
export const SENDING_FAULTS = [
  'SENDING_ADDRESS_UNKNOWN',
  'SENDING_REFUSED',
  'SENDING_GAVE_UP',
  'SENDING_NO_CONTACT',
  'SENDING_NO_RECEIPT',
  'SENDING_LIMIT',
  'SENDING_NOT_DUE',
] as const;
export type SendingFault = (typeof SENDING_FAULTS)[number];

/**
 * How one wish stands. `waiting`: for the receipt to be registered, for its turn, or for the mail server; `tries` tells how often it was
 * tried. `via`: `outbox` is the folder that stands in for a mail server (`SMTP_URL` unset), `console` for an SMS service.
 */
export const sendingOutcome = z.object({
  wish: instant,
  state: z.enum(['waiting', 'sent', 'failed']),
  at: instant,
  tries: z.int().min(0),
  code: z.enum(SENDING_FAULTS).nullable(),
  via: z.enum(['smtp', 'outbox', 'sms', 'console']).nullable(),
});
export type SendingOutcome = z.infer<typeof sendingOutcome>;

/** What became of the electronic receipts of a sale: `sending:<key of the sale>`, in `store-<code>`, by the server. No address in it. */
export const sending = documentBase('sending', 1).extend({
  store: z.string(),
  sale: z.string(),
  email: sendingOutcome.nullable(),
  sms: sendingOutcome.nullable(),
});
export type Sending = z.infer<typeof sending>;
