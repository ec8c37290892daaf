import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientOf } from '../../tests/factories/clients.ts';
import type { Client } from '../documents/people.ts';
import { client as shape } from '../documents/people.ts';
import { editFields } from '../merge/edit.ts';
import { merge } from '../merge/merge.ts';
import { formatHlc } from '../time/hlc.ts';
import { planMerge, undoMerge, winnerOf } from './merge-clients.ts';
import { idsOf, isMerged, standingId } from './merged-into.ts';
import { SINGLE_FIELDS } from './words.ts';

const AT = Date.UTC(2026, 10, 21, 9);
const card = (key: string, change: Partial<Client> = {}) => clientOf(key, change) as unknown as Client;
const OLD = card('1', { name: 'Орлова Анна', phone: '+79001234567', tags: ['дети'], consent: { at: AT, kind: 'paper' } });
const NEW = card('2', {
  ...{
    name: 'Орлова А. С.',
    phone: '+79009999999',
    email: 'anna@mail.ru',
    birth: '1984-03-05',
    tags: ['скидка'],
    noNotices: true,
  },
  family: [{ client: 'client:7', tie: 'child' }],
});
const how = { at: AT, by: 'staff:1' };
/** A tablet: its own clock, both cards as it has them. */
const tablet = (device: number, wall: number) => ({
  hlc: formatHlc({ wall, counter: 0, device }),
  by: `staff:${device}`,
  pos: null,
});

describe('one person, two cards', () => {
  it('the card opened first stays, and gets what it lacks; the rest of the other stays readable on the other', () => {
    const { winner, loser, patch, record } = planMerge(NEW, OLD, how);
    expect([winner, loser]).toEqual(['client:1', 'client:2']);
    expect(patch).toEqual({
      ...{ email: 'anna@mail.ru', birth: '1984-03-05', noNotices: true },
      ...{ tags: ['дети', 'скидка'], family: [{ client: 'client:7', tie: 'child' }] },
    });
    expect(shape.parse({ ...OLD, ...patch })).toBeDefined();
    expect(shape.parse({ ...NEW, ...record })).toMatchObject({ mergedInto: 'client:1' });
  });
  it('a person may take a field from the other card; an empty one is never taken', () => {
    expect(planMerge(OLD, NEW, { ...how, fromLoser: ['phone', 'name'] }).patch).toMatchObject({
      ...{ name: 'Орлова А. С.', phone: '+79009999999' },
    });
    expect(planMerge(OLD, { ...NEW, phone: null }, { ...how, fromLoser: ['phone'] }).patch).not.toHaveProperty('phone');
  });
  it('of consents the later one counts', () => {
    const later = { at: AT + 1, kind: 'electronic' as const };
    expect(planMerge(OLD, { ...NEW, consent: later }, how).patch.consent).toEqual(later);
    expect(planMerge({ ...OLD, consent: later }, { ...NEW, consent: OLD.consent }, how).patch).not.toHaveProperty('consent');
  });
  it('undone by its record: what was filled in goes, what somebody wrote since stays', () => {
    const { patch, record } = planMerge(OLD, NEW, how);
    const after = { ...OLD, ...patch, email: 'other@mail.ru' };
    const undone = { ...after, ...undoMerge(after, record.merged) };
    expect(undone).toMatchObject({ ...OLD, email: 'other@mail.ru', birth: null, noNotices: false });
  });

  it('two tablets that merge the same pair apart end equal, whatever was edited before and in whichever order they meet', () => {
    const text = fc.constantFrom('a', 'b', null);
    const any = fc.record({ phone: text, email: text, card: text, tags: fc.subarray(['x', 'y', 'z']), noNotices: fc.boolean() });
    fc.assert(
      fc.property(
        any,
        any,
        any,
        fc.subarray([...SINGLE_FIELDS]),
        fc.subarray([...SINGLE_FIELDS]),
        (one, two, edit, mine, theirs) => {
          const [a, b] = [card('1', one), card('2', two)];
          const done = ([1, 2] as const).map((device) => {
            const hand = tablet(device, AT + device);
            const before = device === 1 ? a : editFields<Client>(a, edit, tablet(2, AT));
            const plan = planMerge(before, b, { at: AT + device, by: hand.by, fromLoser: device === 1 ? mine : theirs });
            return { a: editFields<Client>(before, plan.patch, hand), b: editFields<Client>(b, plan.record, hand) };
          });
          for (const side of ['a', 'b'] as const) {
            expect(merge(done[0]![side], done[1]![side])).toEqual(merge(done[1]![side], done[0]![side]));
          }
          expect(merge(done[0]!.b, done[1]!.b).merged?.into).toBe('client:1');
        },
      ),
    );
  });
  it('it matters not which card comes first', () => {
    expect(planMerge(OLD, NEW, how)).toEqual(planMerge(NEW, OLD, how));
    expect(winnerOf(NEW, OLD)).toEqual([OLD, NEW]);
  });
});

describe('links of a card that was taken in', () => {
  const three = [card('1'), card('2', { mergedInto: 'client:1' }), card('3', { mergedInto: 'client:2' }), card('4')];
  const get = (cards: readonly Client[]) => (id: string) => cards.find(({ _id }) => _id === id);

  it('are followed to the one that stands, over several merges', () => {
    expect(standingId('client:3', get(three))).toBe('client:1');
    expect(idsOf('client:2', three, get(three))).toEqual(['client:1', 'client:2', 'client:3']);
    expect(idsOf('client:4', three, get(three))).toEqual(['client:4']);
  });
  it('stop where the winner is not here, and never go in a ring', () => {
    expect(standingId('client:3', get([three[2]!]))).toBe('client:3');
    const ring = [card('1', { mergedInto: 'client:2' }), card('2', { mergedInto: 'client:1' })];
    expect(ring.map(isMerged)).toEqual([false, true]);
    expect(standingId('client:2', get(ring))).toBe('client:1');
  });
});
