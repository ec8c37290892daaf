import type { ReceiptAnswer } from '$design/fiscal/wire.ts';
import { LateCorrection } from '../correction/late-correction.svelte.ts';
import { HistoryStore } from '../history/history.store.svelte.ts';
import { LateRefund } from '../refund/late-refund.svelte.ts';
import type { RefundDeps } from '../refund/refund.deps.ts';
import { ShiftStore } from '../shift/shift.store.svelte.ts';
import { TrayStore } from '../tray/tray.store.svelte.ts';
import type { Selling } from './selling.ts';
import type { Till } from './till.ts';

export type RegisterDay = ReturnType<typeof createRegisterDay>;

/** The register's day around the sales: its shift, and receipts that are left open, found again, given back, corrected. */
export function createRegisterDay(till: Till, selling: Selling, events: Pick<RefundDeps, 'onReady'>) {
  const { kept, storage, clock, people, gateway } = till;
  const { sale, port, cards, approveSlip } = selling;
  const { client } = gateway;
  const onOpenChanged = () => void tray.settle();
  const shift: ShiftStore = new ShiftStore({ ...till, settled: () => kept.settled() });
  const isRegistering = () => sale.phase === 'registering' || refund.isWorking || correction.openCorrection !== null;
  const tray = new TrayStore({
    ...{ ...till, client, port, cards, approveSlip },
    held: () => sale.openSale ?? refund.openRefund ?? correction.openCorrection,
    hinders: () => (gateway.otherTab ? 'LOCK_HELD' : isRegistering() ? 'REGISTER_BUSY' : null),
  });
  const history = new HistoryStore({
    ...{ ...till, client },
    now: () => clock.now,
    reachable: () => gateway.reachable,
  });
  const refund: LateRefund = new LateRefund({
    ...{ ...till, ...events, port, cards, onOpenChanged },
    find: (query) => history.findReceipt(query),
    mayRefund: () => people.can('refund'),
    hasRoom: () => storage.hasRoom(),
  });
  const correction: LateCorrection = new LateCorrection({
    ...{ ...till, port, onOpenChanged },
    mayCorrect: () => people.can('receipt.correct'),
  });
  return {
    ...{ shift, tray, history, refund, correction },
    /** The gateway told of a receipt. */
    observe(answer: ReceiptAnswer) {
      sale.observe(answer);
      history.observe(answer);
      refund.observe(answer);
      if (tray.items.some((item) => item.key === answer.key && item.stage !== answer.stage)) void tray.settle();
    },
    /** The gateway answers again: what was left open can be settled. */
    reachable() {
      void tray.settle();
      void history.refresh();
      void refund.reachable();
    },
  };
}
