import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CATALOG, COSTS, PRODUCTS } from '../../design/databases.ts';
import type { Cost, Manifest, Product } from '../../design/documents/catalogue.ts';
import { MANIFEST_ID } from '../../design/folds/catalogue-build.ts';
import { foldCatalogue, pieceText, type CataloguePiece } from '../../design/folds/catalogue.ts';
import type { ProductChange } from '../../design/import/checked-row.ts';
import type { ImportJob } from '../../design/import/job.ts';
import { GUESS_ALL, STANDARD_RULES } from '../../design/import/profile.ts';
import { startProjector } from '../catalogue/projector.ts';
import type { Engine } from '../engine/engine.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import type { Job } from '../jobs.ts';
import { silentLog } from '../log.ts';
import { createStamps, type Stamps } from '../stamps.ts';
import type { CheckFile } from './check-file.ts';
import { createImports } from './create-imports.ts';
import type { Confirmation, Imports } from './imports.ts';

const BEGIN = 1_763_700_000_000;
const FREE = { turn: () => Promise.resolve(), spend: () => undefined, end: () => undefined };
export const READING = { choice: GUESS_ALL, mapping: null, rules: STANDARD_RULES, supplier: 'OptMarket' };

export const productOf = (sku: string, price = 100_00): Product => ({
  ...{ _id: `product:${sku}`, type: 'product', schema: 1, hlc: '1763000000000-0000-0000', by: null, pos: null },
  ...{ sku, name: `Оправа ${sku}`, brand: 'Ray-Ban', kind: 'frame', category: 'Оправы', ean: null, price, vat: 'none' },
  ...{ subject: 'goods', supplier: 'OptMarket', archived: false, stamps: {} },
});
const costOf = (sku: string, cost: number): Cost => ({
  ...{ _id: `cost:${sku}`, type: 'cost', schema: 1, hlc: '1763000000000-0000-0000', by: null, pos: null },
  ...{ sku, cost, supplier: 'OptMarket', stamps: {} },
});

/** A change of price and cost, as the check says it. */
export const priceChange = (sku: string, from: number, to: number): ProductChange => ({
  ...{ sku, row: 2, what: 'update', before: { price: from, cost: from / 2 }, after: { price: to, cost: to / 2 } },
  ...{ stock: null, held: [] },
});
export const creation = (sku: string, price: number): ProductChange => ({
  ...{ sku, row: 3, what: 'create', before: null, stock: null, held: [] },
  after: { name: `Новая ${sku}`, brand: 'Vogue', kind: 'frame', category: 'Оправы', price, vat: 'none', cost: price / 2 },
});

/** A check that finds what a test says. */
export const checkOf =
  (changes: readonly ProductChange[]): CheckFile =>
  async (_input, sink) => {
    await sink.batch({ changes, findings: [] });
    const created = changes.filter(({ what }) => what === 'create').length;
    const held = changes.filter((change) => change.held.length > 0).length;
    const rows = { total_rows: changes.length, processed: changes.length, created, updated: changes.length - created };
    return { counts: { ...rows, skipped: 0, errors: 0, unchanged: 0, warnings: 0, held }, vanished: [] };
  };

/** Fails at the n-th write and at all after it, as a process that is gone; `null`: never. Counts what it let through; `before` each write. */
export function dyingEngine(
  engine: Engine,
  after: number | null,
  before: (written: unknown) => Promise<void> = () => Promise.resolve(),
) {
  const state = { writes: 0 };
  const WRITES = new Set<string | symbol>(['put', 'bulk']);
  const over = <T extends object>(
    target: T,
    wrap: (name: string | symbol, method: (...args: unknown[]) => unknown) => unknown,
  ): T =>
    new Proxy(target, {
      get(_, name) {
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? wrap(name, (value as (...args: unknown[]) => unknown).bind(target)) : value;
      },
    });
  const dying = over(engine, (name, method) =>
    name !== 'open'
      ? method
      : async (...args: unknown[]) =>
          over((await method(...args)) as object, (call, write) =>
            WRITES.has(call)
              ? async (...given: unknown[]) => {
                  await before(given[0]);
                  if (after !== null && state.writes >= after) throw new Error('killed');
                  state.writes += 1;
                  return write(...given);
                }
              : write,
          ),
  );
  return { engine: dying, state };
}

