import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ImportServer } from './import/import-server.ts';
import { after, editionOf, FIRST, firstProducts, priceFile, wordsOf, type Edition } from './import/price-lists.ts';
import { startWatchingTill } from './import/watching-till.ts';

const PATIENCE = { timeout: 240_000, interval: 200 };
let server: ImportServer;
let till: Awaited<ReturnType<typeof startWatchingTill>>;
beforeEach(async () => {
  server = new ImportServer(mkdtempSync(join(tmpdir(), 'optics-import-copy-')));
  await server.start();
  await server.ask({ what: 'fill', products: firstProducts() });
  till = await startWatchingTill(server, { now: () => Date.now() });
  await till.pull();
}, 400_000);
afterEach(async () => {
  await server.kill();
  await till.end();
  rmSync(server.folder, { recursive: true, force: true });
  rmSync(`${server.folder}-copy`, { recursive: true, force: true });
}, 120_000);

const data = (): string => join(server.folder, 'sync');
const copy = (): string => `${server.folder}-copy`;
const states = async (): Promise<string[]> => (await server.jobs()).map(({ state }) => state).sort();
const goods = async (): Promise<string> => editionOf(await server.ask({ what: 'goods' }));
const tillShows = (version: number, edition: Edition): Promise<void> =>
  expect.poll(async () => (await till.pull().catch(() => undefined), till.shows(version)), PATIENCE).toBe(wordsOf(edition));

it('a copy of the server’s data made in the middle of a price list that is being written, put back a price list later: the first goes on to its end, the later one is gone as a whole, and a till follows', async () => {
  // Where there are places to stop at: an undisturbed run.
  await server.ask({ what: 'arm', after: null, how: 'before' });
  await server.import(priceFile(1));
  await expect.poll(states, PATIENCE).toEqual(['done']);
  const writes = await server.ask<number>({ what: 'passed' });

  await server.ask({ what: 'arm', after: Math.floor(writes * 0.7), how: 'after' });
  await server.import(priceFile(2)).catch(() => undefined);
  await server.died();
  cpSync(data(), copy(), { recursive: true });

  await server.start();
  await expect.poll(states, PATIENCE).toEqual(['done', 'done']);
  await server.import(priceFile(3));
  await expect.poll(states, PATIENCE).toEqual(['done', 'done', 'done']);
  const latest = after(after(after(FIRST, 1), 2), 3);
  expect(await goods()).toBe(wordsOf(latest));
  await tillShows(3, latest);

  // The disk dies in the night; the copy is what there is.
  await server.kill();
  rmSync(data(), { recursive: true });
  cpSync(copy(), data(), { recursive: true });
  await server.start();
  await expect.poll(states, PATIENCE).toEqual(['done', 'done']);
  const restored = after(after(FIRST, 1), 2);
  expect(await goods()).toBe(wordsOf(restored));
  await tillShows(3, restored);
  // What was begun after the copy is brought once more, and holds.
  await server.import(priceFile(3));
  await expect.poll(states, PATIENCE).toEqual(['done', 'done', 'done']);
  await tillShows(3, latest);
}, 900_000);
