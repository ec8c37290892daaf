import { z } from 'zod';
import { FAMILY_TIES } from '../clients/words.ts';
import { ROLES } from '../people/roles.ts';
import { documentBase, instant, localDay, stamps } from './base.ts';

/** How a PIN is checked offline: PBKDF2-HMAC-SHA-256 over the PIN; `salt` and `hash` base64. */
export const PIN_ITERATIONS = 600_000;
export const pinVerifier = z.object({
  algorithm: z.literal('pbkdf2-sha256'),
  iterations: z.int().min(100_000),
  salt: z.string(),
  hash: z.string(),
});
export type PinVerifier = z.infer<typeof pinVerifier>;

/** In `store-<code>`, written by the server only. `order` places the tile; the first cashier is preselected. */
export const staff = documentBase('staff', 1).extend({
  store: z.string(),
  name: z.string().min(1),
  role: z.enum(ROLES),
  inn: z.string().nullable(),
  active: z.boolean(),
  order: z.int(),
  pin: pinVerifier,
  stamps,
});
export type Staff = z.infer<typeof staff>;

/** `cost`: what goods cost to buy, for a manager's or an accountant's device; a dashboard alone does not show it. */
export const DEVICE_SCOPES = ['till', 'dashboard', 'cost', 'workshop', 'admin'] as const;
export type DeviceScope = (typeof DEVICE_SCOPES)[number];

/** In the server's private `control`: a paired browser. Tokens are kept as SHA-256 hex; the previous one lives until the new one was used. */
export const device = documentBase('device', 1).extend({
  number: z.int().min(1),
  store: z.string(),
  till: z.string().nullable(),
  name: z.string(),
  scopes: z.array(z.enum(DEVICE_SCOPES)),
  tokens: z.array(z.object({ hash: z.string(), issued: instant })).max(2),
  paired: instant,
  seen: instant,
  revoked: instant.nullable(),
});
export type Device = z.infer<typeof device>;

/** What a person agreed to, when, and how: said at the desk (`electronic`) or signed (`paper`). */
const consent = z.object({ at: instant, kind: z.enum(['paper', 'electronic']) });

/** A client card that another one took in; kept on the loser, so that it can be undone. `was` and `became` are the winner's. */
export const clientMerge = z.object({
  into: z.string(),
  at: instant,
  by: z.string().nullable(),
  filled: z.array(z.object({ field: z.string(), was: z.unknown(), became: z.unknown() })),
});
export type ClientMerge = z.infer<typeof clientMerge>;

/** Merges field by field; the fields that cards of earlier programs lack are optional. */
export const client = documentBase('client', 1).extend({
  store: z.string(),
  name: z.string().min(1),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  birth: localDay.nullable(),
  /** To keep the data and to electronic receipts. */
  consent: consent.nullable(),
  /** To keep data about health: in writing only (152-FZ art. 10). */
  consentHealth: consent.extend({ kind: z.literal('paper') }).nullish(),
  /** To messages that are no answer to an order of theirs (38-FZ art. 18). */
  consentMessages: consent.nullish(),
  /** Wants no messages at all, of orders neither: is called about them. */
  noNotices: z.boolean().optional(),
  tags: z.array(z.string().min(1).max(32)).max(32).optional(),
  /** Said on one of two cards, read from both (`design/clients/family.ts`). */
  family: z
    .array(z.object({ client: z.string(), tie: z.enum(FAMILY_TIES) }))
    .max(32)
    .optional(),
  /** When to ask them in again, and what for. */
  recall: z.object({ on: localDay, why: z.string().max(200).nullable() }).nullish(),
  /** What became of the call about a recall day; another day is another call. */
  recallCall: z
    .object({
      on: localDay,
      status: z.enum(['reached', 'unreached']),
      at: instant,
      by: z.string().nullable(),
      /** Not again before. */
      again: instant.nullable(),
    })
    .nullish(),
  /** The number of their club card, as its barcode reads. */
  card: z.string().max(64).nullish(),
  /** Cards that look alike and are other people's, as a person said. */
  others: z.array(z.string()).max(64).optional(),
  /** The card that took this one in: whoever finds this one reads that one (`design/clients/merged-into.ts`). */
  mergedInto: z.string().nullish(),
  merged: clientMerge.nullish(),
  stamps,
});
export type Client = z.infer<typeof client>;

/** Which electronic receipts the customer wants. Another `at` is another wish: the same receipt once more, or to another address. */
export const sendWish = z.object({ email: z.boolean(), sms: z.boolean(), at: instant });
export type SendWish = z.infer<typeof sendWish>;

/**
 * Erasable e-mail and phone of a sale (`contact:<key of the sale>`); the sale itself holds the client's id only. `asked` is what the
 * receipt's request carries (tag 1008): written once, before the register is asked, so that the same key always has the same body; absent
 * where the contact was given after the receipt. `email` and `phone` are where the receipt goes now.
 */
const addresses = { email: z.string().max(64).nullable(), phone: z.string().max(64).nullable() };
export const contact = documentBase('contact', 1).extend({
  sale: z.string(),
  ...addresses,
  asked: z.object(addresses).optional(),
  /** Requirements I-09: said at the till (`electronic`) or signed (`paper`). */
  consent: z.object({ at: instant, kind: z.enum(['paper', 'electronic']) }).nullish(),
  send: sendWish.nullish(),
  stamps,
});
export type Contact = z.infer<typeof contact>;
