import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import './errors.office.ts';
import { DomainError, ERRORS, isErrorCode, problemOf, type ErrorCode } from './errors.ts';

describe('error catalogue', () => {
  for (const [code, entry] of Object.entries(ERRORS)) {
    it(`${code} says in Russian what happened and what to do next`, () => {
      expect(entry.ru.what).toMatch(/[а-яё].*[.:]$/i);
      expect(entry.ru.next).toMatch(/[а-яё].*\.$/i);
      expect(entry.meaning).toMatch(/\.$|Retry-After|key/);
      expect(entry.status).toBeGreaterThanOrEqual(400);
      expect(entry.status).toBeLessThan(600);
    });
  }

  it('has each code in one family: a second one would take the place of the first without a word', () => {
    const folder = new URL('errors/', import.meta.url);
    const codes = readdirSync(folder).flatMap((file) =>
      [...readFileSync(new URL(file, folder), 'utf8').matchAll(/^ {2}([A-Z][A-Z0-9_]+): entry\(/gm)].map(([, code]) => code),
    );
    expect(codes.sort()).toEqual(Object.keys(ERRORS).sort());
  });

  it('makes a problem document with a stable code', () => {
    expect(problemOf('WRONG_TILL', 'trace-1', { pos_id: 'POS-002' })).toMatchObject({
      type: 'urn:optics:error:WRONG_TILL',
      status: 403,
      code: 'WRONG_TILL',
      id: 'trace-1',
      details: { pos_id: 'POS-002' },
    });
  });

  it('knows its own codes only', () => {
    expect(isErrorCode('BUFFER_FULL')).toBe(true);
    expect(isErrorCode('toString')).toBe(false);
    expect(new DomainError('BUFFER_FULL', {}, 30)).toMatchObject({ code: 'BUFFER_FULL' satisfies ErrorCode, retryAfter: 30 });
  });
});
