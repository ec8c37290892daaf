import { describe, expect, it } from 'vitest';
import type { Staff } from '$design/documents/people.ts';
import type { ErrorCode } from '$design/errors.ts';
import { ApprovalStore } from './approval.store.svelte.ts';

const person = (id: string, role: Staff['role']): Staff => ({ _id: `staff:${id}`, name: id, role }) as Staff;
const STAFF = [person('cashier', 'cashier'), person('manager', 'manager'), person('admin', 'administrator')];
const question = { action: 'discount.within-limits', what: 'Скидка 15 %' } as const;

function approvals({ current = 'cashier', pin = (_: string): ErrorCode | null => null } = {}) {
  const asked: string[] = [];
  const approval = new ApprovalStore({
    people: {
      list: STAFF,
      current: STAFF.find(({ name }) => name === current) ?? null,
      settings: {},
      lockedUntilOf: () => null,
      checkPin: (staff, given) => {
        asked.push(`${staff.name} ${given}`);
        return Promise.resolve(pin(given));
      },
    },
  });
  return { approval, asked };
}

describe('approval by PIN', () => {
  it('offers those whose role is enough, and takes the word of nobody else', async () => {
    const { approval, asked } = approvals();
    void approval.ask(question);
    expect(approval.people.map(({ name }) => name)).toEqual(['manager', 'admin']);
    expect(await approval.sign(STAFF[0]!, '1111', '')).toBe('FORBIDDEN');
    expect(asked).toEqual([]);
  });

  it('asks for an administrator where a manager is not enough', () => {
    const { approval } = approvals();
    void approval.ask({ ...question, least: ['administrator'] });
    expect(approval.people.map(({ name }) => name)).toEqual(['admin']);
  });

  it('gives the signature of who typed the PIN, with a reason where one is asked', async () => {
    const { approval } = approvals();
    const plain = approval.ask(question);
    expect(await approval.sign(STAFF[1]!, '3333', 'не нужна')).toBeNull();
    expect(await plain).toEqual({ by: 'staff:manager', name: 'manager', role: 'manager' });
    const reasoned = approval.ask({ ...question, reason: true });
    await approval.sign(STAFF[2]!, '9999', ' постоянный клиент ');
    expect(await reasoned).toMatchObject({ by: 'staff:admin', reason: 'постоянный клиент' });
  });

  it('stays open after a wrong PIN', async () => {
    const { approval } = approvals({ pin: (given) => (given === '3333' ? null : 'PIN_WRONG') });
    const answer = approval.ask(question);
    expect(await approval.sign(STAFF[1]!, '0000', '')).toBe('PIN_WRONG');
    expect(approval.question).toEqual(question);
    await approval.sign(STAFF[1]!, '3333', '');
    expect((await answer)?.by).toBe('staff:manager');
    expect(approval.question).toBeNull();
  });

  it('answers nothing when it is called off, also while the PIN is being checked', async () => {
    const { approval } = approvals();
    const answer = approval.ask(question);
    const signing = approval.sign(STAFF[1]!, '3333', '');
    approval.cancel();
    await signing;
    expect(await answer).toBeNull();
  });

  it('needs no PIN of who works here, where the caller says so and the role is enough', async () => {
    expect((await approvals({ current: 'manager' }).approval.ask({ ...question, self: true }))?.by).toBe('staff:manager');
    const { approval } = approvals();
    void approval.ask({ ...question, self: true });
    expect(approval.question).not.toBeNull();
  });
});
