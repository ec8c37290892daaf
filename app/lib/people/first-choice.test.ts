import { describe, expect, it } from 'vitest';
import type { Staff } from '$design/documents/people.ts';
import { firstChoice, keptChoice } from './first-choice.ts';

const person = (id: string, role: Staff['role']) => ({ _id: `staff:${id}`, role }) as Staff;
const people = [person('manager', 'manager'), person('anna', 'cashier'), person('boris', 'cashier')];
const had = (id: string, at: number) => ({ id: `staff:${id}`, at });
const chosen = (...all: Parameters<typeof firstChoice> extends [unknown, ...infer Rest] ? Rest : never) =>
  firstChoice(people, ...all)?._id;

describe('who is offered first on the lock screen', () => {
  it('after a browser kill: whoever took the drawer over last, not the first cashier', () => {
    expect(chosen(null, had('boris', 2_000))).toBe('staff:boris');
    // What was kept is older than the hand-over: its last seconds were lost with the browser.
    expect(chosen(had('anna', 1_000), had('boris', 2_000))).toBe('staff:boris');
  });

  it('whoever unlocked it after the hand-over', () => {
    expect(chosen(had('manager', 3_000), had('boris', 2_000))).toBe('staff:manager');
  });

  it('a cashier where nobody is known, or who is known works here no more', () => {
    expect(chosen(null, null)).toBe('staff:anna');
    expect(chosen(had('dismissed', 9_000), null)).toBe('staff:anna');
    expect(chosen(had('dismissed', 9_000), had('boris', 1_000))).toBe('staff:boris');
    expect(firstChoice([], null, null)).toBeNull();
  });

  it('whoever a program of before has kept, by the id alone', () => {
    expect(chosen(keptChoice('staff:boris'), null)).toBe('staff:boris');
    expect(keptChoice(null)).toBeNull();
  });
});
