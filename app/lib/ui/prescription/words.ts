import type { EyeField, FieldPath, PairField } from '$design/optics/prescription/entry/form-fields.ts';
import type { FieldProblem } from '$design/optics/prescription/entry/form.ts';
import { shown } from '$design/optics/prescription/entry/format.ts';
import { entryNameOf } from '$design/optics/prescription/entry/form-fields.ts';
import type { Side } from '$design/optics/prescription/rules/rule.ts';
import { t } from '$lib/i18n/i18n.ts';

export const REPLACEMENTS = ['day', 'two-weeks', 'month', 'quarter', 'half-year', 'year'] as const;
export const WEAR = ['daily', 'flexible', 'extended', 'continuous'] as const;
export const PURPOSES = ['distance', 'near', 'computer', 'progressive', 'bifocal', 'sun'] as const;

type Column = EyeField extends infer E ? (E extends `${string}.${infer Last}` ? Last : E) : never;
const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** The head of a column. */
export const columnName = (field: EyeField): string => t(`prescription.col.${lastOf(field) as Column}`);

export function pairName(field: PairField): string {
  const names = {
    'pd.both': 'both',
    'pd.od': 'od',
    'pd.os': 'os',
    'pdNear.both': 'near',
    vertex: 'vertex',
    tilt: 'tilt',
    wrap: 'wrap',
  } as const;
  return t(`prescription.pair.${names[field]}`);
}

/** What a field is called aloud: `OD правый Sph`. */
export function fieldName(path: FieldPath): string {
  const [head, ...rest] = path.split('.') as [Side, ...string[]];
  return isEye(head) ? `${t(`prescription.eye.${head}`)} ${columnName(rest.join('.') as EyeField)}` : pairName(path as PairField);
}
const isEye = (head: string): head is Side => head === 'od' || head === 'os';

/** Why a text is no figure, under the field. */
export function problemText(path: FieldPath, problem: FieldProblem): string {
  const name = entryNameOf(path);
  if (problem.kind === 'ask-sign') return t('prescription.askSign');
  if (problem.kind === 'base-missing') return t('prescription.askBase');
  if (problem.why === 'not-a-number') return t('prescription.notNumber');
  if (problem.why === 'negative') return t('prescription.negative');
  if (problem.why === 'out-of-range')
    return t('prescription.outOfRange', { min: shown(name, problem.min), max: shown(name, problem.max) });
  return t('prescription.offGrid', { near: problem.nearest.map((each) => shown(name, each)).join(' / ') });
}
