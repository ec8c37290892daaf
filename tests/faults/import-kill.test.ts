import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ImportJob } from '../../design/import/job.ts';
import { goesOnByItself } from '../../design/import/job-steps.ts';
import { ImportServer } from './import/import-server.ts';
import { after, FIRST, firstProducts, priceFile, wordsOf, editionOf, type Edition } from './import/price-lists.ts';
import { startWatchingTill } from './import/watching-till.ts';
import { pick, SEED, seeded, SOAK } from './seeded.ts';

const KILLS = SOAK ? 120 : 9;
const PATIENCE = { timeout: 120_000, interval: 50 };

let server: ImportServer;
let till: Awaited<ReturnType<typeof startWatchingTill>>;
beforeAll(async () => {
  server = new ImportServer(mkdtempSync(join(tmpdir(), 'optics-import-kill-')));
  await server.start();
  await server.ask({ what: 'fill', products: firstProducts() });
  till = await startWatchingTill(server, { now: () => Date.now() });
}, 120_000);
afterAll(async () => {
  await server.kill();
  await till.end();
  rmSync(server.folder, { recursive: true, force: true });
});

/** Resolves when no job has anything before it. @throws where the server dies */
async function settled(): Promise<ImportJob[]> {
  for (;;) {
    const jobs = await server.jobs();
    if (!jobs.some(goesOnByItself)) return jobs;
    await setTimeout(50);
  }
}
const goods = async (): Promise<string> => editionOf(await server.ask({ what: 'goods' }));
async function tillShows(version: number, edition: Edition): Promise<void> {
  await expect.poll(async () => (await till.pull(), till.shows(version)), PATIENCE).toBe(wordsOf(edition));
}
const arm = (after: number | null, how: 'before' | 'during' | 'after' = 'before'): Promise<null> =>
  server.ask({ what: 'arm', after, how });

it(
  `K-32, UAT-07: the whole server killed (kill -9) ${KILLS} times in checks, decisions, writes, publications and undos leaves the old or the new catalogue, ends its jobs by itself and takes the next file (seed ${SEED})`,
  async () => {
    const random = seeded(SEED);
    let version = 0;
    let held: Edition = FIRST;
    let before: Edition = FIRST;
    /** The job whose undo is possible. */
    let last: string | null = null;

    async function importing(): Promise<void> {
      const id = await server.import(priceFile(version));
      await settled();
      last = id;
    }
    const undoing = async (): Promise<void> => {
      await server.ask({ what: 'undo', job: last! });
      await settled();
    };

    // An undisturbed run says where there are places to die at.
    version = 1;
    await arm(null);
    await importing();
    await tillShows(version, after(FIRST, 1));
    const importWrites = await server.ask<number>({ what: 'passed' });
    await arm(null);
    await undoing();
    await tillShows(version, FIRST);
    const undoWrites = await server.ask<number>({ what: 'passed' });
    expect(Math.min(importWrites, undoWrites)).toBeGreaterThan(10);
    last = null;

    const stories: string[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const isUndo = kill % 3 === 2;
      if (!isUndo) version += 1;
      const next = isUndo ? before : after(held, version);
      // One place in each stretch of the work; the very first is before anything at all.
      const at = kill === 0 ? 0 : Math.floor(((kill + random()) / KILLS) * (isUndo ? undoWrites : importWrites));
      const how = kill === 0 ? 'before' : pick(random, ['before', 'during', 'after'] as const);
      const story = `${isUndo ? 'undo' : 'import'} of ${version}, killed ${how} write ${at}`;
      await arm(at, how);
      till.watch(version);
      await (isUndo ? undoing() : importing()).catch(() => undefined);
      // Done before its end came: then the end comes now.
      await server.kill();
      for (const shown of await till.seen()) expect([wordsOf(held), wordsOf(next)], `a till, ${story}`).toContain(shown);

      await server.start();
      const jobs = await settled();
      const found = await goods();
      expect([wordsOf(held), wordsOf(next)], `the server, ${story}`).toContain(found);
      stories.push(`${isUndo ? 'undo' : 'import'} ${found === wordsOf(next) ? 'carried through' : 'left alone'}`);
      await arm(null);
      if (found !== wordsOf(next)) await (isUndo ? undoing() : importing());
      else if (!isUndo) last = jobs.find(({ state }) => state === 'done')!._id;
      expect(await goods(), `after another try, ${story}`).toBe(wordsOf(next));
      await tillShows(version, next);
      [before, held] = [isUndo ? next : held, next];
      if (isUndo) last = null;
    }
    expect(new Set(stories.map((story) => story.replace(/^\w+ /, '')))).toEqual(new Set(['carried through', 'left alone']));
  },
  SOAK ? 3_600_000 : 600_000,
);
