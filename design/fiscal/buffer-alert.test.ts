import { describe, expect, it } from 'vitest';
import { bufferDue, bufferSeen, bufferShown, bufferTold, NOTHING_TOLD, type BufferAlert } from './buffer-alert.ts';

const CAPACITY = 200;

/** What a cashier who acknowledges at once is shown while the buffer goes through these fills. */
function shown(fills: readonly number[], capacity = CAPACITY): string[] {
  let alert: BufferAlert = NOTHING_TOLD;
  return fills.flatMap((queued) => {
    alert = bufferSeen(alert, queued, capacity);
    const due = bufferDue(alert, queued, capacity);
    if (due === null) return [];
    alert = bufferTold(alert, due);
    return [`${due} at ${queued}`];
  });
}
const upTo = (last: number, first = 0) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe('A-64…A-66 the dialogs of a filling buffer', () => {
  it('tells at 160, 180 and 200 of 200, each once', () => {
    expect(shown(upTo(200))).toEqual(['warning at 160', 'critical at 180', 'full at 200']);
  });

  it('UAT-09 30 receipts of a long outage open no dialog', () => {
    expect(shown(upTo(30))).toEqual([]);
  });

  it('does not repeat itself while the buffer sways about a mark', () => {
    expect(shown([159, 160, 159, 160, 161, 158, 160, 152, 160])).toEqual(['warning at 160']);
  });

  it('UAT-10b 50 sent and filled again: the marks that were left are told again', () => {
    expect(shown([...upTo(200), 150, ...upTo(200, 151)])).toEqual([
      'warning at 160',
      'critical at 180',
      'full at 200',
      'critical at 180',
      'full at 200',
    ]);
  });

  it('tells the worst mark alone where it was jumped to', () => {
    expect(shown([0, 200])).toEqual(['full at 200']);
    expect(shown([200, 185, 200])).toEqual(['full at 200', 'full at 200']);
  });

  it('a raised capacity ends it (B-47): 200 of 300 is below every mark', () => {
    let alert = bufferTold(NOTHING_TOLD, 'full');
    alert = bufferSeen(alert, 200, 300);
    expect(alert).toEqual(NOTHING_TOLD);
    expect(bufferDue(alert, 200, 300)).toBeNull();
    expect(bufferDue(alert, 240, 300)).toBe('warning');
  });

  it('A-66 a payment that the full buffer refused is answered at once, though it was told before', () => {
    const told = bufferTold(NOTHING_TOLD, 'full');
    const paying = { refused: false, quiet: false };
    expect(bufferShown(NOTHING_TOLD, 200, CAPACITY, paying)).toBeNull();
    expect(bufferShown(told, 200, CAPACITY, { ...paying, refused: true })).toBe('full');
    expect(bufferShown(told, 200, CAPACITY, { refused: false, quiet: true })).toBeNull();
    // as soon as receipts leave, nothing stands in the way of another try.
    expect(bufferShown(told, 199, CAPACITY, { ...paying, refused: true })).toBeNull();
  });
});
