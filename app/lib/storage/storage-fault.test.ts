import { describe, expect, it } from 'vitest';
import { storageFaultOf } from './storage-fault.ts';

describe('a fault of the browser’s storage', () => {
  it('is read from what Chromium throws and from what PouchDB makes of it', () => {
    expect(storageFaultOf(new DOMException('no room', 'QuotaExceededError'))).toBe('full');
    expect(storageFaultOf({ status: 500, name: 'indexed_db_went_bad', message: 'QuotaExceededError', reason: 'abort' })).toBe(
      'full',
    );
    expect(storageFaultOf({ status: 500, name: 'indexed_db_went_bad', message: 'unknown_error', reason: 'abort' })).toBe(
      'closed',
    );
    expect(storageFaultOf(new DOMException('The database connection is closing.', 'InvalidStateError'))).toBe('closed');
  });

  it('is none where a document is missing, taken or not to be had', () => {
    for (const error of [{ status: 404, name: 'not_found' }, { status: 409, name: 'conflict' }, new Error('x'), null]) {
      expect(storageFaultOf(error)).toBeNull();
    }
  });
});
