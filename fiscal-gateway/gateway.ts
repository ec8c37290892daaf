import type { Heartbeat } from '../design/fiscal/journal-copy.ts';
import { roublesFromKopecks } from '../design/money/kopecks.ts';
import { SECOND } from '../design/time/clock.ts';
import { createDeviceChoice } from './devices/choice.ts';
import { createDeviceCare } from './care/device-care.ts';
import { createMaintenance } from './care/maintenance.ts';
import { createPower } from './care/power.ts';
import type { Context } from './context.ts';
import { watchBuffer } from './delivery/buffer-alarms.ts';
import { createBufferStatus } from './delivery/buffer.ts';
import { createDeadLetters } from './delivery/dead-letters.ts';
import { createNetwork } from './delivery/network.ts';
import { createSender } from './delivery/sender.ts';
import { createTickets } from './delivery/tickets.ts';
import { createReceiptAnswer } from './fiscal/answers.ts';
import { createCashDrawer } from './fiscal/cash.ts';
import { createContacts } from './fiscal/contacts.ts';
import { createDriveJournal } from './fiscal/drive-journal.ts';
import { createDrive } from './fiscal/drive.ts';
import { createExecutor } from './fiscal/executor.ts';
import { createFlights } from './fiscal/flights.ts';
import { createForbid } from './fiscal/forbid.ts';
import { createOperations } from './fiscal/operations.ts';
import { createPrinting } from './fiscal/printing.ts';
import { createReceiptPaper } from './fiscal/receipt-paper.ts';
import { createReceipts } from './fiscal/receipts.ts';
import { recover } from './fiscal/recovery.ts';
import { createRefundCheck } from './fiscal/refund-check.ts';
import { createRefunds } from './fiscal/refunds.ts';
import { createSettlement } from './fiscal/settlement.ts';
import { createShiftBooks } from './fiscal/shift-books.ts';
import { createShiftCloser } from './fiscal/shift-closer.ts';
import { createShiftCommands } from './fiscal/shift-commands.ts';
import { createShiftWatch } from './fiscal/shift-watch.ts';
import { createShifts } from './fiscal/shifts.ts';
import { createTillLock } from './fiscal/till-lock.ts';
import { createZArchive } from './fiscal/z-archive.ts';
import { createDrain } from './http/drain.ts';
import { createHeartbeat } from './link/heartbeat.ts';
import { createJournalLink } from './link/journal-link.ts';
import type { ServerClient } from './link/server-client.ts';
import { createAgeing } from './safekeeping/ageing.ts';
import { createBackups } from './safekeeping/backups.ts';
import { createDiskWatch } from './safekeeping/disk-watch.ts';
import { watchStorage } from './safekeeping/storage-alarms.ts';

/** ms */
const BEGIN_ANEW_AFTER = 5 * SECOND;

export type Gateway = ReturnType<typeof createGateway>;

/**
 * The gateway without HTTP: phase 1, phase 2 and the link to the server over one journal. `start` recovers what a crash left and begins
 * the work in the background; `stop` ends it and leaves the journal open.
 */
