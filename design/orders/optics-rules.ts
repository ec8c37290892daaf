import type { OpticsSettings } from '../documents/optics-settings.ts';
import type { Calendars } from '../workshop/promise.ts';
import { USUAL_PROMISE_RULES, type PromiseRules } from '../workshop/promise-rules.ts';
import { usualCalendars } from '../workshop/usual-calendars.ts';
import { NOTICE_TEMPLATES } from './notice-templates.ts';
import { USUAL_NOTICE_RULES, type NoticeRules } from './notices.ts';

/** What holds for a shop's glasses orders. */
export interface OpticsRules {
  readonly promise: PromiseRules;
  readonly calendars: Calendars;
  readonly notices: NoticeRules;
  readonly texts: typeof NOTICE_TEMPLATES;
}

/** What the chain has said, and what is delivered where it has said nothing. */
export function opticsRules(said: OpticsSettings | null | undefined, timeZone: string): OpticsRules {
  const usual = usualCalendars(timeZone);
  return {
    promise: said?.promise ?? USUAL_PROMISE_RULES,
    calendars: said?.calendars
      ? { shop: { timeZone, ...said.calendars.shop }, workshop: { timeZone, ...said.calendars.workshop } }
      : usual,
    notices: { ...USUAL_NOTICE_RULES, ...said?.notices },
    texts: {
      ru: { ...NOTICE_TEMPLATES.ru, ...said?.texts?.ru },
      en: { ...NOTICE_TEMPLATES.en, ...said?.texts?.en },
    },
  };
}
