import { DomainError } from '../../../../design/errors.office.ts';
import { elementsOf } from './elements.ts';
import { plainRow, type CellFacts, type PlainRow } from './plain-row.ts';

const LAST_ROW = 1_048_576;

/**
 * Rows of a sheet that have a value, each written the plain way that exceljs reads without loss. Formatted rows without values cost
 * little more than their bytes: a sheet of 1,048,576 of them is passed over in seconds.
 * @param after takes what follows the rows
 */
export async function* plainRows(
  text: AsyncIterable<string>,
  facts: CellFacts,
  after?: (text: string) => void,
): AsyncGenerator<PlainRow[]> {
  let last = 0;
  for await (const elements of elementsOf(text, 'row', 'sheetData', after)) {
    const rows: PlainRow[] = [];
    for (const element of elements) {
      const tag = element.slice(0, element.indexOf('>'));
      const told = Number(/\sr\s*=\s*["'](\d+)["']/.exec(tag)?.[1] ?? 0);
      last = told > last ? told : last + 1;
      if (last > LAST_ROW) throw new DomainError('IMPORT_FILE_DAMAGED');
      if (!element.includes('<v') && !element.includes('<t')) continue;
      const row = plainRow(element, last, facts);
      if (row) rows.push(row);
    }
    if (rows.length > 0) yield rows;
  }
}
