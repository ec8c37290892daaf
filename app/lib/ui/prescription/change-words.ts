import { prismText, pupilsText, shown } from '$design/optics/prescription/entry/format.ts';
import { ENTRY_FIELDS, type EntryFieldName } from '$design/optics/prescription/entry/fields.ts';
import type { FieldChange } from '$design/optics/prescription/diff.ts';
import type { Prism, Pupils } from '$design/documents/prescription.ts';
import { t } from '$lib/i18n/i18n.ts';
import { formatDay } from '../text/format.ts';

const COLUMNS = [
  'sph',
  'cyl',
  'axis',
  'add',
  'addIntermediate',
  'prism',
  'height',
  'addBand',
  'baseCurve',
  'diameter',
  'brand',
  'sku',
  'visus',
  'overRefraction',
] as const;
const PAIR = ['pd', 'pdNear', 'vertex', 'tilt', 'wrap'] as const;
const WORDS = [
  'purpose',
  'date',
  'validUntil',
  'doctor',
  'source',
  'reason',
  'recommendations',
  'remarks',
  'replacement',
  'wear',
  'dominant',
] as const;
const isOf = <T extends string>(names: readonly T[], name: string): name is T => (names as readonly string[]).includes(name);

/** `OD Sph`, `PD`, `Врач`. A field of a later program goes by its own name. */
export function changeName({ side, field }: FieldChange): string {
  const eye = side === null ? '' : `${side.toUpperCase()} `;
  if (isOf(COLUMNS, field)) return eye + t(`prescription.col.${field}`);
  if (isOf(PAIR, field)) return t(`prescription.pair.${field}`);
  return isOf(WORDS, field) ? t(`prescription.${field}`) : eye + field;
}

/** One side of a change as forms show it. */
export function changeValue(field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return t('blank.none');
  if (field === 'prism') return prismText(value as Prism) || t('blank.none');
  if (field === 'pd' || field === 'pdNear') return pupilsText(value as Pupils) || t('blank.none');
  if (field === 'visus')
    return Object.entries(value as Record<string, number>)
      .map(([name, each]) => `${name} ${shown('visus', each)}`)
      .join(' ');
  if (typeof value === 'number')
    return shown(field === 'overRefraction' ? 'sph' : field in ENTRY_FIELDS ? (field as EntryFieldName) : 'pd', value);
  if (field === 'purpose') return t(`prescription.purposes.${value as 'distance'}`);
  if (field === 'replacement') return t(`prescription.replacements.${value as 'day'}`);
  if (field === 'wear') return t(`prescription.wears.${value as 'daily'}`);
  if (field === 'source') return t(`prescription.sources.${value as 'own'}`);
  if (field === 'dominant') return t(`prescription.eye.${value as 'od'}`);
  if (field === 'date' || field === 'validUntil') return formatDay(value as string);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
