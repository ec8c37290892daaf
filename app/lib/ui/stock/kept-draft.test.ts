import { expect, it } from 'vitest';
import { emptyDraft } from './form-draft.ts';
import { isBegun, keepDraft, keepPowers, keepPurchase, keptDraft, keptPowers, keptPurchase } from './kept-draft.ts';

const storage = () => {
  const held = new Map<string, string>();
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, text: string) => void held.set(key, text),
  };
};

it('gives back the paper that was being written', () => {
  const kept = storage();
  expect(keptDraft(kept)).toBeNull();
  const draft = { ...emptyDraft('receipt'), party: 'Оптик-Снаб', lines: [{ sku: 'RB-1', qty: 3 }] };
  keepDraft(draft, kept);
  expect(keptDraft(kept)).toEqual(draft);
});

it('takes nothing of another shape for a paper', () => {
  for (const text of ['{', 'null', '{"kind":"receipt"}', '{"kind":"gift","lines":[]}']) {
    expect(keptDraft({ getItem: () => text })).toBeNull();
  }
});

it('asks before a begun paper is replaced, not before an empty one is', () => {
  expect(isBegun({ ...emptyDraft('sent'), party: 'demo-2' })).toBe(false);
  expect(isBegun({ ...emptyDraft('sent'), lines: [{ sku: 'RB-1', qty: 1 }] })).toBe(true);
  expect(isBegun({ ...emptyDraft('accepted'), of: 'stock-transfer:1', expected: [{ sku: 'RB-1', qty: 1 }] })).toBe(true);
});

it('gives back the order at a supplier that was being written, until it is saved or thrown away', () => {
  const kept = storage();
  expect(keptPurchase(kept)).toBeNull();
  const purchase = {
    id: null,
    draft: { supplier: 'Оптик-Снаб', lines: [{ sku: 'RB-1', qty: 2, price: null }], note: '', due: null },
  };
  keepPurchase(purchase, kept);
  expect(keptPurchase(kept)).toEqual(purchase);
  keepPurchase(null, kept);
  expect(keptPurchase(kept)).toBeNull();
  for (const text of ['{', '{"id":null}', '{"id":null,"draft":{"supplier":"A"}}'])
    expect(keptPurchase({ getItem: () => text })).toBeNull();
});

it('gives back the lenses that were typed into the table and went into no paper yet', () => {
  const kept = storage();
  expect(keptPowers(kept)).toEqual({});
  keepPowers({ 'L~-1.00': '3' }, kept);
  expect(keptPowers(kept)).toEqual({ 'L~-1.00': '3' });
  for (const text of ['{', 'null', '{"L~-1.00":3}']) expect(keptPowers({ getItem: () => text })).toEqual({});
});
