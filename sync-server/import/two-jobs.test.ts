import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProductChange } from '../../design/import/checked-row.ts';
import { HOUR, MINUTE } from '../../design/time/clock.ts';
import { PRODUCTS } from '../../design/databases.ts';
import { checkOf, createBench, dyingEngine, priceChange, productOf, READING, type Bench } from './import.fixture.ts';

/** Each job changes its own articles, in two pieces. */
const COUNT = 510;
const of = (letter: string): string[] => Array.from({ length: COUNT }, (_, i) => `${letter}-${i}`);
const SKUS = [...of('A'), ...of('B')];
const dearer = (letter: string): ProductChange[] => of(letter).map((sku) => priceChange(sku, 100_00, 120_00));

let bench: Bench;
beforeEach(async () => {
  bench = createBench();
  await bench.fill(SKUS.map((sku) => productOf(sku)));
  const first = bench.program(checkOf([]));
  await first.settle();
  await first.ends();
});
afterEach(() => bench.end());

/** The jobs whose prices a till has after a pull; one that is there by half is a mixture. */
async function onTills(): Promise<string> {
  const prices = await bench.published();
  return ['A', 'B']
    .map((letter) => {
      const seen = new Set(of(letter).map((sku) => prices[sku]));
      return seen.size > 1 ? `half of ${letter}` : seen.has(120_00) ? letter : '';
    })
    .join('');
}

/** Articles that the server has at a new price. */
const written = async (): Promise<number> =>
  (await (await bench.engine.open(PRODUCTS)).range({})).filter(({ price }) => price === 120_00).length;

const names = (docs: unknown, id: string): boolean => Array.isArray(docs) && docs.some((doc: { _id: string }) => doc._id === id);

/** A job that is checked. */
async function checked(program: ReturnType<Bench['program']>): Promise<string> {
  const file = await program.imports.upload(Readable.from([Buffer.from('a file')]), 'цены.xlsx');
  const { _id } = await program.imports.start({ file: file.id, profile: READING, dryRun: false });
  await program.settle();
  return _id;
}

/** IMP/00001 changes A and is to become active in an hour, IMP/00002 changes B and is only checked. */
async function twoJobs(): Promise<{ later: string; now: string }> {
  const found = [dearer('A'), dearer('B')];
  const program = bench.program((...asked) => checkOf(found.shift()!)(...asked));
  const [later, now] = [await checked(program), await checked(program)];
  await program.imports.confirm(later, { name: 'Петрова', at: bench.clock.now() + HOUR });
  await program.settle();
  await program.ends();
  return { later, now };
}

/** Confirms a job on a server that dies at a write. @returns how many it made */
async function confirmed(id: string, dying: ReturnType<typeof dyingEngine>): Promise<number> {
  const program = bench.program(checkOf([]), dying.engine);
  await program.settle().catch(() => undefined);
  await program.imports.confirm(id, { name: 'Петрова', at: null });
  await program.settle().catch(() => undefined);
  await program.ends();
  return dying.state.writes;
}

describe('a job in the middle of its writing, and another one whose time has come', () => {
  it('K-32: the server that was killed comes back after that time: no till sees half of either', async () => {
    const writes = await confirmed((await twoJobs()).now, dyingEngine(bench.engine, null));
    expect(writes).toBeGreaterThan(8);
    const seen = new Set<string>();
    for (let at = 0; at < writes; at += 1) {
      bench.end();
      bench = createBench();
      await bench.fill(SKUS.map((sku) => productOf(sku)));
      const { later, now } = await twoJobs();
      await confirmed(now, dyingEngine(bench.engine, at));
      bench.clock.forward(2 * HOUR);
      const look = async (): Promise<void> => void seen.add(await onTills());
      await look();
      const restarted = bench.program(checkOf([]), dyingEngine(bench.engine, null, look).engine);
      await restarted.settle();
      await look();
      for (const id of [later, now]) expect((await restarted.imports.job(id)).state, `${id} after ${at}`).toBe('done');
      expect(await onTills()).toBe('AB');
      await restarted.ends();
    }
    expect([...seen].filter((found) => found.includes('half'))).toEqual([]);
    expect([...seen]).toEqual(expect.arrayContaining(['', 'B', 'AB']));
  }, 120_000);

  it('a disk that took half of one takes nothing of the other until the first is whole', async () => {
    const { later, now } = await twoJobs();
    let isFull = true;
    const { engine } = dyingEngine(bench.engine, null, (docs) => {
      if (isFull && names(docs, `product:B-${COUNT - 1}`)) throw new Error('ENOSPC: no space left on device, write');
      return Promise.resolve();
    });
    const program = bench.program(checkOf([]), engine);
    await program.settle();
    await program.imports.confirm(now, { name: 'Петрова', at: null });
    await program.settle();
    bench.clock.forward(2 * HOUR);
    for (let looked = 0; looked < 3; looked += 1) await program.settle();
    expect([await program.imports.job(now), await program.imports.job(later)]).toMatchObject([
      { state: 'applying', failure: 'IMPORT_NOT_WRITTEN' },
      { state: 'scheduled' },
    ]);
    expect(await onTills()).toBe('');

    isFull = false;
    bench.clock.forward(MINUTE);
    for (let looked = 0; looked < 3; looked += 1) await program.settle();
    expect(await onTills()).toBe('AB');
    await program.ends();
  });

  it('an undo waits, too', async () => {
    const found = [dearer('A'), dearer('B')];
    const program = bench.program((...asked) => checkOf(found.shift()!)(...asked));
    const first = await checked(program);
    await program.imports.confirm(first, { name: 'Петрова', at: null });
    await program.settle();
    const second = await checked(program);
    await program.ends();
    expect(await onTills()).toBe('A');

    // Between its two pieces.
    const { engine } = dyingEngine(bench.engine, null, (docs) => {
      if (names(docs, `product:B-${COUNT - 1}`)) throw new Error('killed');
      return Promise.resolve();
    });
    const killed = bench.program(checkOf([]), engine);
    await killed.imports.confirm(second, { name: 'Петрова', at: null });
    await killed.settle();
    await killed.imports.undo(first, { name: 'Петрова' });
    await killed.ends();
    expect(await written()).toBe(COUNT + 500);
    const seen = new Set<string>();
    const look = async (): Promise<void> => void seen.add(await onTills());
    const restarted = bench.program(checkOf([]), dyingEngine(bench.engine, null, look).engine);
    await restarted.settle();
    await restarted.settle();
    expect(await onTills()).toBe('B');
    expect([...seen].filter((one) => one.includes('half'))).toEqual([]);
    await restarted.ends();
  });
});

it('two times that passed while the server was off: what was due earlier is in force first, whichever was made first', async () => {
  const found = ['A', 'A'].map((letter) => dearer(letter));
  const program = bench.program((...asked) => checkOf(found.shift()!)(...asked));
  const [made, madeLater] = [await checked(program), await checked(program)];
  await program.imports.confirm(made, { name: 'Петрова', at: bench.clock.now() + 2 * HOUR });
  await program.imports.confirm(madeLater, { name: 'Петрова', at: bench.clock.now() + HOUR });
  await program.settle();
  await program.ends();
  bench.clock.forward(3 * HOUR);
  const restarted = bench.program(checkOf([]));
  await restarted.settle();
  const stamps = await Promise.all([madeLater, made].map(async (id) => (await restarted.imports.job(id)).stamp!));
  expect(stamps).toEqual([...stamps].sort());
  await restarted.ends();
});
