import { z } from 'zod';
import { NOTICE_KINDS } from '../orders/words.ts';
import { LENS_DESIGNS } from '../workshop/promise-rules.ts';
import { instant, localDay } from './base.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const span = z.object({ days: z.int().min(0).max(365), unit: z.enum(['calendar', 'working']) });
const hours = z
  .object({ from: time, to: time })
  .refine(({ from, to }) => from < to, { error: 'closes before it opens' })
  .nullable();

/** How long glasses take (`design/workshop/promise-rules.ts`). */
export const promiseRules = z.object({
  types: z.record(z.enum(LENS_DESIGNS), span),
  making: span,
  branch: span,
  suppliers: z.record(z.string().min(1).max(64), z.object({ lead: span, cutoff: time.nullable() })),
  coatings: z.record(z.string().min(1).max(64), span),
  tint: span,
  rimless: span,
  prism: span,
  transit: span,
  express: z.object({ minutes: z.int().min(5).max(600) }).nullable(),
  capacity: z.int().min(1).max(1_000).nullable(),
});

/** When a shop or a workshop works: the week from Monday on, and days that are otherwise. In the shop's time zone. */
const workWeek = z.object({ week: z.array(hours).length(7), exceptions: z.record(localDay, hours) });

/** When clients are told (`design/orders/notices.ts`). */
export const noticeTimes = z.object({ uncollected: z.array(z.int().min(1).max(365)).max(6), from: time, to: time });

const noticeWords = z.object({
  sms: z.string().min(1).max(500),
  subject: z.string().min(1).max(120),
  email: z.string().min(1).max(3_000),
  call: z.string().min(1).max(500),
});
const inLanguage = z.partialRecord(z.enum(NOTICE_KINDS), noticeWords);
/** In the place of the texts as delivered. */
export const noticeTexts = z.object({ ru: inLanguage.optional(), en: inLanguage.optional() });

export const OPTICS_PARTS = ['promise', 'calendars', 'notices', 'texts'] as const;
export type OpticsPart = (typeof OPTICS_PARTS)[number];

/** What the chain says about glasses orders; whatever it has not said is as delivered. `changes`: the latest last. */
export const opticsSettings = z.object({
  promise: promiseRules.optional(),
  calendars: z.object({ shop: workWeek, workshop: workWeek }).optional(),
  notices: noticeTimes.optional(),
  texts: noticeTexts.optional(),
  changes: z
    .array(z.object({ at: instant, part: z.enum(OPTICS_PARTS), what: z.string().max(200) }))
    .max(50)
    .optional(),
});
export type OpticsSettings = z.infer<typeof opticsSettings>;
