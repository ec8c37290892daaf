import { execFileSync } from 'node:child_process';
import process from 'node:process';
import type { Database, DocumentInput, Engine, StoredDocument } from '../../../sync-server/engine/engine.ts';
import { startServer } from '../../../sync-server/start.ts';
import { addShops, DEMO_TILLS } from '../../integration/server/sync-server.fixture.ts';
import type { Command, Reply } from './commands.ts';

/**
 * The whole sync server on a data folder, with one thing more: told so, it kills itself (SIGKILL) at the n-th write of imports, catalogue
 * or projector. It is driven by its API and, for what has no API, by its parent.
 */
const WATCHED: ReadonlySet<string> = new Set(['imports', 'products', 'costs', 'catalog', 'control']);
const armed = { left: null as number | null, how: 'before' as 'before' | 'during' | 'after', passed: 0 };
/** The size of a file at which the disk takes no more: as at the end of a disk, the write that meets it is cut in its middle. */
const room = (bytes: number | 'unlimited'): void =>
  void execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:unlimited`]);
let fillsUp = false;
const die = (): void => void process.kill(process.pid, 'SIGKILL');

/** The lease is renewed by the clock and says nothing of a job. */
const counts = (given: unknown): boolean =>
  (Array.isArray(given) ? (given as DocumentInput[]) : [given as DocumentInput]).some(({ _id }) => !_id.startsWith('lease'));

function watched(database: Database): Database {
  return new Proxy(database, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const method = (value as (...args: unknown[]) => unknown).bind(target);
      if (name !== 'put' && name !== 'bulk') return method;
      return async (...args: unknown[]) => {
        if (!counts(args[0])) return method(...args);
        armed.passed += 1;
        if (fillsUp && database.name === 'products') {
          fillsUp = false;
          room(130_001);
        }
        const isLast = armed.left !== null && (armed.left -= 1) < 0;
        if (isLast && armed.how === 'before') die();
        const written = method(...args);
        if (isLast && armed.how === 'during') die();
        const result = await written;
        if (isLast) die();
        return result;
      };
    },
  });
}

async function prepare(engine: Engine): Promise<void> {
  const open = engine.open.bind(engine);
  await addShops(engine, ['demo-1', 'demo-2']).catch(() => undefined);
  Object.assign(engine, {
    open: async (name: string) => (WATCHED.has(name) ? watched(await open(name)) : open(name)),
  });
}

const dataDir = process.env['OPTICS_DATA']!;
const port = Number(process.env['SYNC_PORT']);
const clock = { now: () => Date.now() };
const server = await startServer({
  ...{ dataDir, port, clock, demo: true, demoTills: DEMO_TILLS, appDir: `${dataDir}/no-app`, prepare },
  log: (level, event, fields) => void (level === 'error' && process.stderr.write(`${JSON.stringify({ event, ...fields })}\n`)),
});

async function goods(): Promise<Record<string, number>> {
  const docs = (await (await server.engine.open('products')).range({})) as (StoredDocument & { sku: string; price: number })[];
  return Object.fromEntries(docs.filter((doc) => doc['archived'] !== true).map(({ sku, price }) => [sku, price]));
}

async function answer(command: Command): Promise<unknown> {
  switch (command.what) {
    case 'fill':
      await (await server.engine.open('products')).bulk(command.products);
      return server.jobs.settled();
    case 'arm':
      Object.assign(armed, { left: command.after, how: command.how, passed: 0 });
      return null;
    case 'passed':
      return armed.passed;
    case 'undo':
      return server.imports.undo(command.job, { name: 'Петрова' });
    case 'jobs':
      return (await server.imports.jobs({ limit: 1_000 })).rows;
    case 'goods':
      return goods();
    case 'failing':
      return server.imports.failing();
    case 'fill-disk':
      fillsUp = true;
      return null;
    case 'free-disk':
      room('unlimited');
      return null;
  }
}
process.on('message', ({ number, command }: { number: number; command: Command }) => {
  answer(command).then(
    (result) => process.send!({ number, result } satisfies Reply),
    (error: unknown) => process.send!({ number, error: String(error) } satisfies Reply),
  );
});
process.on('disconnect', () => process.exit(0));
process.send!({ number: 0 } satisfies Reply);
