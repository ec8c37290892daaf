import type { AlarmCode } from '$design/fiscal/alarms.ts';
import { language } from '$lib/i18n/i18n.ts';
import type { Alert } from './shown-alerts.ts';

type Words = Readonly<Record<AlarmCode, { readonly what: string; readonly next: string }>>;

let english = $state.raw<Words | null>(null);
let asked = false;

/** What an alert of the gateway says in the language shown. The gateway speaks Russian; English is fetched once, with the first alert. */
export function alertText({ code, message, next }: Alert): { readonly what: string; readonly next: string } {
  if (language() === 'en') {
    if (english && Object.hasOwn(english, code)) return english[code as AlarmCode];
    if (!asked) {
      asked = true;
      void import('$design/fiscal/alarms.en.ts').then(
        (words) => (english = words.ALARMS_EN),
        () => (asked = false),
      );
    }
  }
  return { what: message, next: next ?? '' };
}
