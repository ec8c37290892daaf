import { z } from 'zod';
import { STORE_CODE } from '../../design/databases.ts';
import { ROLES } from '../../design/people/roles.ts';
import { POS_ID } from '../devices/gateways.store.ts';
import { isTimeZone } from '../provisioning/shops.ts';

/** What the pages' forms send; every field is text. */
const store = z.string().regex(STORE_CODE);
const pin = z.string().regex(/^\d{4,8}$/);
const words = (most: number) => z.string().trim().min(1).max(most);

export const firstForm = z.object({ secret: z.string().max(256), password: z.string().max(1_000) });
export const loginForm = z.object({ password: z.string().max(1_000), back: z.string().optional() });
export const shopForm = z.object({
  code: store,
  name: words(128),
  address: words(256),
  timeZone: z.string().refine(isTimeZone, { error: 'not an IANA time zone' }),
  company: words(128),
  inn: z.string().regex(/^\d{10}(\d{2})?$/),
  /** Whom the shop's cashiers call. */
  administrator: z.string().trim().max(120).default(''),
});
export const shopCareForm = z
  .object({
    code: store,
    administrator: z.string().trim().max(120),
    /** A box that is not ticked is not sent. */
    blindCount: z.enum(['yes', 'no']).default('no'),
    /** Roubles. */
    differenceLimit: z
      .string()
      .trim()
      .regex(/^\d{1,6}([.,]\d{1,2})?$/)
      .transform((text) => Math.round(Number(text.replace(',', '.')) * 100)),
  })
  .transform(({ blindCount, ...rest }) => ({ ...rest, blindCount: blindCount === 'yes' }));
export const personForm = z.object({ store, name: words(64), role: z.enum(ROLES), pin });
export const pinForm = z.object({ store, id: z.string().regex(/^staff:.{1,100}$/), pin });
export const activeForm = z.object({ store, id: z.string().regex(/^staff:.{1,100}$/), active: z.enum(['yes', 'no']) });
export const tillForm = z.object({ pos: z.string().regex(POS_ID), store, url: z.url({ protocol: /^https?$/ }).max(256) });
export const reportForm = z.object({ id: z.string().regex(/^report:[\w:.-]{1,120}$/) });
export const unknownCodeForm = z.object({ id: z.string().regex(/^unknown-code:.{1,200}$/) });
export const codeForm = z.object({
  store,
  till: z.string().max(32),
  access: z.enum(['both', 'till', 'workshop', 'dashboard', 'cost']),
});
export const conflictForm = z.object({ database: words(64), id: z.string().regex(/^conflict:.{1,300}$/) });
export const messageForm = z.object({ id: z.string().regex(/^message:[\w:.-]{1,120}$/), act: z.enum(['again', 'forget']) });
export const revokeForm = z.object({
  device: z
    .string()
    .regex(/^\d{1,7}$/)
    .transform(Number),
});
