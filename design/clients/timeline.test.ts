import { describe, expect, it } from 'vitest';
import { clientOf } from '../../tests/factories/clients.ts';
import type { Client } from '../documents/people.ts';
import { instantOf } from '../time/day-range.ts';
import { formatHlc } from '../time/hlc.ts';
import { timelineOf } from './timeline.ts';

const AT = Date.UTC(2026, 10, 21, 9);
const stamp = (wall: number) => formatHlc({ wall, counter: 0, device: 1 });
const card = (wall: number, change: Partial<Client> = {}) => clientOf(stamp(wall), change) as unknown as Client;

describe('the life of a client', () => {
  it('is told newest first, from the first of their cards on; a prescription stands on its own day', () => {
    const events = timelineOf(
      {
        card: card(AT - 5_000, { consent: { at: AT - 4_000, kind: 'paper' }, consentHealth: null }),
        taken: [card(AT - 9_000, { name: 'Орлова А.', merged: { into: 'client:1', at: AT, by: null, filled: [] } })],
        purchases: [
          { sale: 'sale:1', at: AT + 1_000, kind: 'sale', goods: ['Оправа', 'Линзы'] },
          { sale: 'refund:1', at: AT + 2_000, kind: 'refund', goods: ['Оправа'] },
        ],
        prescriptions: [{ _id: 'prescription:1', type: 'prescription', date: '1996-03-05', hlc: stamp(AT) }],
        orders: [{ _id: `order:${stamp(AT + 500)}`, number: '1042' }],
      },
      'Europe/Moscow',
    );
    expect(events.map(({ kind, text }) => [kind, text].join(' ').trim())).toEqual([
      'refund Оправа',
      'sale Оправа, Линзы',
      'order 1042',
      'merged Орлова А.',
      'consent',
      'opened',
      'prescription',
    ]);
    expect(events.at(-1)?.day).toBe('1996-03-05');
    expect(events.find(({ kind }) => kind === 'opened')?.at).toBe(AT - 9_000);
  });

  it.each(['Europe/Moscow', 'Asia/Vladivostok', 'America/New_York'])(
    'goes by the shop’s clock in %s, also in hours when Greenwich has another day: measured, then ordered, then sold',
    (timeZone) => {
      for (const hour of ['00:30', '09:30', '22:30']) {
        const at = instantOf(`2026-11-21T${hour}:00`, timeZone);
        const events = timelineOf(
          {
            ...{ card: card(at - 60_000, { consent: null, consentHealth: null }), taken: [] },
            purchases: [{ sale: 'sale:1', at: at + 120_000, kind: 'sale', goods: [] }],
            prescriptions: [{ _id: 'prescription:1', type: 'prescription', date: '2026-11-21', hlc: stamp(at) }],
            orders: [{ _id: `order:${stamp(at + 60_000)}`, number: '1' }],
          },
          timeZone,
        );
        expect(events.map(({ kind }) => kind)).toEqual(['sale', 'order', 'prescription', 'opened']);
      }
    },
  );
});
