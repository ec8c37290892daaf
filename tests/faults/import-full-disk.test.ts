import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ImportServer } from './import/import-server.ts';
import { after, editionOf, FIRST, firstProducts, priceFile, wordsOf } from './import/price-lists.ts';
import { startWatchingTill } from './import/watching-till.ts';

const PATIENCE = { timeout: 120_000, interval: 200 };
let server: ImportServer;
let till: Awaited<ReturnType<typeof startWatchingTill>>;
beforeAll(async () => {
  server = new ImportServer(mkdtempSync(join(tmpdir(), 'optics-import-disk-')));
  await server.start();
  await server.ask({ what: 'fill', products: firstProducts() });
  till = await startWatchingTill(server, { now: () => Date.now() });
  await till.pull();
}, 240_000);
afterAll(async () => {
  await server.kill();
  await till.end();
  rmSync(server.folder, { recursive: true, force: true });
});

async function metric(name: string): Promise<number> {
  const token = readFileSync(join(server.folder, 'sync/metrics.token'), 'utf8').trim();
  const answer = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  return Number(new RegExp(`^${name} (.*)$`, 'm').exec(await answer.text())?.[1]);
}
const stateOf = async (): Promise<(string | null)[]> => {
  const [job] = await server.jobs();
  return [job!.state, job!.failure];
};

it('a disk that fills up between the decision and the articles leaves the old prices on the tills, calls for somebody, and lets the job go on once there is room', async () => {
  await server.ask({ what: 'fill-disk' });
  await server.import(priceFile(1));
  await expect.poll(stateOf, PATIENCE).toEqual(['applying', 'IMPORT_NOT_WRITTEN']);
  await expect.poll(() => metric('optics_sync_imports_failing'), PATIENCE).toBe(1);
  expect(await metric('optics_sync_import_failing_seconds')).toBeGreaterThanOrEqual(0);
  await till.pull().catch(() => undefined);
  expect(await till.shows(1)).toBe(wordsOf(FIRST));

  await server.ask({ what: 'free-disk' });
  await expect.poll(stateOf, PATIENCE).toEqual(['done', null]);
  // The job says that it is done before the server counts it out.
  await expect.poll(() => metric('optics_sync_imports_failing'), PATIENCE).toBe(0);
  const next = after(FIRST, 1);
  expect(editionOf(await server.ask({ what: 'goods' }))).toBe(wordsOf(next));
  await expect.poll(async () => (await till.pull(), till.shows(1)), PATIENCE).toBe(wordsOf(next));
  await expect.poll(() => server.said.join(''), PATIENCE).toContain('import-work-failed');
}, 400_000);

it('a server that is killed while its disk is full carries the job through after its restart', async () => {
  await server.ask({ what: 'fill-disk' });
  await server.import(priceFile(2));
  await expect.poll(() => server.ask<unknown[]>({ what: 'failing' }).then(({ length }) => length), PATIENCE).toBe(1);
  await server.kill();
  await server.start();
  await expect.poll(stateOf, PATIENCE).toEqual(['done', null]);
  const next = after(after(FIRST, 1), 2);
  expect(editionOf(await server.ask({ what: 'goods' }))).toBe(wordsOf(next));
  await expect.poll(async () => (await till.pull(), till.shows(2)), PATIENCE).toBe(wordsOf(next));
}, 400_000);
