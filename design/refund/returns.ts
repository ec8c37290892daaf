import type { Correction, Refund, Sale } from '../documents/facts.ts';
import { typeOfId } from '../ids.ts';

/**
 * What a fact takes back, as a refund: the refund itself, or the reversal of a corrected receipt, which counts as a refund of the whole
 * wrong one (its lines are those of the wrong one, in their order). `_id` stays: it says what was registered. `null`: it takes nothing back.
 */
export function returnOf(doc: Refund | Correction): Refund | null {
  if (doc.type === 'refund') return doc;
  const { kind, basis: _basis, operation: _operation, pair: _pair, signed: _signed, original, lines, ...body } = doc;
  if (kind !== 'reversal' || original === null) return null;
  const { sale } = original;
  const named = lines.map(({ of: _of, ...line }, at) => (sale === null ? line : { ...line, of: { sale, line: at } }));
  return { ...body, type: 'refund', lines: named, original };
}

/** What a fact sold, as a sale: the sale itself, or a correction that registers one. `null`: it sold nothing. */
export function soldBy(doc: Sale | Correction): Sale | null {
  if (doc.type === 'sale') return doc;
  const { kind: _kind, basis: _basis, operation, pair: _pair, signed: _signed, original: _original, ...body } = doc;
  const { reason: _reason, ...sold } = body;
  return operation === 'sale' ? { ...sold, type: 'sale', tendered: null, change: 0 } : null;
}

/** Was the receipt that these are returns of taken back whole by a correction? */
export const isCorrected = (returned: readonly Pick<Refund, '_id'>[]): boolean =>
  returned.some(({ _id }) => typeOfId(_id) === 'correction');
