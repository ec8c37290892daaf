import { DomainError } from '../../design/errors.ts';
import { SHIFT_LIMIT } from '../../design/fiscal/limits.ts';
import type { ReportAnswer, ShiftState } from '../../design/fiscal/wire.ts';
import { reportText } from '../../design/fiscal/report-text.ts';
import type { ShiftEvent, ShiftTotals } from '../../design/documents/facts.ts';
import { roublesFromKopecks } from '../../design/money/kopecks.ts';
import { localDateTime } from '../../design/time/local-time.ts';
import type { Maintenance } from '../care/maintenance.ts';
import type { Context } from '../context.ts';
import type { ShiftRow } from '../journal/shifts.store.ts';
import type { Cashier, DriveDocument, Register } from '../register/register.ts';
import type { DriveJournal } from './drive-journal.ts';
import type { Drive } from './drive.ts';
import type { Executor } from './executor.ts';
import { asFault, errorOf } from './faults.ts';

export interface ShiftParts {
  readonly executor: Executor;
  readonly drive: Drive;
  readonly image: DriveJournal;
  readonly maintenance: Pick<Maintenance, 'demand'>;
  /** Is the operator out of reach, as a person is shown it? */
  readonly offline: () => boolean;
}

export interface Closing {
  readonly cashier: Cashier | null;
  /** Close although receipts of the shift are not settled. */
  readonly force: boolean;
  readonly reason: string | null;
  /** The shift that an interrupted attempt was closing: if it is closed by now, its Z is the answer. */
  readonly interrupted: ShiftKey | null;
}

export interface ShiftKey {
  readonly fn: string;
  readonly number: number;
}

export interface Shifts {
  state(): ShiftState;
  /** The open shift, to be noted before it is closed. */
  current(): ShiftKey | null;
  /** An open shift is answered as it is (`opened: false`). `float` in kopecks. */
  open(cashier: Cashier, float: number | null): Promise<{ state: ShiftState; opened: boolean }>;
  /** X: from the journal alone, so it needs no network and, but for the paper, no register. */
  report(): Promise<ReportAnswer>;
  close(closing: Closing): Promise<ReportAnswer>;
  /** The Z of a closed shift; `null` where there is none. */
  closed(fn: string, number: number): ReportAnswer | null;
}

