import { expect, it } from 'vitest';
import { formatHlc } from '../time/hlc.ts';
import { editFields, latestStampOf, stampAfter } from './edit.ts';

const t = (wall: number, device = 1): string => formatHlc({ wall, counter: 0, device });
const doc = {
  _id: 'client:1',
  hlc: t(1),
  by: null,
  pos: null,
  name: 'Анна',
  phone: null as string | null,
  stamps: { name: t(1), phone: t(1) },
};
const hand = { hlc: t(2), by: 'staff:1', pos: 'POS-001' };

it('an edit stamps the fields that it changes and no others, or an old value would outdo a new one', () => {
  expect(editFields(doc, { name: 'Анна', phone: '2' }, hand)).toEqual({
    ...doc,
    ...hand,
    phone: '2',
    stamps: { name: t(1), phone: t(2) },
  });
  expect(editFields(doc, { name: 'Анна', phone: null }, hand)).toBe(doc);
});

it('an edit is later than what it replaces, even where that bears the stamp of a clock far ahead', () => {
  const ahead = { ...doc, stamps: { name: t(9_000, 7) } };
  expect(latestStampOf(ahead)).toBe(t(9_000, 7));
  const stamp = stampAfter(t(5, 2), ahead);
  expect(stamp > t(9_000, 7)).toBe(true);
  expect(stamp).toBe(formatHlc({ wall: 9_000, counter: 1, device: 2 }));
  expect(stampAfter(t(9_001, 2), ahead)).toBe(t(9_001, 2));
  expect(stampAfter(t(5, 2), {})).toBe(t(5, 2));
});
