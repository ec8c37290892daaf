import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CATALOG, IMPORTS, PRODUCTS } from '../../design/databases.ts';
import type { PriceList } from '../../design/documents/catalogue.ts';
import type { ImportPiece } from '../../design/import/job.ts';
import { HOUR, MINUTE, SECOND } from '../../design/time/clock.ts';
import type { Database, Engine } from '../engine/engine.ts';
import { checkOf, createBench, creation, importNow, priceChange, productOf, type Bench } from './import.fixture.ts';

/** Two pieces of a job. */
const SKUS = Array.from({ length: 520 }, (_, i) => `RB-${i}`);
const CHANGES = [creation('NEW-1', 55_00), ...SKUS.map((sku) => priceChange(sku, 100_00, 120_00)), creation('NEW-2', 66_00)];
const OLD = Object.fromEntries(SKUS.map((sku) => [sku, 100_00]));
const NEW = { ...Object.fromEntries(SKUS.map((sku) => [sku, 120_00])), 'NEW-1': 55_00, 'NEW-2': 66_00 };
const JOB = 'import-job:IMP-00001';
const inOrder = (prices: Readonly<Record<string, number>>): string => JSON.stringify(Object.entries(prices).sort());

let bench: Bench;
beforeEach(async () => {
  bench = createBench();
  await bench.fill(SKUS.map((sku) => productOf(sku)));
  const first = bench.program(checkOf([]));
  await first.settle();
  await first.ends();
});
afterEach(() => bench.end());

type Write = 'put' | 'bulk';
/** An engine of which one database asks a test before it writes. */
function over(engine: Engine, name: string, way: Write, before: (write: number, given: unknown) => Promise<void> | void): Engine {
  let writes = 0;
  const wrap = (database: Database): Database =>
    new Proxy(database, {
      get(_, called) {
        const value: unknown = Reflect.get(database, called, database);
        if (typeof value !== 'function') return value;
        const method = (value as (...args: unknown[]) => unknown).bind(database);
        return called !== way
          ? method
          : async (...args: unknown[]) => {
              await before((writes += 1), args[0]);
              return method(...args);
            };
      },
    });
  return { ...engine, open: async (asked) => (asked === name ? wrap(await engine.open(asked)) : engine.open(asked)) };
}
const full = (): never => {
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
};
async function loses(piece: string): Promise<void> {
  const imports = await bench.engine.open(IMPORTS);
  const held = (await imports.get(piece))!;
  await imports.put({ _id: held._id, _rev: held._rev, _deleted: true });
}
async function spoils(piece: string): Promise<void> {
  const imports = await bench.engine.open(IMPORTS);
  const held = (await imports.get(piece)) as unknown as ImportPiece & { _rev: string };
  const changes = held.changes.map((change, i) => (i === 7 ? { ...change, after: { ...change.after, price: 1 } } : change));
  await imports.put({ ...held, changes });
}
const piecesOf = async (): Promise<string[]> =>
  (await (await bench.engine.open(IMPORTS)).range({ startkey: 'import-piece:', endkey: 'import-piece:\ufff0' })).map(
    ({ _id }) => _id,
  );

describe('a disk that takes no more writes', () => {
  it('keeps the old catalogue on the tills, says so in the job, asks ever later, and goes on by itself once there is room', async () => {
    let isFull = true;
    let tries = 0;
    const program = bench.program(
      checkOf(CHANGES),
      over(bench.engine, PRODUCTS, 'bulk', (write) => {
        if (!isFull || write === 1) return;
        tries += 1;
        full();
      }),
    );
    await importNow(program);
    expect(await program.imports.job(JOB)).toMatchObject({ state: 'applying', failure: 'IMPORT_NOT_WRITTEN' });
    expect((await program.imports.stuck()).map(({ _id }) => _id)).toEqual([JOB]);
    expect(program.imports.failing()).toMatchObject([{ id: JOB, tries: 1, since: bench.clock.now() }]);
    expect(await bench.published()).toEqual(OLD);
    expect(await bench.prices(), 'half of it is written').not.toEqual(OLD);

    // Looked at each second of an hour it is tried some dozens of times, not thousands.
    for (let passed = 0; passed < 20; passed += 1) await program.settle();
    expect(tries).toBe(1);
    for (let passed = 0; passed < HOUR; passed += 20 * SECOND) {
      bench.clock.forward(20 * SECOND);
      await program.settle();
    }
    expect(tries).toBeGreaterThan(30);
    expect(tries).toBeLessThan(70);
    expect(await bench.published()).toEqual(OLD);

    isFull = false;
    bench.clock.forward(MINUTE);
    await program.settle();
    expect(await program.imports.job(JOB)).toMatchObject({ state: 'done', failure: null, outcome: { created: 2, updated: 520 } });
    expect([program.imports.failing(), await program.imports.stuck()]).toEqual([[], []]);
    expect(await bench.published()).toEqual(NEW);
    await program.ends();
  });

  it('is known to the server’s pages even where not a word of it can be written', async () => {
    const refuses = over(bench.engine, PRODUCTS, 'bulk', full);
    const mute = over(refuses, IMPORTS, 'put', (_, given) => {
      const { state, failure } = given as { state?: string; failure?: string | null };
      if (state === 'applying' && failure) full();
    });
    const program = bench.program(checkOf(CHANGES), mute);
    await importNow(program);
    expect(await (await bench.engine.open(IMPORTS)).get(JOB)).toMatchObject({ state: 'applying', failure: null });
    expect(await program.imports.job(JOB)).toMatchObject({ state: 'applying', failure: 'IMPORT_NOT_WRITTEN' });
    await program.ends();
  });
});

