import { DESK_KINDS } from '$design/stock/desk.ts';
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
