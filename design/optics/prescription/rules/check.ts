import type { ContactLensContent, GlassesContent } from '../../../documents/prescription.ts';
import { CONTACT_LENS_RULES } from './contact-lenses.ts';
import { dateRules } from './dates.ts';
import { EYES_RULES } from './eyes.ts';
import { FIGURE_RULES } from './figures.ts';
import { GLASSES_RULES } from './glasses.ts';
import { PREVIOUS_RULES } from './previous.ts';
import { PUPIL_RULES } from './pupils.ts';
import type { Hit, Rule, RuleCase, Severity } from './rule.ts';
import type { FindingCode } from './texts.ts';

export interface Finding extends Hit {
  readonly code: FindingCode;
  readonly severity: Severity;
}

/** The rules as one table a type; the order is that in which findings are shown, stops first. */
export const RULES_FOR_GLASSES: readonly Rule<GlassesContent>[] = [
  ...FIGURE_RULES,
  ...PREVIOUS_RULES,
  ...EYES_RULES,
  ...GLASSES_RULES,
  ...PUPIL_RULES,
  ...dateRules('glasses'),
];
export const RULES_FOR_CONTACT_LENSES: readonly Rule<ContactLensContent>[] = [
  ...FIGURE_RULES,
  ...PREVIOUS_RULES,
  ...EYES_RULES,
  ...CONTACT_LENS_RULES,
  ...dateRules('contact-lenses'),
];

function check<C>(rules: readonly Rule<C>[], about: RuleCase<C>): Finding[] {
  const found = rules.flatMap(({ code, severity, find }) => find(about).map((hit): Finding => ({ code, severity, ...hit })));
  return [...found.filter(isStop), ...found.filter((finding) => !isStop(finding))];
}

/** Everything that speaks against a glasses prescription as it stands, or for a second look. Pure; takes either notation. */
export const checkGlasses = (about: RuleCase<GlassesContent>): Finding[] => check(RULES_FOR_GLASSES, about);
/** The same of contact lenses. */
export const checkContactLenses = (about: RuleCase<ContactLensContent>): Finding[] => check(RULES_FOR_CONTACT_LENSES, about);

/** Does it forbid to sign? */
export const isStop = ({ severity }: Pick<Finding, 'severity'>): boolean => severity === 'stop';
