import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SEED, seeded, SOAK } from './seeded.ts';

/** `npm run soak` kills the whole server, `npm test` the part of it that holds the documents. */
const PROGRAM = resolve(import.meta.dirname, SOAK ? '../../sync-server/main.ts' : './kill/documents.program.ts');
const ROUNDS = SOAK ? 200 : 20;
const WRITERS = 4;
const TOKEN = 'token-of-the-kill-test';
const HEADERS = {
  authorization: `Basic ${Buffer.from(`admin:${TOKEN}`).toString('base64')}`,
  'content-type': 'application/json',
  accept: 'application/json',
};
/** One of the server's own databases of each sort, and one that the administrator made. */
const DATABASES = ['sales-kill-202611', 'store-kill', 'guest_of_the_test'];

let folder: string;
let child: ChildProcess | null = null;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'optics-kill-'));
});
afterAll(async () => {
  await kill();
  rmSync(folder, { recursive: true, force: true });
});

async function kill(): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** The address of a server started on the folder of the one before. */
async function start(): Promise<string> {
  child = spawn(process.execPath, [PROGRAM], {
    env: { PATH: process.env['PATH'], OPTICS_DATA: folder, SYNC_PORT: '0', SYNC_ADMIN_TOKEN: TOKEN },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout! })) {
    const { event, port } = JSON.parse(line) as { event: string; port?: number };
    if (event === 'ready') {
      child.stdout!.resume();
      return `http://127.0.0.1:${port}/db`;
    }
  }
  throw new Error('the server ended before it was ready');
}

const documentOf = (key: string, database: string): object =>
  database === 'store-kill'
    ? { _id: `client:${key}`, type: 'client', schema: 1, store: 'kill', name: key }
    : { _id: `sale:${key}`, type: 'sale', schema: 1, store: 'kill', total: 100, note: 'x'.repeat(500) };

it(`loses nothing that was answered 201 when the sync server is killed while tills write (seed ${SEED}, ${ROUNDS} rounds)`, async () => {
  const random = seeded(SEED);
  /** Database → id → revision that was answered. */
  const acknowledged = new Map(DATABASES.map((name) => [name, new Map<string, string>()]));
  let number = 0;

  async function write(url: string, database: string): Promise<void> {
    const doc = documentOf(String((number += 1)).padStart(6, '0'), database);
    const answer = await fetch(`${url}/${database}`, { method: 'POST', headers: HEADERS, body: JSON.stringify(doc) });
    if (answer.status !== 201) throw new Error(`${database} answered ${answer.status}`);
    const { id, rev } = (await answer.json()) as { id: string; rev: string };
    acknowledged.get(database)!.set(id, rev);
  }

  async function missing(url: string): Promise<string[]> {
    const lost: string[] = [];
    for (const [database, docs] of acknowledged) {
      const body = JSON.stringify({ keys: [...docs.keys()] });
      const answer = await fetch(`${url}/${database}/_all_docs`, { method: 'POST', headers: HEADERS, body });
      const { rows } = (await answer.json()) as { rows: { id?: string; key: string; value?: { rev: string } }[] };
      for (const row of rows) if (row.value?.rev !== docs.get(row.key)) lost.push(`${database} ${row.key}`);
    }
    return lost;
  }

  for (let round = 0; round < ROUNDS; round += 1) {
    const url = await start();
    for (const name of DATABASES) await fetch(`${url}/${name}`, { method: 'PUT', headers: HEADERS });
    expect(await missing(url)).toEqual([]);
    let left = 1 + Math.floor(random() * 60);
    const dead = once(child!, 'exit');
    const writers = Array.from({ length: WRITERS }, async () => {
      while (left > 0) {
        await write(url, DATABASES[Math.floor(random() * DATABASES.length)]!);
        left -= 1;
        // At once after an answer: the other writers have requests under way.
        if (left === 0) child!.kill('SIGKILL');
      }
    });
    await Promise.allSettled(writers);
    await dead;
  }
  const url = await start();
  expect(await missing(url)).toEqual([]);
  expect([...acknowledged.values()].reduce((sum, docs) => sum + docs.size, 0)).toBeGreaterThan(ROUNDS);
}, 600_000);
