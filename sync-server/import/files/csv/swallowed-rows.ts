/**
 * Did an unclosed quote swallow rows up to some later quote of the file? A cell with line ends, then, holds whole rows, or ends its own
 * row and begins the next one. (opensourcepos #224: text after a quote was lost without a word.)
 */
export function swallowedRows(record: readonly string[], columns: number, delimiter: string, quote: string): boolean {
  if (columns < 2) return false;
  return record.some((cell, at) => {
    if (!/[\r\n]/.test(cell) || !cell.includes(delimiter)) return false;
    if (cell.startsWith(quote)) return true;
    const delimiters = cell.split(/\r\n|\r|\n/).map((line) => line.split(delimiter).length - 1);
    const wholeRow = columns > 2 && delimiters.slice(1).some((count) => count >= columns - 1);
    const endsRow = at + 1 + delimiters[0]! === columns;
    const beginsRow = delimiters.at(-1)! + record.length - at === columns;
    return wholeRow || (endsRow && beginsRow);
  });
}
