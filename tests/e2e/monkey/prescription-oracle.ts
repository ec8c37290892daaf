/**
 * What a form says, read as a person reads it, without the program's own code: so that a mistake of the program is not repeated here.
 */
export type Figures = Readonly<Record<string, number | null>>;

/** Texts of the fields by path (`od.sph`, `pd.both`), bases of prisms by path, `''` where none is pressed. */
export interface Seen {
  readonly texts: Readonly<Record<string, string>>;
  readonly bases: Readonly<Record<string, string>>;
}

export const SIDES = ['od', 'os'] as const;

/** Of each figure the step it may be written in; of dioptres the quarter, the laboratories' eighth is asked for by name. */
const GRID: Readonly<Record<string, number>> = {
  ...{ sph: 0.125, cyl: 0.125, add: 0.125, addIntermediate: 0.125, overRefraction: 0.125 },
  ...{ axis: 1, horizontal: 0.25, vertical: 0.25, both: 0.5, height: 0.5, vertex: 0.5, tilt: 0.5, wrap: 0.5 },
  ...{ sc: 0.01, cc: 0.01, baseCurve: 0.05, diameter: 0.1, od: 0.5, os: 0.5 },
};
const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
const isSigned = (path: string): boolean => /\.(sph|cyl|overRefraction)$/.test(path);

/** A figure that no lens, eye or frame has; `null`: it may be. */
export function offGrid(path: string, value: number): string | null {
  const step = GRID[lastOf(path)];
  if (step === undefined) return `${path}: no grid is known`;
  const notches = value / step;
  if (Math.abs(notches - Math.round(notches)) > 1e-6) return `${path}: ${value} is off the grid of ${step}`;
  return path.endsWith('.axis') && (value < 1 || value > 180) ? `${path}: ${value} is no axis` : null;
}

/** The figure that a text shows; `null`: empty, or none. Of eighths `0,12` and `0,125` are the same. */
export function figureIn(path: string, text: string): number | null {
  const plain = text.trim().replace(/[−–]/g, '-').replace(',', '.');
  if (/\.(sph|cyl)$/.test(path) && /^(pl|plan|plano|пл|план|плано)\.?$/.test(plain)) return 0;
  if (path.endsWith('.cyl') && /^(sph|ds|сф|сфера)\.?$/.test(plain)) return 0;
  if (!/^[+-]?(\d+(\.\d+)?|\.\d+)$/.test(plain)) return null;
  const value = Number(plain);
  const isPower = isSigned(path) || /\.add/.test(path);
  const eighth = Math.round(value * 8) / 8;
  const written = isPower && Math.abs(eighth - value) < 0.006 ? eighth : value;
  return (path.endsWith('.axis') && written === 0 ? 180 : written) + 0;
}

/** Is the value what the text shows, its sign in plain sight? `null`: yes. */
export function against(path: string, text: string, value: number | null): string | null {
  const shown = figureIn(path, text);
  if (value === null) return null;
  if (shown !== value) return `${path}: «${text}» is shown and ${value} is kept`;
  if (isSigned(path) && value !== 0 && !/^[+\-−]/.test(text.trim())) return `${path}: «${text}» shows no sign, ${value} is kept`;
  return offGrid(path, value);
}

/** Figures by path of a document's content, whole and halves of groups alike; bases of prisms under `….base`. */
export function figuresOf(content: object, names: readonly string[]): Figures {
  const at = (path: string): unknown =>
    path.split('.').reduce<unknown>((tree, name) => (tree as Record<string, unknown> | null | undefined)?.[name], content);
  return Object.fromEntries(
    names.map((path) => {
      const value = at(path);
      const figure = path.includes('.prism.') ? (value as { amount: number } | null | undefined)?.amount : value;
      return [path, typeof figure === 'number' ? figure : null];
    }),
  );
}

/** What is to be stored where the screen shows this: minus cylinders, no axis without one, everything else as it stands. */
export function storedBy({ texts }: Seen): Figures {
  const figures: Record<string, number | null> = {};
  for (const [path, text] of Object.entries(texts)) figures[path] = figureIn(path, text);
  for (const side of SIDES) {
    const [sph, cyl, axis] = ['sph', 'cyl', 'axis'].map((name) => figures[`${side}.${name}`] ?? null);
    if (!cyl) figures[`${side}.axis`] = null;
    else if (cyl > 0 && sph != null && axis != null)
      Object.assign(figures, {
        [`${side}.sph`]: sph + cyl,
        [`${side}.cyl`]: -cyl,
        [`${side}.axis`]: axis > 90 ? axis - 90 : axis + 90,
      });
  }
  return figures;
}

/** Where two readings differ, in words. */
export const differences = (expected: Figures, found: Figures): string[] =>
  Object.keys({ ...expected, ...found })
    .filter((path) => (expected[path] ?? null) !== (found[path] ?? null))
    .map((path) => `${path}: expected ${expected[path] ?? 'nothing'}, found ${found[path] ?? 'nothing'}`);
