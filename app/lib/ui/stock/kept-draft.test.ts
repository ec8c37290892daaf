import { expect, it } from 'vitest';
import { emptyDraft } from './form-draft.ts';
import { isBegun, keepDraft, keptDraft } from './kept-draft.ts';

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
