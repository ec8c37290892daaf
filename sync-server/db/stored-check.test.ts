import { describe, expect, it } from 'vitest';
import { attachmentFault } from './attachment-check.ts';
import { judgeStored, rewritesSigned, rootToKnow } from './stored-check.ts';

const STORE = 'store-demo-1';

describe('what lies under an id', () => {
  it('may be changed by a device of its shop, where devices write its type', () => {
    expect(judgeStored({ type: 'client', store: 'demo-1' }, STORE)).toBeNull();
    expect(judgeStored({ type: 'client', store: 'demo-2' }, STORE)).toBe('DOCUMENT_WRONG_STORE');
    expect(judgeStored({ type: 'staff', store: 'demo-1' }, STORE)).toBe('DOCUMENT_NOT_WRITABLE');
    expect(judgeStored({ type: 'sale', store: 'demo-1' }, STORE)).toBe('DOCUMENT_IMMUTABLE');
    expect(judgeStored({ type: 'nonsense' }, STORE)).toBe('DOCUMENT_NOT_WRITABLE');
  });
});

describe('the history of a revision', () => {
  const history = (start: number, ids: string[]) => ({ _rev: `${start}-${ids[0]}`, _revisions: { start, ids } });
  it('is whole, or as long as anybody keeps one; else it must hang on a revision that is there', () => {
    expect(rootToKnow({ _rev: '1-a' })).toBeNull();
    expect(rootToKnow(history(3, ['c', 'b', 'a']))).toBeNull();
    expect(rootToKnow({ _rev: '9-z' })).toBe('9-z');
    expect(rootToKnow(history(900_000, ['z', 'y']))).toBe('899999-y');
    const long = Array.from({ length: 1_000 }, (_, i) => String(i));
    expect(rootToKnow(history(4_000, long))).toBeNull();
  });
});

describe('a signed prescription', () => {
  const signed = { hlc: '1763683200000-0000-0001', by: 'staff:1', at: 1 };
  const eye = { sph: -2, cyl: null, axis: null, add: null };
  const stored = { _id: 'prescription:1', _rev: '2-b', type: 'prescription', date: '2026-11-21', od: eye, os: eye, signed };
  const next = (change: object) => ({ ...stored, _rev: '3-c', _revisions: { start: 3, ids: ['c', 'b', 'a'] }, ...change });
  const changed = { od: { ...eye, sph: 2 } };
  it.each([
    ['its figures changed', changed, true],
    ['its signature taken away', { signed: null }, true],
    ['signed anew with other figures', { ...changed, signed: { ...signed, at: 2 } }, true],
    ['deleted', { _deleted: true }, true],
    ['two steps on', { ...changed, _rev: '4-d', _revisions: { start: 4, ids: ['d', 'c', 'b', 'a'] } }, true],
    ['put aside, figures untouched', { archived: true, stamps: { archived: signed.hlc } }, false],
    ['erased, as the law demands', { _deleted: true, erased: true }, false],
    ['a version that a merge took in', { _deleted: true, merged: true }, false],
    [
      'another revision made apart from it: the merge keeps both',
      { ...changed, _revisions: { start: 3, ids: ['c', 'x'] } },
      false,
    ],
  ] as const)('%s', (_, change, refused) => {
    expect(rewritesSigned(stored, next(change))).toBe(refused);
  });
  it('a draft is changed as people like', () => {
    expect(rewritesSigned({ ...stored, signed: null }, next(changed))).toBe(false);
  });
});

describe('attachments of a row', () => {
  const rule = { maxBytes: 6, types: ['image/png'] };
  const png = (data: string) => ({ 'a.png': { content_type: 'image/png', data } });
  it('travel whole, in the type and size that the document type takes', () => {
    expect(attachmentFault(undefined, null)).toBeNull();
    expect(attachmentFault(png('AAAA'), null)).not.toBeNull();
    expect(attachmentFault(png('AAAAAAAA'), rule)).toBeNull();
    expect(attachmentFault(png('AAAAAAAAAAAAAAAA'), rule)).toContain('6 bytes');
    expect(attachmentFault(png('not base64!'), rule)).toContain('without its bytes');
    expect(attachmentFault({ 'a.png': { stub: true, content_type: 'image/png' } }, rule)).toContain('without its bytes');
    expect(attachmentFault({ 'a.html': { content_type: 'text/html', data: 'AAAA' } }, rule)).toContain('type');
    expect(attachmentFault({ _x: { content_type: 'image/png', data: 'AAAA' } }, rule)).toContain('name');
    expect(attachmentFault([], rule)).toContain('object');
  });
});