describe('a piece of a job that is damaged', () => {
  for (const [what, damage] of [
    ['lost', loses],
    ['another one than was decided', spoils],
  ] as const) {
    it(`before the decision (${what}): the job fails with its code and nothing is written`, async () => {
      const program = bench.program(checkOf(CHANGES));
      const stopped = { ...program, settle: async () => (await program.settle(), await once()) };
      let isDone = false;
      const once = async (): Promise<void> => {
        if (!isDone) await damage((await piecesOf())[1]!);
        isDone = true;
      };
      await importNow(stopped);
      expect(await program.imports.job(JOB)).toMatchObject({ state: 'failed', failure: 'IMPORT_PIECE_DAMAGED' });
      expect([await bench.prices(), await bench.published()]).toEqual([OLD, OLD]);
      await program.ends();
    });

    it(`after the decision (${what}): the old catalogue comes back by itself, and no till has seen anything else`, async () => {
      const seen = new Set<string>();
      const program = bench.program(
        checkOf(CHANGES),
        over(bench.engine, PRODUCTS, 'bulk', async (write) => {
          seen.add(inOrder(await bench.published()));
          if (write === 1) await damage((await piecesOf())[1]!);
        }),
      );
      await importNow(program);
      expect(await program.imports.job(JOB)).toMatchObject({
        state: 'undone',
        failure: 'IMPORT_PIECE_DAMAGED',
        undo: { name: 'сервер', restored: 500 },
      });
      expect([await bench.prices(), await bench.published()]).toEqual([OLD, OLD]);
      expect([...seen].map((found) => found === inOrder(OLD))).toEqual([true]);
      // The next file is taken as if nothing had been.
      const { file } = await program.imports.job(JOB);
      expect(file.name).toBe('цены.xlsx');
      await program.ends();
      const again = bench.program(checkOf(CHANGES.slice(1, -1)));
      expect(await importNow(again)).toMatchObject({ state: 'done' });
      expect(await bench.published()).toEqual(Object.fromEntries(SKUS.map((sku) => [sku, 120_00])));
      await again.ends();
    });
  }

  it('that was written already when the server died: its articles come back from their history', async () => {
    const dies = bench.program(
      checkOf(CHANGES),
      over(bench.engine, PRODUCTS, 'bulk', (write) => {
        if (write > 1) throw new Error('killed');
      }),
    );
    await importNow(dies);
    await dies.ends();
    expect((await bench.prices())['NEW-1']).toBe(55_00);
    expect((await bench.prices())['RB-0']).toBe(120_00);
    await loses((await piecesOf())[0]!);
    bench.clock.forward(MINUTE);
    const restarted = bench.program(checkOf([]));
    await restarted.settle();
    expect(await restarted.imports.job(JOB)).toMatchObject({
      state: 'undone',
      failure: 'IMPORT_PIECE_DAMAGED',
      // With costs of the second piece, which go before their articles.
      undo: { restored: 521, left: 0 },
    });
    expect([await bench.prices(), await bench.published()]).toEqual([OLD, OLD]);
    expect(Object.values(await bench.costs()).slice(0, 520)).not.toContain(60_00);
    await restarted.ends();
  });

  it('hinders no undo of a job that is done', async () => {
    const program = bench.program(checkOf(CHANGES));
    await importNow(program);
    await spoils((await piecesOf())[0]!);
    await program.imports.undo(JOB, { name: 'Петрова' });
    await program.settle();
    expect(await program.imports.job(JOB)).toMatchObject({ state: 'undone', undo: { restored: 522, left: 0 } });
    expect([await bench.prices(), await bench.published()]).toEqual([OLD, OLD]);
    await program.ends();
  });

  it('takes back the prices that had gone ahead to the shops, too', async () => {
    const program = bench.program(
      checkOf(CHANGES),
      over(bench.engine, PRODUCTS, 'bulk', async (write) => {
        if (write === 1) await loses((await piecesOf())[1]!);
      }),
    );
    const list = async () =>
      ((await (await bench.engine.open(CATALOG)).get('price-list:demo-1')) as unknown as PriceList | null) ?? {
        parts: [],
        prices: [],
      };
    await importNow(program, { name: 'Петрова', at: bench.clock.now() + HOUR });
    expect((await list()).prices?.length || (await list()).parts?.length).toBeGreaterThan(0);
    bench.clock.forward(HOUR);
    for (let round = 0; round < 3; round += 1) await program.settle();
    expect(await program.imports.job(JOB)).toMatchObject({ state: 'undone', announced: [] });
    expect([(await list()).prices ?? [], (await list()).parts ?? []]).toEqual([[], []]);
    await program.ends();
  });
});
