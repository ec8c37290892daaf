import type { Eye, Prism, Pupils } from '../../../documents/prescription.ts';
import { dioptres } from '../../lens-price.ts';
import { inNotation, type CylinderSign } from '../notation.ts';
import { entryField, type EntryFieldName } from './fields.ts';

const isDioptre = (name: EntryFieldName): boolean =>
  name === 'sph' || name === 'cyl' || name === 'add' || name === 'addIntermediate';

/**
 * A field as forms and papers show it: dioptres with their sign and two digits (`−2,25`, `+0,50`; eighths three), plano as `0,00` and
 * never with a sign, millimetres and degrees bare (`62,5`, `180`), nothing for "not written".
 */
export function shown(name: EntryFieldName, value: number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (isDioptre(name)) return dioptres(value);
  const { digits } = entryField(name);
  const text = name === 'prism' ? value.toFixed(2) : String(Number(value.toFixed(digits)));
  return text.replace('.', ',').replace('-', '−');
}

/** Bases as optical papers of every country write them. */
const BASES = { in: 'BI', out: 'BO', up: 'BU', down: 'BD' } as const;

/** `2,00 BI 0,50 BU`; empty where there is none. */
export function prismText(prism: Prism | null | undefined): string {
  const parts = [prism?.horizontal, prism?.vertical];
  return parts.flatMap((part) => (part ? [`${shown('prism', part.amount)} ${BASES[part.base]}`] : [])).join(' ');
}

/** `Sph −2,50 Cyl −1,00 Ax 180 Add +2,00 Pr 2,00 BI` (requirements D-08); empty where nothing is written. */
export function eyeText(eye: Eye, sign: CylinderSign): string {
  const { sph, cyl, axis, add, prism } = inNotation(eye, sign);
  const parts: readonly (readonly [string, string])[] = [
    ['Sph', shown('sph', sph)],
    ['Cyl', cyl ? shown('cyl', cyl) : ''],
    ['Ax', shown('axis', axis)],
    ['Add', shown('add', add)],
    ['Pr', prismText(prism)],
  ];
  return parts.flatMap(([label, text]) => (text ? [`${label} ${text}`] : [])).join(' ');
}

/** `64 (31,5/32,5)`, `64`, or `31,5/32,5`; empty where none is written. */
export function pupilsText({ both, od, os }: Pupils): string {
  const sides = od === null && os === null ? '' : `${shown('monocularPd', od) || '?'}/${shown('monocularPd', os) || '?'}`;
  const whole = shown('pd', both);
  return whole && sides ? `${whole} (${sides})` : whole || sides;
}

interface Texted {
  readonly od: Eye;
  readonly os: Eye;
  readonly pd: Pupils;
  readonly pdNear?: Pupils | null | undefined;
}

/** The prescription in lines, right eye first: for a message, the clipboard, a label. Lines that would be empty are left out. */
export function prescriptionLines(content: Texted, sign: CylinderSign = 'minus'): string[] {
  const lines = [
    ['OD', eyeText(content.od, sign)],
    ['OS', eyeText(content.os, sign)],
    ['PD', pupilsText(content.pd)],
    ['PD near', content.pdNear ? pupilsText(content.pdNear) : ''],
  ];
  return lines.flatMap(([label, text]) => (text ? [`${label} ${text}`] : []));
}
