import type { FiscalDoc } from '../../design/fiscal/wire.ts';
import type { Context } from '../context.ts';
import type { ReceiptRow } from '../journal/receipts.store.ts';
import type { Drive } from './drive.ts';

/** Paper for a receipt that the drive holds. Never registers. */
export interface ReceiptPaper {
  /** The rest of an interrupted print, or a copy. In a turn of the executor only. */
  print(row: ReceiptRow): Promise<void>;
  /** Notes that it came out. */
  printed(row: ReceiptRow): Promise<void>;
}

export function createReceiptPaper({ journal, stores, clock }: Context, drive: Pick<Drive, 'ready'>): ReceiptPaper {
  const printed = (row: ReceiptRow): Promise<void> =>
    journal.commit(() => {
      if (row.stage === 'registered') stores.receipts.move(row, 'PRINTED', clock.now());
      else stores.receipts.notePrinted(row.id, clock.now());
    });

  return {
    printed,
    async print(row) {
      const device = await drive.ready();
      const { paper, fn } = await device.status();
      if (paper === 'waiting-continue') await device.continuePrint();
      else if (row.fn === fn) await device.printCopy(row.fd ?? 0);
      // Of a drive that was replaced: under this number the new one holds another document.
      else await device.printText(['КОПИЯ', ...((JSON.parse(row.fiscal ?? '{}') as Partial<FiscalDoc>).text ?? [])]);
      await printed(row);
    },
  };
}
