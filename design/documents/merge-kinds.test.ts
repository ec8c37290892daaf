import { expect, it } from 'vitest';
import { MERGE_KINDS } from './merge-kinds.ts';
import { DOCUMENTS } from './registry.ts';

it('names registered types only, and none that has one revision for ever', () => {
  for (const type of MERGE_KINDS.keys()) {
    const entry = Object.entries(DOCUMENTS).find(([name]) => name === type)?.[1];
    expect(entry, type).toMatchObject({ immutable: false });
  }
});
