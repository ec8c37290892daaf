import { afterEach, beforeEach, expect, it } from 'vitest';
import { isAtRest } from '../../design/import/job-steps.ts';
import { changesOf } from '../catalogue/back-office/change-log.store.ts';
import { checkOf, createBench, creation, dyingEngine, importNow, priceChange, productOf, type Bench } from './import.fixture.ts';

/** Two pieces of a job: between them a mixture would show. */
const COUNT = 520;
const SKUS = Array.from({ length: COUNT }, (_, i) => `RB-${i}`);
const CHANGES = [...SKUS.map((sku) => priceChange(sku, 100_00, 120_00)), creation('NEW-1', 55_00), creation('NEW-2', 66_00)];
const OLD = Object.fromEntries(SKUS.map((sku) => [sku, 100_00]));
const NEW = { ...Object.fromEntries(SKUS.map((sku) => [sku, 120_00])), 'NEW-1': 55_00, 'NEW-2': 66_00 };

let bench: Bench;
beforeEach(async () => {
  bench = createBench();
  await bench.fill(SKUS.map((sku) => productOf(sku)));
  const first = bench.program(checkOf([]));
  await first.settle();
  await first.ends();
});
afterEach(() => bench.end());

/** Which catalogue a till has after a pull at this moment: the old one, the new one, or (never) something else. */
async function whole(): Promise<'old' | 'new' | 'mixture'> {
  const seen = JSON.stringify(Object.entries(await bench.published()).sort());
  const is = (prices: object): boolean => JSON.stringify(Object.entries(prices).sort()) === seen;
  return is(OLD) ? 'old' : is(NEW) ? 'new' : 'mixture';
}

it('K-32: a server killed at any write of an import leaves the old or the new catalogue on every till, and carries on after its restart', async () => {
  const run = async (killAfter: number | null): Promise<number> => {
    const dying = dyingEngine(bench.engine, killAfter);
    const killed = bench.program(checkOf(CHANGES), dying.engine);
    // The person's own writes go through: it is the work behind that dies.
    await importNow(killed).catch(() => undefined);
    await killed.ends();
    return dying.state.writes;
  };
  // Every write of an undisturbed run is a place to be killed at.
  const writes = await run(null);
  expect(await whole()).toBe('new');
  expect(writes).toBeGreaterThan(12);

  const ends = new Set<string>();
  for (let at = 0; at < writes; at += 1) {
    bench.end();
    bench = createBench();
    await bench.fill(SKUS.map((sku) => productOf(sku)));
    const first = bench.program(checkOf([]));
    await first.settle();
    await first.ends();
    await run(at);
    expect(await whole(), `killed after ${at} writes`).not.toBe('mixture');

    const restarted = bench.program(checkOf(CHANGES));
    await restarted.settle();
    const [job] = (await restarted.imports.jobs()).rows;
    expect(isAtRest(job!.state), `${job!.state} after ${at} writes`).toBe(true);
    // What was not decided is still there to be confirmed; what was decided is done.
    if (job!.state === 'checked') await restarted.imports.confirm(job!._id, { name: 'Петрова', at: null });
    await restarted.settle();
    expect((await restarted.imports.job(job!._id)).state).toBe('done');
    expect(await bench.prices(), `server after ${at} writes`).toEqual(NEW);
    expect(await whole(), `tills after ${at} writes`).toBe('new');
    const told = { how: 'import', batch: 'IMP/00001', fields: { price: { to: 120_00 }, cost: { from: 50_00, to: 60_00 } } };
    expect(await changesOf(bench.engine, `RB-${COUNT - 1}`, 5), `history after ${at} writes`).toMatchObject([told]);
    expect(await changesOf(bench.engine, 'NEW-2', 5)).toMatchObject([
      { how: 'import', fields: { price: { from: null, to: 66_00 } } },
    ]);
    expect((await restarted.imports.job(job!._id)).outcome).toMatchObject({ created: 2, updated: COUNT, changedMeanwhile: 0 });
    ends.add(job!.state);
    await restarted.ends();
  }
  expect([...ends].sort()).toEqual(['checked', 'done']);
}, 120_000);

it('UAT-07: a server killed at any write of an undo leaves the new or the old catalogue, and ends it after its restart', async () => {
  async function prepared(): Promise<string> {
    const program = bench.program(checkOf(CHANGES));
    const { _id } = await importNow(program);
    await program.ends();
    return _id;
  }
  const undone = async (id: string, killAfter: number | null): Promise<number> => {
    const dying = dyingEngine(bench.engine, killAfter);
    const program = bench.program(checkOf([]), dying.engine);
    await program.imports.undo(id, { name: 'Петрова' });
    await program.settle().catch(() => undefined);
    await program.ends();
    return dying.state.writes;
  };
  const writes = await undone(await prepared(), null);
  expect(await whole()).toBe('old');
  for (let at = 0; at < writes; at += 1) {
    bench.end();
    bench = createBench();
    await bench.fill(SKUS.map((sku) => productOf(sku)));
    const id = await prepared();
    await undone(id, at);
    expect(await whole(), `killed after ${at} writes`).not.toBe('mixture');
    const restarted = bench.program(checkOf([]));
    await restarted.settle();
    expect(await restarted.imports.job(id)).toMatchObject({ state: 'undone', undo: { restored: COUNT + 2, left: 0 } });
    expect(await bench.prices()).toEqual(OLD);
    expect(await whole()).toBe('old');
    await restarted.ends();
  }
}, 120_000);

it('tills that pull before any write of an import or its undo see the old or the new catalogue, each in one turn', async () => {
  const seen: string[] = [];
  const watched = dyingEngine(bench.engine, null, async () => void seen.push(await whole()));
  const program = bench.program(checkOf(CHANGES), watched.engine);
  const { _id } = await importNow(program);
  seen.push(await whole());
  await program.imports.undo(_id, { name: 'Петрова' });
  await program.settle();
  seen.push(await whole());
  await program.ends();
  expect(seen.filter((found, i) => found !== seen[i - 1])).toEqual(['old', 'new', 'old']);
  expect(seen.length).toBeGreaterThan(20);
});
