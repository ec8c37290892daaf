import { DESK_KINDS } from '$design/stock/desk.ts';
import type { PurchaseDraft } from '$design/stock/purchases.ts';
import type { FormDraft } from './form-draft.ts';

/**
 * A paper that is not written yet outlives a customer at the till and a reload. It lies with its window: two tabs write two papers.
 */
const KEPT = 'stock-draft';

/** Something was put in that would be missed. */
export const isBegun = ({ lines, of, expected }: FormDraft): boolean => lines.length > 0 || of !== null || expected !== null;

/** Read by this very version of the program, or by the next one: what has another shape is no draft. */
export function keptDraft(storage: Pick<Storage, 'getItem'> = sessionStorage): FormDraft | null {
  try {
    const draft = JSON.parse(storage.getItem(KEPT) ?? 'null') as FormDraft | null;
    const kinds: readonly string[] = [...DESK_KINDS, 'recalled'];
    return draft !== null && kinds.includes(draft.kind) && Array.isArray(draft.lines) ? draft : null;
  } catch {
    return null;
  }
}

export const keepDraft = (draft: FormDraft, storage: Pick<Storage, 'setItem'> = sessionStorage): void =>
  storage.setItem(KEPT, JSON.stringify(draft));

const KEPT_ORDER = 'purchase-draft';

/** An order at a supplier while it is written. `id`: of the one that it replaces, `null`: a new one; `seen`: what that one said at the beginning. */
export interface KeptPurchase {
  readonly id: string | null;
  readonly draft: PurchaseDraft;
  readonly seen?: PurchaseDraft;
}

export function keptPurchase(storage: Pick<Storage, 'getItem'> = sessionStorage): KeptPurchase | null {
  try {
    const kept = JSON.parse(storage.getItem(KEPT_ORDER) ?? 'null') as KeptPurchase | null;
    return kept !== null && typeof kept.draft.supplier === 'string' && Array.isArray(kept.draft.lines) ? kept : null;
  } catch {
    return null;
  }
}

/** @param purchase `null`: it is saved or thrown away */
export const keepPurchase = (purchase: KeptPurchase | null, storage: Pick<Storage, 'setItem'> = sessionStorage): void =>
  storage.setItem(KEPT_ORDER, JSON.stringify(purchase));

const KEPT_POWERS = 'lens-powers';

/** What was typed into the table of powers and stands in no paper yet: article → pieces as they were typed. */
export function keptPowers(storage: Pick<Storage, 'getItem'> = sessionStorage): Readonly<Record<string, string>> {
  try {
    const kept = JSON.parse(storage.getItem(KEPT_POWERS) ?? '{}') as Record<string, unknown> | null;
    return Object.fromEntries(
      Object.entries(kept ?? {}).flatMap(([sku, text]) => (typeof text === 'string' ? [[sku, text]] : [])),
    );
  } catch {
    return {};
  }
}

export const keepPowers = (typed: Readonly<Record<string, string>>, storage: Pick<Storage, 'setItem'> = sessionStorage): void =>
  storage.setItem(KEPT_POWERS, JSON.stringify(typed));
