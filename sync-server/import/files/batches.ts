import type { TableRow } from '../../../design/import/table.ts';

const BATCH = 500;

/** Pieces of any size become batches of at most 500 rows; a batch never waits for more than its piece where it is full already. */
export async function* batchesOf(pieces: AsyncIterable<readonly TableRow[]>): AsyncGenerator<TableRow[]> {
  let batch: TableRow[] = [];
  for await (const piece of pieces) {
    for (const row of piece) {
      batch.push(row);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
