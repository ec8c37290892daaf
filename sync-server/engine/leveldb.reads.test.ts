import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedDatabase } from './embedded.database.ts';
import { createEmbeddedEngine, type EmbeddedEngine } from './embedded.engine.ts';
import type { RangeQuery } from './engine.ts';

let folder: string;
let engine: EmbeddedEngine;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'optics-reads-'));
  engine = createEmbeddedEngine(folder);
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

/** The same asked of PouchDB itself. */
async function byPouch(db: EmbeddedDatabase, { keys, ...range }: RangeQuery): Promise<unknown[]> {
  const options = keys ? { keys: [...keys] } : range;
  const { rows } = await db.pouch.allDocs({ include_docs: true, ...options });
  return rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc] : []));
}

const IDS = ['a', 'a:1', 'a:10', 'a:2', 'b', 'Оправа', 'оправа:1', 'ÿ', 'z', 'z:\u{1f453}'];
const id = fc.constantFrom(...IDS);
const step = fc.oneof(
  fc.record({ what: fc.constant('write' as const), id }),
  fc.record({ what: fc.constant('remove' as const), id }),
  // A conflict: the higher digest wins.
  fc.record({ what: fc.constant('conflict' as const), id, digest: fc.constantFrom('0'.repeat(32), 'f'.repeat(32)) }),
);
const query: fc.Arbitrary<RangeQuery> = fc.oneof(
  fc.record({ keys: fc.array(fc.oneof(id, fc.constant('never')), { maxLength: 12 }) }),
  fc.record({ startkey: id, endkey: id, limit: fc.integer({ min: 0, max: 12 }), descending: fc.boolean() }, { requiredKeys: [] }),
);

describe('reading past PouchDB', () => {
  it('answers every listing as PouchDB does: deleted ones left out, winners of conflicts, any order and limit, any id', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 25 }),
        fc.array(query, { minLength: 1, maxLength: 8 }),
        async (steps, asked) => {
          const db = await engine.open(`work-${(run += 1)}`);
          for (const [n, one] of steps.entries()) {
            const held = await db.get(one.id);
            const body = { _id: one.id, n, ...(held ? { _rev: held._rev } : {}) };
            if (one.what === 'conflict') await db.bulk([{ ...body, _rev: `2-${one.digest}` }], { newEdits: false });
            else if (one.what === 'write') expect((await db.put(body)).ok).toBe(true);
            else if (held) expect((await db.put({ ...body, _deleted: true })).ok).toBe(true);
          }
          for (const one of [...asked, {}]) expect(await db.range(one)).toEqual(await byPouch(db, one));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('what one answer holds stood together at one moment, while all of it is written again and again', async () => {
    const db = await engine.open('work');
    const ids = Array.from({ length: 520 }, (_, n) => `note:${String(n).padStart(4, '0')}`);
    let revs: (string | null)[] = ids.map(() => null);
    const write = async (round: number): Promise<void> => {
      const docs = ids.map((_id, n) => ({ _id, round, ...(revs[n] ? { _rev: revs[n] } : {}) }));
      revs = (await db.bulk(docs)).map(({ rev }) => rev);
    };
    await write(0);
    let isWriting = true;
    const seen: number[] = [];
    const reading = (async () => {
      while (isWriting) {
        for (const asked of [{}, { keys: ids }]) {
          const rounds = (await db.range(asked)).map(({ round }) => Number(round));
          expect(rounds).toHaveLength(ids.length);
          expect(new Set(rounds).size).toBe(1);
          seen.push(rounds[0]!);
        }
      }
    })();
    for (let round = 1; round <= 6; round += 1) await write(round);
    isWriting = false;
    await reading;
    expect(seen.length).toBeGreaterThan(1);
  }, 240_000);
});
