import { expect, it } from 'vitest';
import { bulkBodies } from './couch.batches.ts';

const read = (bodies: Iterable<string>) =>
  [...bodies].map((body) => {
    const { docs, new_edits: newEdits } = JSON.parse(body) as { docs: { _id: string }[]; new_edits: boolean };
    return { ids: docs.map(({ _id }) => _id), newEdits };
  });

it('documents go to CouchDB in their order, in requests that none of its limits refuses', () => {
  const many = Array.from({ length: 4_001 }, (_, n) => ({ _id: String(n) }));
  const parts = read(bulkBodies(many, true));
  expect(parts.map(({ ids }) => ids.length)).toEqual([2_000, 2_000, 1]);
  expect(parts.flatMap(({ ids }) => ids)).toEqual(many.map(({ _id }) => _id));

  // Three megabytes each, as UTF-8 writes Cyrillic; one is larger than a request should be.
  const large = [1, 2, 3, 4].map((n) => ({ _id: `${n}`, text: 'я'.repeat((n === 3 ? 5 : 1.5) * (1 << 20)) }));
  expect(read(bulkBodies(large, false))).toEqual([
    { ids: ['1', '2'], newEdits: false },
    { ids: ['3'], newEdits: false },
    { ids: ['4'], newEdits: false },
  ]);
  expect(read(bulkBodies([], true))).toEqual([]);
});
