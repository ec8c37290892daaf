import { setup, transition } from 'xstate';
import { RECEIPT_STAGES } from '../fiscal/wire.ts';
import type { ReceiptStage } from '../fiscal/wire.ts';

/**
 * The life of one receipt in the gateway's journal (design §6). A receipt exists when the drive has committed it; whatever interrupts
 * before leads to `parked` (surely not registered) or `uncertain` (the drive must be asked), never to a second attempt by itself:
 * only a live request of a till (`BEGIN`) drives the register.
 */
export type FiscalReceiptEvent =
  | { readonly type: 'BEGIN' }
  /** The drive committed it; by its answer, or found in the drive after a doubt. */
  | { readonly type: 'REGISTERED' }
  | { readonly type: 'PRINTED' }
  /** Timeout or crash: it may have run. */
  | { readonly type: 'OUTCOME_UNKNOWN' }
  /** The register said no before anything was committed (paper, cover, busy), or the drive was asked and does not hold it. */
  | { readonly type: 'NOT_EXECUTED' }
  /** The register refuses this very document. */
  | { readonly type: 'REFUSED' }
  | { readonly type: 'VOID' }
  | { readonly type: 'DELIVERED' }
  /** The operator refuses the document for good: dead letters. */
  | { readonly type: 'OFD_REFUSED' };

export const fiscalReceiptMachine = setup({
  types: { events: {} as FiscalReceiptEvent },
}).createMachine({
  id: 'fiscal-receipt',
  initial: 'stored',
  states: {
    stored: { on: { BEGIN: 'registering', NOT_EXECUTED: 'parked', REFUSED: 'rejected' } },
    registering: {
      on: { REGISTERED: 'registered', OUTCOME_UNKNOWN: 'uncertain', NOT_EXECUTED: 'parked', REFUSED: 'rejected' },
    },
    uncertain: { on: { REGISTERED: 'registered', NOT_EXECUTED: 'parked' } },
    parked: { on: { BEGIN: 'registering', VOID: 'voided', REFUSED: 'rejected' } },
    rejected: { on: { BEGIN: 'registering', VOID: 'voided' } },
    voided: { type: 'final' },
    registered: { on: { PRINTED: 'printed', DELIVERED: 'delivered', OFD_REFUSED: 'dead' } },
    printed: { on: { DELIVERED: 'delivered', OFD_REFUSED: 'dead' } },
    dead: { on: { DELIVERED: 'delivered' } },
    delivered: { type: 'final' },
  },
});

const EVENTS = [
  'BEGIN',
  'REGISTERED',
  'PRINTED',
  'OUTCOME_UNKNOWN',
  'NOT_EXECUTED',
  'REFUSED',
  'VOID',
  'DELIVERED',
  'OFD_REFUSED',
] as const satisfies readonly FiscalReceiptEvent['type'][];

/** The machine read once into a table: a receipt passes through it thousands of times a minute. */
const TABLE: ReadonlyMap<string, ReceiptStage> = new Map(
  RECEIPT_STAGES.flatMap((stage) =>
    EVENTS.flatMap((type) => {
      const [next] = transition(fiscalReceiptMachine, fiscalReceiptMachine.resolveState({ value: stage }), { type });
      return next.value === stage ? [] : [[`${stage} ${type}`, next.value] as const];
    }),
  ),
);

/** The stage after an event, `null` where the event is not possible in this stage. */
export const nextStage = (stage: ReceiptStage, event: FiscalReceiptEvent['type']): ReceiptStage | null =>
  TABLE.get(`${stage} ${event}`) ?? null;

/** Has the drive committed it? */
export const isRegistered = (stage: ReceiptStage): boolean =>
  stage === 'registered' || stage === 'printed' || stage === 'delivered' || stage === 'dead';

/** Neither registered nor ended: it keeps a shift from closing. */
export const isUnsettled = (stage: ReceiptStage): boolean =>
  stage === 'stored' || stage === 'registering' || stage === 'uncertain' || stage === 'parked';
