import { DomainError } from '../../design/errors.ts';
import type { Context } from '../context.ts';
import type { DriveJournal } from './drive-journal.ts';
import type { Drive } from './drive.ts';
import type { Executor } from './executor.ts';
import { asFault, errorOf } from './faults.ts';
import type { ReceiptPaper } from './receipt-paper.ts';

export interface Printing {
  /** Goes on with a print that was cut short, whatever it was: receipt, X or Z. False where nothing waits. Never registers. */
  continue(): Promise<boolean>;
}

export interface PrintingParts {
  readonly executor: Executor;
  readonly drive: Drive;
  readonly image: DriveJournal;
  readonly receiptPaper: ReceiptPaper;
}

export function createPrinting(
  { stores, events, log }: Context,
  { executor, drive, image, receiptPaper }: PrintingParts,
): Printing {
  /** Nothing else prints while a print waits, so what was cut short is the last document of the drive. */
  function unprintedReceipt() {
    const mark = image.mark();
    const id = mark && stores.documents.get(mark.fn, mark.fd)?.receipt;
    const row = id ? stores.receipts.byId(id) : null;
    return row?.printed_at === null ? row : null;
  }

  return {
    continue: () =>
      executor.run('high', async () => {
        try {
          const device = await drive.ready();
          const { paper, coverOpen } = await device.status();
          if (coverOpen) throw new DomainError('COVER_OPEN');
          if (paper === 'out') throw new DomainError('PAPER_OUT');
          if (paper === 'present') return false;
          await device.continuePrint();
        } catch (error) {
          throw error instanceof DomainError ? error : errorOf(asFault(error));
        }
        log.info('print_continued');
        const row = unprintedReceipt();
        if (row === null) return true;
        await receiptPaper.printed(row);
        events.emit({ type: 'receipt', id: row.id });
        return true;
      }),
  };
}
