/** In the order in which a tie is decided: Russian Excel writes semicolons; the last three only where nothing else parts the rows. */
const USUAL = [';', '\t', ',', '|'];
const RARE = ['^', '~', ':'];
const SAMPLE_RECORDS = 100;

/**
 * Which character parts the columns: the one that cuts most rows into the same number of cells, quotes respected. A comma between digits
 * is a decimal comma ("4 900,00") and speaks against itself.
 */
export function guessedDelimiter(sample: string, quote: string): string {
  for (const group of [USUAL, RARE]) {
    const [best] = group
      .map((delimiter) => ({ delimiter, score: scoreOf(sample, delimiter, quote) }))
      .sort((a, b) => b.score - a.score);
    if (best && best.score > 0) return best.delimiter;
  }
  return ';';
}

/** 0: it parts nothing. Else how regular the rows become, a little more for more columns. */
function scoreOf(sample: string, delimiter: string, quote: string): number {
  const counts = cellCounts(sample, delimiter, quote).filter((count) => count > 0);
  if (counts.length === 0) return 0;
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  const [usual, rows] = [...times].reduce((a, b) => (b[0] > 1 && (a[0] === 1 || b[1] > a[1]) ? b : a));
  if (usual === 1) return 0;
  return (rows / counts.length) * (1 - decimalShare(sample, delimiter)) * (1 + Math.log2(usual) / 4);
}

/** Cells of each record of the sample; 0 for an empty line. The last record, cut by the sample's end, does not count beside others. */
function cellCounts(sample: string, delimiter: string, quote: string): number[] {
  const counts: number[] = [];
  let cells = 1;
  let length = 0;
  let quoted = false;
  for (let at = 0; at < sample.length && counts.length < SAMPLE_RECORDS; at += 1) {
    const character = sample[at]!;
    if (character === quote && (quoted || sample[at - 1] === delimiter || length === 0)) quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) {
      if (length > 0) counts.push(cells);
      cells = 1;
      length = 0;
      continue;
    } else if (!quoted && character === delimiter) cells += 1;
    length += 1;
  }
  if (counts.length === 0 && length > 0) counts.push(cells);
  return counts;
}

function decimalShare(sample: string, delimiter: string): number {
  if (delimiter !== ',') return 0;
  const all = sample.split(',').length - 1;
  return all === 0 ? 0 : (sample.match(/\d,\d{1,2}(?!\d)/g)?.length ?? 0) / all;
}
