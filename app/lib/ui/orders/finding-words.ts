import { LENS_FINDING_TEXTS_EN } from '$design/optics/lens-finding-texts.en.ts';
import { LENS_FINDING_TEXTS } from '$design/optics/lens-finding-texts.ts';
import type { LensFinding } from '$design/optics/lens-findings.ts';
import { findingText } from '$design/optics/prescription/rules/finding-text.ts';
import { language, t } from '$lib/i18n/i18n.ts';

/** What a finding about lenses says, with its eye. */
export function findingWords(found: LensFinding): string {
  const text = findingText(found, language() === 'ru' ? LENS_FINDING_TEXTS : LENS_FINDING_TEXTS_EN);
  return found.eye === null ? text : `${t(`orders.eye.${found.eye}`)}: ${text}`;
}