export function createGateway(context: Context, server: ServerClient | null) {
  const { stores, config, clock, timers, log } = context;
  const executor = createExecutor();
  const network = createNetwork(context);
  const books = createShiftBooks(context, () => network.state.mode === 'offline');
  const image = createDriveJournal(context, books);
  const flights = createFlights();
  const settlement = createSettlement(context, flights);
  const drive = createDrive(context, executor, image, settlement);
  const maintenance = createMaintenance(context, executor);
  const refunds = createRefunds(context);
  const forbid = createForbid(context, { executor, drive, claims: settlement, flights });
  const receiptPaper = createReceiptPaper(context, drive);
  const receipts = createReceipts(context, {
    executor,
    drive,
    image,
    books,
    refunds,
    claims: settlement,
    maintenance,
    flights,
    forbid,
    receiptPaper,
  });
  const cash = createCashDrawer(context, { executor, drive, books, maintenance });
  const shiftWatch = createShiftWatch(context, { executor, drive, books });
  const commands = createShiftCommands(context, { drive, image });
  const closer = createShiftCloser(context, { drive, books, commands, cash });
  const changed = (): void => shiftWatch.evaluate();
  const shifts = createShifts(context, { executor, drive, books, commands, closer, maintenance, changed });
  const zArchive = createZArchive(context, { executor, drive });
  const printing = createPrinting(context, { executor, drive, image, receiptPaper });
  const operations = createOperations(context);
  const lock = createTillLock(context);
  const sender = createSender(context, network);
  const tickets = createTickets(context, executor, drive);
  const buffer = createBufferStatus(context, sender, network, maintenance);
  const deadLetters = createDeadLetters(context);
  const unwatchBuffer = watchBuffer(context);

  function composeHeartbeat(): Heartbeat {
    const shift = image.openShift();
    const { breaker } = sender;
    return {
      timestamp: new Date(clock.now()).toISOString(),
      adapter_id: `gateway-${config.posId}`,
      pos_id: config.posId,
      store: config.store,
      fn: stores.drives.current()?.fn ?? null,
      shift: shift && { number: shift.number, opened_at: shift.opened_at },
      buffer_status: buffer(),
      care: care.summary(),
      circuit_breaker: {
        state: breaker.state,
        failure_count: breaker.failures,
        success_count: breaker.state === 'half-open' ? breaker.successes : 0,
      },
      ...(copy && { copy: { waiting: copy.waiting(), oldest: copy.oldest() } }),
    };
  }

  const copy = server && createJournalLink(context, server);
  const heartbeat =
    server &&
    createHeartbeat(context, server, network, {
      compose: composeHeartbeat,
      held: (seq) =>
        void copy?.heard(seq).catch((error: unknown) => log.error('journal_copy_failed', { message: String(error) })),
    });
  const care = createDeviceCare(context, { drive, maintenance, drift: () => heartbeat?.state.drift ?? null });
  const drain = createDrain();
  const diskWatch = createDiskWatch(context);
  watchStorage(context);
  const backups = createBackups(context);
  const ageing = createAgeing(context, {
    differences: () => [heartbeat?.state.drift ?? null, drive.seen && drive.seen.clock - drive.seenAt],
    eventsSeen: () => (heartbeat === null ? null : heartbeat.eventsSeen),
  });
  const choice = createDeviceChoice(context, drive);
  const contacts = createContacts(context);
  const power = createPower(context, () => backups.make('manual'));
  const stopping = new AbortController();
  let work: Promise<unknown> = Promise.resolve();

  /** What fails by surprise begins anew: a heartbeat or a sender that ended in silence would be missed days later. */
  async function keepWatching(name: string, part: { watch(signal: AbortSignal): Promise<void> }): Promise<void> {
    const { signal } = stopping;
    while (!signal.aborted) {
      try {
        return await part.watch(signal);
      } catch (error) {
        log.error('background_work_failed', { work: name, message: String(error) });
      }
      await timers.sleep(BEGIN_ANEW_AFTER, signal);
    }
  }

  async function restore(): Promise<void> {
    await recover(context);
    shiftWatch.recovered();
  }

  return {
    context,
    executor,
    drive,
    receipts,
    forbid,
    refundCheck: createRefundCheck(context, refunds),
    settlement,
    shifts,
    shiftWatch,
    zArchive,
    cash,
    printing,
    maintenance,
    care,
    power,
    operations,
    lock,
    network,
    sender,
    buffer,
    deadLetters,
    heartbeat,
    copy,
    drain,
    diskWatch,
    backups,
    ageing,
    contacts,
    choice,
    /** Cash in the drawer of the open shift, roubles; 0 where none is open. */
    drawer(): number {
      const shift = image.openShift();
      return shift === null ? 0 : roublesFromKopecks(books.totals(shift).drawer);
    },
    receiptAnswer: createReceiptAnswer(context, () => ({
      perSecond: sender.breaker.state === 'open' ? null : sender.perSecond,
      notBefore: sender.notBefore,
    })),

    /** What a crash left half done, made plain. Before the first request. */
    recover: restore,
    async start(): Promise<void> {
      await restore();
      const registerWatch = { watch: (signal: AbortSignal) => drive.watch(signal, () => care.look()) };
      const watches = {
        registerWatch,
        network,
        sender,
        tickets,
        shiftWatch,
        diskWatch,
        backups,
        ageing,
        contacts,
        heartbeat,
        copy,
      };
      work = Promise.all(Object.entries(watches).flatMap(([name, part]) => (part ? [keepWatching(name, part)] : [])));
    },
    /** Ends the background work; a receipt at the register is finished first. */
    async stop(): Promise<void> {
      stopping.abort();
      unwatchBuffer();
      await work;
      await executor.run('low', () => Promise.resolve());
      await context.journal.idle();
    },
  };
}
