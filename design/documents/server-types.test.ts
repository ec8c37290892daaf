import { expect, it } from 'vitest';
import { DOCUMENTS } from './registry.ts';
import { isServersOwn } from './server-types.ts';

it('names what the registry lets no device write, of the databases that devices write', () => {
  const shared = Object.entries(DOCUMENTS).filter(([, { database }]) => ['sales', 'store'].includes(database));
  for (const [type, { deviceWrites }] of shared) expect([type, isServersOwn(`${type}:1`)]).toEqual([type, !deviceWrites]);
  expect(['_design/optics', 'flag:sale:1', 'sale:1', 'client:flag:1'].map(isServersOwn)).toEqual([true, true, false, false]);
});
