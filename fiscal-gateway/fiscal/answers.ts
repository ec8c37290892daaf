import { percentFull } from '../../design/fiscal/limits.ts';
import type { FiscalDoc, ReceiptAnswer } from '../../design/fiscal/wire.ts';
import { isRegistered } from '../../design/machines/fiscal-receipt.machine.ts';
import { roublesFromKopecks } from '../../design/money/kopecks.ts';
import { parseHlc } from '../../design/time/hlc.ts';
import type { Context } from '../context.ts';
import { bufferCapacity } from '../delivery/capacity.ts';
import type { DocumentRow } from '../journal/documents.store.ts';
import type { ReceiptRow } from '../journal/receipts.store.ts';
import { stageTimes, wholeResult } from '../journal/receipts.store.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** The customer's word for a receipt's state (design §6), derived from its stage and its document's way to the operator. */
function statusOf(row: ReceiptRow, document: DocumentRow | null): ReceiptAnswer['status'] {
  if (row.stage === 'delivered') return 'synced';
  if (row.stage === 'dead' || row.stage === 'rejected' || row.stage === 'voided') return 'failed';
  return document?.state === 'syncing' ? 'syncing' : 'pending';
}

/** How fast documents go out. `perSecond`: null where it is not known, or nothing goes out now. `notBefore`: epoch ms. */
export interface Pace {
  readonly perSecond: number | null;
  readonly notBefore: number;
}

const seconds = (ms: number): number => Math.floor(ms / 1000);

function hlcOf({ hlc, server_time: server }: ReceiptRow): ReceiptAnswer['hlc'] {
  const parts = hlc === null ? null : parseHlc(hlc);
  if (hlc === null || parts === null) return null;
  const { wall, counter } = parts;
  return {
    stamp: hlc,
    local_time: seconds(wall),
    logical_counter: counter,
    server_time: server === null ? null : seconds(server),
  };
}

/** The journal's row as the API answers it. */
export function createReceiptAnswer({ stores, config, clock }: Context, pace: () => Pace): (row: ReceiptRow) => ReceiptAnswer {
  /** When the operator will have it: an estimate for a person who waits to give money back. */
  function arrival(position: number): string | null {
    const { perSecond, notBefore } = pace();
    if (perSecond === null) return null;
    return iso(Math.max(clock.now(), notBefore) + Math.ceil((position * 1000) / perSecond));
  }

  function bufferInfo(document: DocumentRow | null): ReceiptAnswer['buffer_info'] {
    if (document === null || (document.state !== 'queued' && document.state !== 'syncing')) return null;
    const queued = stores.documents.waitingReceipts();
    const position = stores.documents.position(document.fn, document.fd);
    const capacity = bufferCapacity({ stores, config });
    return {
      queue_position: position,
      total_queued: queued,
      capacity,
      percent_full: percentFull(queued, capacity),
      estimated_sync_time: arrival(position),
    };
  }

  function registrationOf(fn: string) {
    const current = stores.drives.current();
    const drive = current?.fn === fn ? current : stores.drives.find(fn);
    const { registration_number: rn_kkt = null, serial: kkt_number = null, inn = null, ofd_name = null } = drive ?? {};
    return { rn_kkt, kkt_number, inn, ofd_name };
  }

  return (row) => {
    const document = row.fn !== null && row.fd !== null ? stores.documents.get(row.fn, row.fd) : null;
    const fiscal = row.fiscal === null ? null : (JSON.parse(row.fiscal) as FiscalDoc);
    return {
      receipt_id: row.id,
      pos_id: config.posId,
      type: row.type,
      key: row.key,
      status: statusOf(row, document),
      stage: row.stage,
      printed: row.printed_at !== null,
      buffered: isRegistered(row.stage) && row.stage !== 'delivered',
      created_at: iso(row.stored_at),
      synced_at: row.delivered_at === null ? null : iso(row.delivered_at),
      hlc: hlcOf(row),
      retry_count: Math.max(0, (document?.attempts ?? 0) - 1),
      last_error: document?.error ?? row.error,
      stages: stageTimes(row),
      total: roublesFromKopecks(row.total),
      fiscal_doc: fiscal && { ...fiscal, total: roublesFromKopecks(row.total), ...registrationOf(fiscal.fn) },
      buffer_info: bufferInfo(document),
      result: fiscal === null || row.result === null ? null : wholeResult(fiscal, row.result),
    };
  };
}
