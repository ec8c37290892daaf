import { z } from 'zod';
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

export const client = documentBase('client', 1).extend({
  store: z.string(),
  name: z.string().min(1),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  birth: localDay.nullable(),
  consent: z.object({ at: instant, kind: z.enum(['paper', 'electronic']) }).nullable(),
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