export interface Bench {
  readonly engine: Engine;
  readonly clock: { now(): number; forward(ms: number): void };
  readonly stamps: Stamps;
  /** Sku → price of what is sold, as the server holds it, as it is published, and as a till reads it. */
  prices(): Promise<Record<string, number>>;
  published(): Promise<Record<string, number>>;
  costs(): Promise<Record<string, number>>;
  fill(products: readonly Product[]): Promise<void>;
  /** A program on this data; `ends` ends it. */
  program(check: CheckFile, engine?: Engine): { imports: Imports; settle(): Promise<void>; ends(): Promise<void> };
  end(): void;
}

export function createBench(): Bench {
  const engine = createMemoryEngine();
  const folder = mkdtempSync(join(tmpdir(), 'optics-import-'));
  let now = BEGIN;
  const clock = { now: () => now, forward: (ms: number) => void (now += ms) };
  const stamps = createStamps(clock);
  const digestOf = (piece: CataloguePiece): string => createHash('sha256').update(pieceText(piece)).digest('hex');
  return {
    engine,
    clock,
    stamps,
    async prices() {
      const docs = (await (await engine.open(PRODUCTS)).range({})) as unknown as Product[];
      return Object.fromEntries(docs.filter(({ archived }) => !archived).map(({ sku, price }) => [sku, price]));
    },
    async costs() {
      const docs = (await (await engine.open(COSTS)).range({})) as unknown as Cost[];
      return Object.fromEntries(docs.map(({ sku, cost }) => [sku, cost]));
    },
    async published() {
      const catalog = await engine.open(CATALOG);
      const manifest = (await catalog.get(MANIFEST_ID)) as unknown as Manifest | null;
      if (!manifest) return {};
      const pieces = new Map((await catalog.range({})).map((doc) => [doc._id, doc as unknown as CataloguePiece]));
      const folded = foldCatalogue(manifest, (id) => pieces.get(id), digestOf);
      if (!folded.whole) throw new Error(`a till lacks ${folded.missing.join()}`);
      return Object.fromEntries([...folded.entries.values()].map(({ sku, price }) => [sku, price]));
    },
    async fill(products) {
      await (await engine.open(PRODUCTS)).bulk(products.map((doc) => ({ ...doc })));
      await (await engine.open(COSTS)).bulk(products.map(({ sku, price }) => ({ ...costOf(sku, price / 2) })));
    },
    program(check, on = engine) {
      const imports = createImports({
        ...{ engine, clock, stamps, log: silentLog, folder, check },
        shops: () => ['demo-1', 'demo-2'],
      });
      const projector = startProjector(on, { clock, log: silentLog, pace: FREE, retryAfter: 3_600_000 });
      const work: Job = imports.work(on);
      return {
        imports,
        async settle() {
          await work.settled();
          await projector.settled();
        },
        async ends() {
          await work.stop();
          await projector.stop();
        },
      };
    },
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const NOW: Confirmation = { name: 'Петрова', at: null };
/** Upload, check and confirmation. */
export async function importNow(
  { imports, settle }: Pick<ReturnType<Bench['program']>, 'imports' | 'settle'>,
  confirmation: Confirmation = NOW,
): Promise<ImportJob> {
  const file = await imports.upload(Readable.from([Buffer.from('a file')]), 'цены.xlsx');
  const { _id } = await imports.start({ file: file.id, profile: READING, dryRun: false });
  await settle();
  await imports.confirm(_id, confirmation);
  await settle();
  return imports.job(_id);
}
