import type { ContactLensContent, GlassesContent } from '../../../documents/prescription.ts';
import type { FindingCode } from './texts.ts';

/** `stop`: it cannot be signed so. `warning`: a person looks again and may sign. A draft may be kept in any state. */
export type Severity = 'stop' | 'warning';
export type Side = 'od' | 'os';
export const SIDES: readonly Side[] = ['od', 'os'];

/** What a rule may look at. Days as `YYYY-MM-DD` of the shop; age in full years, `null`: not known. */
export interface RuleCase<C> {
  readonly content: C;
  /** The signed one before it, of the same type; `null`: none known. */
  readonly previous: C | null;
  readonly age: number | null;
  readonly today: string;
  /** For contact lenses: the client's glasses in force, whose figures must not be copied blindly. */
  readonly glasses?: GlassesContent | null;
}

/** Where it is: an eye and a field of it, or a field of the whole. */
export interface Hit {
  readonly side: Side | null;
  readonly field: string;
  /** For the placeholders of its text. */
  readonly values?: Readonly<Record<string, string | number>>;
}

export interface Rule<C> {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly find: (about: RuleCase<C>) => readonly Hit[];
}

/** What both types of prescriptions have. */
export type Common = Pick<GlassesContent, 'date' | 'validUntil' | 'reason'> & {
  readonly [side in Side]: Pick<GlassesContent['od'], 'sph' | 'cyl' | 'axis' | 'add'>;
};
export type AnyContent = GlassesContent | ContactLensContent;

export const hit = (side: Side | null, field: string, values?: Hit['values']): Hit =>
  values ? { side, field, values } : { side, field };
export const when = (found: boolean, side: Side | null, field: string, values?: Hit['values']): readonly Hit[] =>
  found ? [hit(side, field, values)] : [];

/** The same question to each eye. */
export const eachEye = <C extends Record<Side, unknown>>(
  content: C,
  ask: (eye: C[Side], side: Side) => readonly Hit[],
): readonly Hit[] => SIDES.flatMap((side) => ask(content[side], side));

/** Years between two days, of 365.25 days. */
export const yearsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / (365.25 * 86_400_000);
export const outside = (
  value: number | null | undefined,
  { min, max }: { readonly min: number; readonly max: number },
): boolean => typeof value === 'number' && !(value >= min && value <= max);
