/** The paper is 80 mm wide: 48 characters of the register's first font. */
export const PAPER_COLUMNS = 48;

export const rule = '-'.repeat(PAPER_COLUMNS);

export const centred = (text: string): string => ' '.repeat(Math.max(0, Math.floor((PAPER_COLUMNS - text.length) / 2))) + text;

/** Text broken at spaces, and within a word that is longer than the paper. */
export function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (joined.length <= PAPER_COLUMNS) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (line.length > PAPER_COLUMNS) {
      lines.push(line.slice(0, PAPER_COLUMNS));
      line = line.slice(PAPER_COLUMNS);
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** `left` and `right` at the two edges; they take lines of their own where both do not fit. */
export function pair(left: string, right: string): string[] {
  if (left.length + right.length < PAPER_COLUMNS) return [left.padEnd(PAPER_COLUMNS - right.length) + right];
  return [...wrapped(left), ...wrapped(right).map((line) => line.padStart(PAPER_COLUMNS))];
}

/** `12345.00`, as registers print sums. */
export function sum(kopecks: number): string {
  const abs = Math.abs(kopecks);
  return `${kopecks < 0 ? '-' : ''}${Math.floor(abs / 100)}.${String(abs % 100).padStart(2, '0')}`;
}
