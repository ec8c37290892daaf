/** One figure of the bench; `goal` is the number that an issue names, in the same unit. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | '/s' | 'kB' | 'MB' | '×' | '%' | 'documents' | 'presses';
  readonly goal?: number;
  /** Is more better? Then the goal is a floor. */
  readonly more?: boolean;
  /** What it stands beside: the same work done the plain way in the same run. */
  readonly baseline?: { readonly what: string; readonly value: number };
}

export interface Section {
  readonly name: string;
  readonly figures: readonly Figure[];
  /** How it was measured, for whoever doubts the figure. */
  readonly method: string;
}

export const met = (figure: Figure): boolean | null =>
  figure.goal === undefined ? null : figure.more ? figure.value >= figure.goal : figure.value <= figure.goal;

const number = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));

/** The table that `npm run bench` prints. */
export function table(section: Section): string {
  const rows = section.figures.map((figure) => [
    figure.what,
    `${number(figure.value)} ${figure.unit}`,
    figure.goal === undefined ? '' : `${figure.more ? '≥' : '≤'} ${number(figure.goal)} ${met(figure) ? 'met' : 'MISSED'}`,
    figure.baseline ? `${figure.baseline.what}: ${number(figure.baseline.value)} ${figure.unit}` : '',
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) => `  ${row.map((cell, n) => (n < 3 ? cell.padEnd(widths[n]!) : cell)).join('  ')}`.trimEnd());
  return [`${section.name}`, ...lines, `  (${section.method})`].join('\n');
}
