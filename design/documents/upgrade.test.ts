import { describe, expect, it } from 'vitest';
import { DOCUMENTS } from './registry.ts';
import type { Up } from './upgrade.ts';
import { currentSchema, upgrade, UPGRADES } from './upgrade.ts';

const up: Record<string, readonly Up[]> = {
  client: [
    (doc) => ({ ...doc, names: [doc['name']] }),
    ({ names, ...doc }) => ({ ...doc, given: (names as string[])[0], family: null }),
  ],
};

describe('documents written by an older program', () => {
  it('are brought up step by step to the schema of today', () => {
    const old = { _id: 'client:1', type: 'client', schema: 1, name: 'Анна' };
    expect(upgrade(old, up)).toEqual({
      doc: { _id: 'client:1', type: 'client', schema: 3, name: 'Анна', given: 'Анна', family: null },
      newer: false,
    });
    expect(old.schema).toBe(1);
  });

  it('come back untouched when they are current', () => {
    const doc = { type: 'client', schema: 3, given: 'Анна' };
    expect(upgrade(doc, up).doc).toBe(doc);
  });
});

it('marks what a newer program wrote, so that nobody writes it back', () => {
  const doc = { type: 'client', schema: 4 };
  expect(upgrade(doc, up)).toEqual({ doc, newer: true });
  expect(upgrade({ type: 'sale', schema: 99 }).newer).toBe(true);
});

it('has a step for every schema number of every registered type, and none beyond', () => {
  for (const [type, { schema }] of Object.entries(DOCUMENTS)) expect(currentSchema(type), type).toBe(schema);
  for (const type of Object.keys(UPGRADES)) expect(DOCUMENTS).toHaveProperty(type);
});
