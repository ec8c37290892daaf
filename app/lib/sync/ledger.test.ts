import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../storage/local-store.ts';
import { codeOfRow, Ledger, noteRefusal } from './ledger.ts';

const refusal = { database: 'sales-a-202611', id: 'sale:1', rev: '1-a', code: 'DOCUMENT_MALFORMED', at: 5 } as const;

describe('the ledger of refused documents', () => {
  it('counts tries of the same revision and keeps the first moment', () => {
    const list = noteRefusal(noteRefusal([], refusal), { ...refusal, code: 'CLOCK_WRONG', at: 9 });
    expect(list).toEqual([{ ...refusal, code: 'CLOCK_WRONG', tries: 2 }]);
  });

  it('forgets what the server has taken, in that database only', () => {
    const ledger = new Ledger(createMemoryStore());
    ledger.refuse(refusal);
    ledger.refuse({ ...refusal, database: 'store-a' });
    ledger.accept('store-a', new Set(['sale:1']));
    expect(ledger.list().map(({ database }) => database)).toEqual(['sales-a-202611']);
  });

  it('survives a restart', () => {
    const store = createMemoryStore();
    new Ledger(store).refuse(refusal);
    expect(new Ledger(store).of('sales-a-202611')).toHaveLength(1);
  });

  it('reads the reason from our server’s row and from CouchDB’s validator', () => {
    const row = { id: 'x', error: 'forbidden' };
    expect(codeOfRow({ ...row, code: 'DOCUMENT_WRONG_STORE' })).toBe('DOCUMENT_WRONG_STORE');
    expect(codeOfRow({ ...row, reason: 'DOCUMENT_IMMUTABLE: a fact has one revision' })).toBe('DOCUMENT_IMMUTABLE');
    expect(codeOfRow({ ...row, reason: 'NOBODY_KNOWS' })).toBe('DOCUMENT_MALFORMED');
  });
});
