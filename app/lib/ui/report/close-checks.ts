import type { App } from '$lib/app.model.ts';

/** Something that is not at its end when a shift is to be closed (requirements A-54; issue 5). */
export interface CloseCheck {
  readonly what: 'unsettled' | 'refund' | 'cart' | 'parked' | 'queue' | 'unsent' | 'refused';
  readonly count: number;
  /** `stop`: the shift does not close without a supervisor's word. `look`: better dealt with now. `note`: ends by itself. */
  readonly weight: 'stop' | 'look' | 'note';
  /** Where it is dealt with. */
  readonly href: '/' | '/tray' | '/refusals' | null;
}

type Seen = Pick<App, 'tray' | 'refund' | 'sale' | 'gateway' | 'sync' | 'parked' | 'correction'>;

/** What is open now, the heaviest first; empty when everything is at its end. */
export function closeChecks({ tray, refund, sale, gateway, sync, parked, correction }: Seen): CloseCheck[] {
  // The gateway's count stops the Z; a receipt that it never got waits here alone.
  // So does a correction that is on its way to the register: nobody looks after it but its screen.
  const correcting = correction?.busy ? correction.made.filter(({ fd }) => fd === null).length : 0;
  const unsettled = Math.max(gateway.shift?.unsettled ?? 0, tray.items.length + correcting);
  const all: CloseCheck[] = [
    { what: 'unsettled', count: unsettled, weight: 'stop', href: '/tray' },
    { what: 'refund', count: refund.waiting.length, weight: 'look', href: '/tray' },
    { what: 'cart', count: sale.phase === 'done' ? 0 : sale.lines.length, weight: 'look', href: '/' },
    { what: 'parked', count: parked.list.length, weight: 'look', href: '/' },
    { what: 'refused', count: sync.refused, weight: 'look', href: '/refusals' },
    { what: 'queue', count: gateway.buffer?.current_queued ?? 0, weight: 'note', href: null },
    { what: 'unsent', count: sync.unsent, weight: 'note', href: null },
  ];
  return all.filter(({ count }) => count > 0);
}
