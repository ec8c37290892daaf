import { describe, expect, it } from 'vitest';
import type { DeviceScope } from '../../design/documents/people.ts';
import { accessOf, databasesOf } from './access.ts';

const NOON = Date.UTC(2026, 10, 21, 9);
const context = { now: NOON, timeZoneOf: () => 'Europe/Moscow' };
const device = (...scopes: DeviceScope[]) => ({ store: 'demo-1', scopes });

describe('what a device may replicate', () => {
  it('is nothing without a scope', () => {
    expect(databasesOf(device(), context)).toEqual([]);
    expect(accessOf(device(), 'catalog', context)).toBe('DATABASE_NOT_FOUND');
    expect(accessOf(device(), 'sales-demo-1-202611', context)).toBe('DATABASE_NOT_FOUND');
  });

  it('lets a till write its shop and read the catalogue', () => {
    expect(accessOf(device('till'), 'store-demo-1', context)).toMatchObject({ pull: true, push: true });
    expect(accessOf(device('till'), 'catalog', context)).toMatchObject({ pull: true, push: false });
    expect(accessOf(device('till'), 'chain', context)).toBe('DATABASE_NOT_FOUND');
  });

  it('lets a tablet of the workshop see the orders and who works there, and nothing of sales and clients', () => {
    const names = databasesOf(device('workshop'), context).map(({ name }) => name);
    expect(names).toEqual(['catalog', 'store-demo-1']);
    const types = { reads: ['staff', 'order'], writes: ['order'] };
    expect(accessOf(device('workshop'), 'store-demo-1', context)).toMatchObject({ pull: true, push: true, types });
    for (const name of ['sales-demo-1-202611', 'chain', 'store-demo-2'])
      expect(accessOf(device('workshop'), name, context)).toBe('DATABASE_NOT_FOUND');
    expect(accessOf(device('till', 'workshop'), 'store-demo-1', context)).not.toHaveProperty('types');
  });

  it('lets a dashboard read the chain and nothing else', () => {
    expect(databasesOf(device('dashboard'), context)).toEqual([{ name: 'chain', pull: true, push: false }]);
  });

  it('answers CLOCK_WRONG for a month of the own shop that is not open, in the shop’s time zone', () => {
    expect(accessOf(device('till'), 'sales-demo-1-202609', context)).toBe('CLOCK_WRONG');
    expect(accessOf(device('till'), 'sales-demo-2-202609', context)).toBe('DATABASE_NOT_FOUND');
    const newYear = { now: Date.UTC(2026, 11, 31, 22), timeZoneOf: () => 'Europe/Moscow' };
    expect(accessOf(device('till'), 'sales-demo-1-202703', newYear)).toMatchObject({ push: true });
  });

  it('never reaches what is private, whatever the scopes', () => {
    const all = device('till', 'dashboard', 'workshop', 'admin');
    for (const name of ['control', 'journal', 'products', 'costs', 'store-demo-2', 'quarantine-demo-1', '']) {
      expect([name, accessOf(all, name, context)]).toEqual([name, 'DATABASE_NOT_FOUND']);
    }
    for (const call of ['_all_dbs', '_users', '_replicate']) expect(accessOf(all, call, context)).toBe('FORBIDDEN');
  });
});
