import { findingText } from '$design/optics/prescription/rules/finding-text.ts';
import { FINDING_TEXTS, type FindingCode } from '$design/optics/prescription/rules/texts.ts';
import { language } from '$lib/i18n/i18n.ts';

let english = $state.raw<Readonly<Record<FindingCode, string>> | null>(null);

interface Told {
  readonly code: string;
  readonly values?: Readonly<Record<string, string | number>> | undefined;
}

/** The sentence of a finding in the language shown; the bare code of one that a later program confirmed. */
export function findingWords({ code, values = {} }: Told): string {
  return isKnown(code) ? findingText({ code, values }, language() === 'ru' ? FINDING_TEXTS : (english ?? FINDING_TEXTS)) : code;
}
const isKnown = (code: string): code is FindingCode => code in FINDING_TEXTS;

/** Before a screen with findings is drawn. */
export async function findingTexts(): Promise<void> {
  if (language() !== 'ru') english ??= (await import('$design/optics/prescription/rules/texts.en.ts')).FINDING_TEXTS_EN;
}
