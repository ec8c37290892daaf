import { OFD_TIMEOUT } from '../../design/fiscal/limits.ts';
import type { Context } from '../context.ts';
import type { DocumentRow } from '../journal/documents.store.ts';
import type { OfdOutcome, OfdTransport } from '../ofd/ofd.ts';
import type { SenderLease } from './lease.ts';
import type { createMarks } from './marks.ts';
import type { Pace } from './pace.ts';

export interface DeliverParts {
  readonly transport: OfdTransport;
  readonly lease: SenderLease;
  readonly marks: ReturnType<typeof createMarks>;
  readonly pace: Pace;
  /** How long the operator took to answer, ms. */
  readonly tookMs: (ms: number) => void;
}

/** The document is settled (delivered or refused) and the next may go out; else how long to wait, ms. */
export type Verdict = { readonly go: true; readonly refused: boolean } | { readonly go: false; readonly wait: number };

const DELIVERED: Verdict = { go: true, refused: false };
const REFUSED: Verdict = { go: true, refused: true };

/**
 * What goes out of a document: the same bytes whether the register answered with it or it was read from the drive later, which brings the
 * paper along. An operator refuses another content under a number that it holds.
 */
function contentOf(body: string): unknown {
  const { text: _text, qr: _qr, ...content } = JSON.parse(body) as Record<string, unknown>;
  return content;
}

interface Failure {
  readonly message: string;
  /** For the figures: an HTTP status, `unreachable`, `timeout`. */
  readonly code: string;
  readonly counted: boolean;
  /** ms */
  readonly retryAfter?: number | null;
}

/** One document to the operator, at least once with the key `<fn>-<fd>`: what may have arrived is asked about before it is repeated. */
export function createDelivery(context: Context, { transport, lease, marks, pace, tookMs }: DeliverParts) {
  const { clock, timers, alarms, log, crash, metrics, stores } = context;

  const within = (signal: AbortSignal): AbortSignal => AbortSignal.any([signal, timers.deadline(OFD_TIMEOUT)]);

  function served(): void {
    alarms.set('OFD_KEY_REFUSED', false);
    pace.served();
  }

  /** In the background there is no request to have a trace: the receipt has kept the one of its till. */
  const named = ({ fd, receipt }: DocumentRow) => ({
    trace_id: (receipt === null ? null : stores.receipts.traceOf(receipt)) ?? undefined,
    receipt_id: receipt,
    fd,
    is_probe: false,
  });

  function failed(document: DocumentRow, why: Failure): Verdict {
    const { message, code, counted, retryAfter = null } = why;
    const wait = pace.failed(counted, retryAfter);
    metrics.ofdError(code);
    log.warn('ofd_send_failed', { ...named(document), error_code: code, message, wait_ms: wait });
    return { go: false, wait };
  }

  async function send(document: DocumentRow, fence: number, signal: AbortSignal): Promise<OfdOutcome> {
    const { fn, fd, type, total, at, body } = document;
    const about = named(document);
    const parcel = { fn, fd, type, total, at, body: contentOf(body), trace: about.trace_id };
    lease.assert(fence);
    const began = clock.now();
    log.info('ofd_send_start', about);
    const outcome = await transport.send(parcel, within(signal));
    const took = clock.now() - began;
    if (outcome.kind === 'accepted' || outcome.kind === 'refused') tookMs(took);
    if (outcome.kind === 'accepted') log.info('ofd_send_success', { ...about, duration_ms: took });
    return outcome;
  }

  async function settle(document: DocumentRow, fence: number, outcome: OfdOutcome, isHeld: boolean): Promise<Verdict> {
    switch (outcome.kind) {
      case 'accepted':
        crash('before-ofd-mark');
        marks.delivered(document, fence, outcome.ticket);
        served();
        return DELIVERED;
      case 'refused':
        served();
        if (isHeld) {
          marks.delivered(document, fence, null);
          return DELIVERED;
        }
        await marks.dead(document, fence, outcome.message);
        return REFUSED;
      case 'unavailable':
        if (outcome.key) alarms.set('OFD_KEY_REFUSED', true, { status: outcome.status });
        await marks.failed(document, fence, outcome.message);
        return failed(document, {
          message: outcome.message,
          code: outcome.status === null ? 'unreachable' : String(outcome.status),
          counted: outcome.status === null || outcome.status >= 500,
          retryAfter: outcome.retryAfter,
        });
      case 'unknown':
        await marks.doubtful(document, fence, outcome.message);
        return failed(document, { message: outcome.message, code: 'timeout', counted: true });
    }
  }

  /** It was sent once and nobody knows whether it arrived. `null`: it did not, send it. */
  async function askFirst(document: DocumentRow, since: number, fence: number, signal: AbortSignal): Promise<Verdict | null> {
    const { fn, fd } = document;
    const rest = since + OFD_TIMEOUT - clock.now();
    // A longer rest is a clock that was set back: the sending lies behind us all the same.
    if (rest > 0 && rest <= OFD_TIMEOUT) return { go: false, wait: rest };
    lease.assert(fence);
    const held = await transport.ask(fn, fd, within(signal));
    if (held === 'key-refused') {
      alarms.set('OFD_KEY_REFUSED', true, { status: null });
      return failed(document, { message: 'the operator refuses the key', code: '401', counted: false });
    }
    if (held === 'unknown') return failed(document, { message: 'the operator cannot be asked', code: 'timeout', counted: true });
    served();
    if (held === 'absent') {
      await marks.absent(document, fence);
      return null;
    }
    // Without a ticket the drive keeps counting the document as unsent: the same key again brings the first one, and no second document.
    const ticket = await transport.ticket?.(fn, fd, within(signal));
    const outcome: OfdOutcome = ticket ? { kind: 'accepted', ticket } : await send(document, fence, signal);
    return settle(document, fence, outcome, true);
  }

  /** Throws LeaseLost where another sender has taken over: then nothing was sent or written. */
  return async (document: DocumentRow, fence: number, signal: AbortSignal): Promise<Verdict> => {
    const since = marks.doubtSince(document);
    if (since !== null) {
      const settled = await askFirst(document, since, fence, signal);
      if (settled) return settled;
    }
    crash('before-ofd-send');
    const outcome = await send(document, fence, signal);
    crash('after-ofd-send');
    return settle(document, fence, outcome, false);
  };
}
