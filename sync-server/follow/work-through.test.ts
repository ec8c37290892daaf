import { expect, it } from 'vitest';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import { createCursors } from './cursor.ts';
import { workThrough } from './work-through.ts';

const NAME = 'sales-demo-1-202611';
async function filled(count: number) {
  const engine = createMemoryEngine();
  const database = await engine.open(NAME);
  for (let n = 0; n < count; n += 1) await database.put({ _id: `sale:${n}`, type: 'sale' });
  return { engine, database };
}

it('reads in portions, with the documents, and next time only what has changed since', async () => {
  const { engine, database } = await filled(5);
  const portions: string[][] = [];
  const read = () =>
    workThrough(engine, createCursors(engine, 'test'), NAME, {
      page: 2,
      take: (rows) => void portions.push(rows.map(({ doc }) => doc!._id)),
    });
  await read();
  expect(portions).toEqual([['sale:0', 'sale:1'], ['sale:2', 'sale:3'], ['sale:4']]);
  await database.put({ _id: 'sale:5', type: 'sale' });
  await read();
  await read();
  expect(portions.slice(3)).toEqual([['sale:5']]);
});

it('what failed on its way or at its end is done once more, from where it began', async () => {
  const { engine } = await filled(3);
  const cursors = createCursors(engine, 'test');
  const seen: number[] = [];
  const read = (fails: 'take' | 'end' | null) =>
    workThrough(engine, cursors, NAME, {
      page: 2,
      take(rows) {
        if (fails === 'take' && seen.length > 0) throw new Error('full');
        seen.push(rows.length);
      },
      end: () => (fails === 'end' ? Promise.reject(new Error('full')) : Promise.resolve()),
    });
  await expect(read('take')).rejects.toThrow('full');
  await expect(read('end')).rejects.toThrow('full');
  await read(null);
  expect(seen).toEqual([2, 2, 1, 2, 1]);
  await read(null);
  expect(seen).toHaveLength(5);
});
