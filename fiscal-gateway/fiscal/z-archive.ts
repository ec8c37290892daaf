import { DomainError } from '../../design/errors.ts';
import { dayRange } from '../../design/time/day-range.ts';
import type { ReportAnswer } from '../../design/fiscal/wire.ts';
import type { ZListed } from '../../design/fiscal/wire-shift.ts';
import type { Context } from '../context.ts';
import type { Drive } from './drive.ts';
import type { Executor } from './executor.ts';
import { asFault, errorOf } from './faults.ts';

export interface ZPage {
  readonly page: number;
  readonly limit: number;
  /** Local days of the close, both included. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** Closed shifts as they were answered, to be found and printed again (requirements A-54: five years). */
export interface ZArchive {
  list(page: ZPage): { page: number; limit: number; total: number; items: ZListed[] };
  /** Throws NOT_FOUND. */
  get(fn: string, number: number): ReportAnswer;
  /** Paper for it; it registers nothing. */
  print(fn: string, number: number): Promise<ReportAnswer>;
}

export function createZArchive(
  { stores, config }: Context,
  { executor, drive }: { readonly executor: Executor; readonly drive: Drive },
): ZArchive {
  function get(fn: string, number: number): ReportAnswer {
    const row = stores.zReports.get(fn, number);
    if (row === null) throw new DomainError('NOT_FOUND', { number });
    return row.report;
  }
  return {
    list({ page, limit, from, to }) {
      const begin = from === undefined ? 0 : dayRange(from, config.timeZone).from;
      const end = to === undefined ? Number.MAX_SAFE_INTEGER : dayRange(to, config.timeZone).to;
      const rows = stores.zReports.page(begin, end, limit, (page - 1) * limit);
      return {
        page,
        limit,
        total: stores.zReports.count(begin, end),
        items: rows.map(({ fn, number, closed_at, fd, report }) => ({
          fn,
          number,
          closed_at,
          fd,
          total_sales: report.totalSales,
          total_refunds: report.totalRefunds,
          cash_in_drawer: report.cashInDrawer,
          difference: report.cashCount?.difference ?? null,
        })),
      };
    },
    get,
    async print(fn, number) {
      const report = get(fn, number);
      await executor.run('high', async () => {
        const device = await drive.ready();
        await device.printText(['КОПИЯ', ...report.text]).catch((error: unknown) => {
          throw errorOf(asFault(error));
        });
      });
      return report;
    },
  };
}
