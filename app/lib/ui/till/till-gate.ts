import type { ShiftState } from '$design/fiscal/wire.ts';

/** What stands in place of the search until this window may sell. */
export type TillGate =
  | 'open'
  | 'no-till'
  | 'no-rights'
  | 'other-tab'
  | 'other-browser'
  | 'needs-code'
  | 'unknown'
  | 'maintenance'
  | 'closed'
  | 'expired';

/** The first reason why this window does not sell, or `open`. */
export function tillGate(facts: {
  readonly till: string | null;
  readonly maySell: boolean;
  /** No token of the gateway: nothing can be registered until its code is typed. */
  readonly needsCode: boolean;
  readonly otherTab: boolean;
  readonly lock: { readonly holder: string | null; readonly mine: boolean } | null;
  /** Somebody works on the register: new receipts wait (requirements A-70). */
  readonly maintenance: boolean;
  readonly shift: ShiftState['state'] | null;
}): TillGate {
  if (facts.till === null) return 'no-till';
  if (!facts.maySell) return 'no-rights';
  if (facts.needsCode) return 'needs-code';
  if (facts.otherTab) return 'other-tab';
  if (facts.lock !== null && facts.lock.holder !== null && !facts.lock.mine) return 'other-browser';
  if (facts.maintenance) return 'maintenance';
  return facts.shift ?? 'unknown';
}
