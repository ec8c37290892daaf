import { expect, it } from 'vitest';
import { DOCUMENTS } from './registry.ts';
import { isServersOwn, SERVER_TYPES } from './server-types.ts';

it('names what the registry lets no device write, of the databases that devices write', () => {
  const own = Object.entries(DOCUMENTS).filter(
    ([, { database, deviceWrites }]) => ['sales', 'store'].includes(database) && !deviceWrites,
  );
  expect([...SERVER_TYPES]).toEqual(own.map(([type]) => type).sort());
  expect(['_design/optics', 'flag:sale:1', 'sale:1', 'client:flag:1'].map(isServersOwn)).toEqual([true, true, false, false]);
});