export function createShifts(context: Context, { executor, drive, image, maintenance, offline }: ShiftParts): Shifts {
  const { journal, stores, config, clock, events, log } = context;

  const eventOf = (json: string | null): ShiftEvent | null => (json === null ? null : (JSON.parse(json) as ShiftEvent));

  function latest(): ShiftRow | null {
    const fn = stores.drives.current()?.fn;
    return fn === undefined ? null : stores.shifts.latest(fn);
  }

  function state(): ShiftState {
    const shift = latest();
    const open = shift !== null && shift.closed_fd === null;
    const expired = open && clock.now() - shift.opened_at >= SHIFT_LIMIT;
    return {
      pos_id: config.posId,
      store: config.store,
      state: open ? (expired ? 'expired' : 'open') : 'closed',
      number: shift?.number ?? 0,
      opened_at: open ? shift.opened_at : null,
      fn: stores.drives.current()?.fn ?? null,
      receipts: shift === null ? 0 : stores.documents.receiptsInShift(shift.fn, shift.number),
      unsettled: shift === null ? 0 : stores.receipts.unsettledIn(shift.number).length,
      event: eventOf(shift?.closed_event ?? shift?.opened_event ?? null),
    };
  }

  function answer(
    kind: 'X' | 'Z',
    shift: ShiftRow,
    totals: ShiftTotals,
    cashier: string,
    document: { fd: number; fp: string; at: number } | null,
  ): ReportAnswer {
    const { sales, refunds } = totals;
    const datetime = localDateTime(document?.at ?? clock.now(), config.timeZone);
    const registrationNumber = stores.drives.find(shift.fn)?.registration_number ?? '';
    const head = { kind, demo: config.demo, pos: config.posId, shift: shift.number, datetime, cashier, fn: shift.fn };
    return {
      reportType: kind === 'X' ? 1 : 2,
      shiftNumber: shift.number,
      dateTime: datetime,
      fiscalDocumentNumber: document?.fd ?? null,
      fiscalSign: document?.fp ?? null,
      fn: shift.fn,
      cashTotal: roublesFromKopecks(sales.cash - refunds.cash),
      cardTotal: roublesFromKopecks(sales.card - refunds.card),
      otherTotal: roublesFromKopecks(sales.other - refunds.other),
      totalSales: roublesFromKopecks(sales.total),
      totalRefunds: roublesFromKopecks(refunds.total),
      receipts: sales.count,
      refunds: refunds.count,
      cashIn: roublesFromKopecks(totals.cashIn),
      cashOut: roublesFromKopecks(totals.cashOut),
      cashInDrawer: roublesFromKopecks(totals.drawer),
      operatorName: cashier,
      kktRegNumber: registrationNumber,
      offline: offline(),
      text: reportText({ ...head, registrationNumber, document }, totals),
      event: document === null ? null : eventOf(shift.closed_event),
    };
  }

  function closed(fn: string, number: number): ReportAnswer | null {
    const shift = stores.shifts.get(fn, number);
    const event = eventOf(shift?.closed_event ?? null);
    if (!shift || !event?.totals) return null;
    return answer('Z', shift, event.totals, event.cashier, event);
  }

  /** A document whose making may have been interrupted: after a doubt the drive's own list says whether it is there. */
  async function make(
    command: (device: Register) => Promise<DriveDocument>,
    record: (document: DriveDocument) => unknown,
    isThere: () => boolean,
  ): Promise<void> {
    const device = await drive.ready();
    if (isThere()) return;
    let document: DriveDocument;
    try {
      document = await command(device);
    } catch (error) {
      const fault = asFault(error);
      drive.doubt();
      if (fault.outcome === 'not-executed') throw errorOf(fault);
      await drive.ready().catch(() => {
        throw new DomainError('OUTCOME_UNKNOWN', {}, 3);
      });
      if (isThere()) return;
      throw new DomainError('REGISTER_UNREACHABLE', {}, 3);
    }
    try {
      await journal.commit(() => record(document));
    } catch (error) {
      drive.doubt();
      throw error;
    }
  }

  const announce = (): void => {
    for (const type of ['shift', 'buffer', 'queue', 'copy'] as const) events.emit({ type });
  };

  return {
    state,
    current() {
      const shift = image.openShift();
      return shift && { fn: shift.fn, number: shift.number };
    },
    closed,
    open: (cashier, float) =>
      executor.run('high', async () => {
        await drive.ready();
        if (image.openShift()) return { state: state(), opened: false };
        maintenance.demand();
        await make(
          (device) => device.openShift(cashier),
          (document) => image.record(document, { cashier: cashier.name, float }),
          () => image.openShift() !== null,
        );
        const shift = image.openShift();
        // Found in the drive after a lost answer: the counted float was not known to the import.
        if (shift && float !== null && shift.opening_cash !== float) {
          await journal.commit(() => stores.shifts.setOpeningCash(shift.fn, shift.number, float));
        }
        log.info('shift_opened', { number: shift?.number });
        announce();
        return { state: state(), opened: true };
      }),
    async report() {
      // The gate first, where the register answers: a receipt in doubt belongs into the sums.
      const shift = await executor.run('high', async () => {
        await drive.ready().catch(() => undefined);
        await journal.idle();
        return image.openShift();
      });
      if (shift === null) throw new DomainError('SHIFT_NOT_OPEN');
      const report = answer('X', shift, image.totals(shift), shift.cashier, null);
      // Paper is a courtesy: the report stands without it.
      await executor
        .run('high', async () => (await drive.ready()).printText(report.text))
        .catch((error: unknown) => {
          log.warn('report_not_printed', { reason: String(error) });
        });
      return report;
    },
    close: ({ cashier, force, reason, interrupted }) =>
      executor.run('high', async () => {
        await drive.ready();
        await journal.idle();
        const earlier = interrupted && closed(interrupted.fn, interrupted.number);
        if (earlier) return earlier;
        const shift = image.openShift();
        if (shift === null) throw new DomainError('SHIFT_NOT_OPEN');
        const unsettled = stores.receipts.unsettledIn(shift.number);
        if (unsettled.length > 0 && !force) {
          throw new DomainError('SHIFT_HAS_UNSETTLED', { receipts: unsettled.map(({ id, key, stage }) => ({ id, key, stage })) });
        }
        const who = cashier ?? { name: shift.cashier, inn: null };
        await make(
          (device) => device.closeShift(who),
          (document) => {
            image.record(document, { cashier: who.name });
            if (unsettled.length > 0) {
              stores.log.append(clock.now(), 'WARN', 'shift_closed_by_force', null, reason ?? 'без причины');
            }
          },
          () => stores.shifts.get(shift.fn, shift.number)?.closed_fd != null,
        );
        log.info('shift_closed', { number: shift.number });
        announce();
        const report = closed(shift.fn, shift.number);
        if (report === null) throw new Error(`shift ${shift.number} closed without totals`);
        return report;
      }),
  };
}
