import { keyOfId, typeOfId } from '$design/ids.ts';
import { parseHlc } from '$design/time/hlc.ts';

/** A document as a cashier would recognise it; nothing of clients. */
export interface Described {
  /** Type of its id, e.g. `sale`. */
  readonly type: string;
  /** When it was written, epoch ms, as its stamp says. */
  readonly when: number | null;
  /** Kopecks. */
  readonly total: number | null;
  /** Number of the fiscal document. */
  readonly fd: number | null;
}

const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

/** Total: a refused document may have any shape. */
export function describeDocument(id: string, doc: unknown): Described {
  const fields = (typeof doc === 'object' && doc !== null ? doc : {}) as Record<string, unknown>;
  const stamp = parseHlc(keyOfId(id)) ?? parseHlc(typeof fields['hlc'] === 'string' ? fields['hlc'] : '');
  const fiscal = (fields['fiscal'] ?? fields) as Record<string, unknown> | null;
  return {
    type: typeOfId(id),
    when: stamp?.wall ?? null,
    total: number(fields['total']) ?? number(fields['amount']) ?? number(fields['sum']),
    fd: number(fiscal?.['fd']),
  };
}
