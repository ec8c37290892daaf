/** A range of powers as a supplier of contact lenses writes it: dioptres. */
interface PowerSpan {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

const QUARTER = 0.25;
const MOST = 40;
const NUMBER = '[+-]?\\d+(?:\\.\\d+)?';
const STEP = new RegExp(`(?:с\\s+)?(?:шаг(?:ом)?|step|через|по)\\s*[:=]?\\s*(${NUMBER})|\\(\\s*(0?\\.\\d+)\\s*\\)`, 'iu');
const BETWEEN = /\s*(?:до|to|по|\.{2,3}|…|\/|—)\s*(?=[+-]?\.?\d)|(?<=\d)\s+-\s+(?=[+-]?\d)|(?<=\d)\s*-(?=[+-])/giu;
const ONE = new RegExp(`^(?:от|from|с)?\\s*(${NUMBER})\\s*(;)?\\s*(${NUMBER})?$`, 'iu');

/** One minus, one decimal sign; a comma before a figure is a decimal comma, any other one parts a list. */
const spelled = (text: string): string =>
  text
    .replace(/[‐‑‒–−―]/g, '-')
    .replace(/(?<=\d),(?=\d)/g, '.')
    .replace(/(?:дптр|dpt|d|°)\.?(?![\p{L}])/giu, '')
    .replace(/(?<![\p{L}])(?:plano|плано|план|пл|pl)\.?(?![\p{L}])/giu, '0')
    .replace(/(?<=[+-])\s+(?=\d)/g, '');

const listed = (text: string): string[] =>
  spelled(text)
    .replace(/^\s*(?:сфера|sph(?:ere)?|цилиндр|cyl(?:inder)?|ось|оси|axis|axes)\s*:?\s*/iu, '')
    .split(/[;\n]|,(?!\d)|\s+(?:и|and|затем|далее)\s+/iu)
    .map((part) => part.trim())
    .filter(Boolean);

const isOnGrid = (value: number): boolean => Number.isInteger(value * 8) && Math.abs(value) <= MOST;

function spanOf(part: string, end: number | null, opposite: boolean): PowerSpan | null {
  const told = STEP.exec(part);
  const step = Number(told?.[1] ?? told?.[2] ?? QUARTER);
  const rest = (told ? part.replace(told[0], ' ') : part).replace(/[()]/g, ' ').trim().replace(BETWEEN, ';');
  const [, from, parts, to] = ONE.exec(rest) ?? [];
  if (from === undefined || (to !== undefined && parts === undefined)) return null;
  // «от −6,50 шаг 0,50»: as far as the file says elsewhere.
  const open = told !== null && to === undefined;
  if (open && end === null) return null;
  const sign = opposite ? -1 : 1;
  const ends = [Number(from) * sign, (to === undefined ? (open ? end! : Number(from)) : Number(to)) * (open ? 1 : sign)];
  const [min, max] = [Math.min(...ends) + 0, Math.max(...ends) + 0];
  const fits = [min, max, step].every(isOnGrid) && step > 0 && Number.isInteger((max - min) / step);
  return fits ? { min, max, step } : null;
}

/**
 * Spheres of one cell: «от −0,50 до −6,00 шаг 0,25, от −6,50 до −12,00 шаг 0,50; ±0,25…±6,00», single ones. A step that is not written is a
 * quarter. `end`: where a span without an end of its own ends. `null`: something in it cannot be read, or a span does not go up in its step.
 */
export function readSpheres(text: string, end: number | null = null): PowerSpan[] | null {
  const spans = listed(text).flatMap((part): (PowerSpan | null)[] => {
    if (!/±|\+\/-|\+-/.test(part)) return [spanOf(part, end, false)];
    const plain = part.replace(/±|\+\/-|\+-/g, '');
    return [spanOf(plain, end, false), spanOf(plain, end, true)];
  });
  if (spans.length === 0 || spans.includes(null)) return null;
  const found = spans as PowerSpan[];
  return found.toSorted((a, b) => a.min - b.min);
}

const valuesOf = ({ min, max, step }: PowerSpan): number[] =>
  Array.from({ length: Math.round((max - min) / step) + 1 }, (_, i) => min + i * step);

/** Cylinders of one cell, minus whatever their sign; `[]`: spherical; `null`: cannot be read. */
export function readCylinders(text: string): number[] | null {
  if (/^(?:-|нет|no|сферич\p{L}*|spherical|0(?:[.,]0+)?)$/iu.test(spelled(text).trim())) return [];
  const spans = readSpheres(text);
  if (spans === null) return null;
  const values = spans.flatMap(valuesOf).map((value) => 0 - Math.abs(value));
  return [...new Set(values)].filter((value) => value < 0).sort((a, b) => b - a);
}

const TENS = Array.from({ length: 18 }, (_, i) => (i + 1) * 10);

/** Axes of one cell, 1–180: «10, 20, 90, 180», «от 10 до 180 шаг 10», «все»; none said: every ten degrees. `null`: cannot be read. */
export function readAxes(text: string): number[] | null {
  if (text.trim() === '' || /^(?:все|любые|all|any|круговая|полная)\p{L}*$/iu.test(text.trim())) return TENS;
  const plain = text.replace(/[‐‑‒–−―]/g, '-').replace(/[°]/g, '');
  const span =
    /^(?:от\s*)?(\d{1,3})\s*(?:до|to|-|\.{2,3}|…)\s*(\d{1,3})\s*(?:\(?(?:с\s+)?(?:шаг(?:ом)?|step|через|по)?\s*[:=]?\s*(\d{1,2})\)?)?$/iu.exec(
      plain.trim(),
    );
  const axes = span
    ? Array.from(
        { length: Math.floor((Number(span[2]) - Number(span[1])) / Number(span[3] ?? 10)) + 1 },
        (_, i) => Number(span[1]) + i * Number(span[3] ?? 10),
      )
    : plain
        .split(/[\s,;/]+/)
        .filter(Boolean)
        .map(Number);
  const turned = axes.map((axis) => (axis === 0 ? 180 : axis));
  const fits = turned.length > 0 && turned.every((axis) => Number.isInteger(axis) && axis >= 1 && axis <= 180);
  return fits ? [...new Set(turned)].sort((a, b) => a - b) : null;
}
