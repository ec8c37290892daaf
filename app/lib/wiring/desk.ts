import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { Feedback } from '../feedback/feedback.ts';
import { ScannerStore } from '../scanner/scanner.store.svelte.ts';
import { textField } from '../scanner/text-field.ts';
import { openModals } from '../ui/parts/open-modals.ts';
import type { Till } from './till.ts';

/** What the cashier has at hand: the scanner, and the till's sounds. `openOrder` goes to the order of a paper. */
export function createDesk({ settings, people }: Till, openOrder: (code: string) => Promise<unknown>) {
  const feedback = new Feedback({
    settings,
    audio: () => new AudioContext(),
    vibrate: 'vibrate' in navigator ? (pattern) => navigator.vibrate(pattern) : null,
  });
  const scanner: ScannerStore = new ScannerStore({
    options: () => settings.scanner,
    openDialogs: () => openModals.count,
    field: () => textField(document.activeElement),
    // A receipt's square is looked for among the receipts, an order's paper opens its order, everything else is for the till.
    onUnclaimed() {
      if (people.current === null) return;
      const { kind, code = '' } = scanner.last ?? {};
      if (kind === 'order') void openOrder(code).catch(() => feedback.signal('refused'));
      else void goto(resolve(kind === 'receipt' ? '/history' : '/'));
    },
    onRefused: () => feedback.signal('refused'),
    now: () => performance.now(),
    later(ms, action) {
      const timer = setTimeout(action, ms);
      return () => clearTimeout(timer);
    },
  });
  return { feedback, scanner };
}
