import { expect, it } from 'vitest';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import { silentLog } from '../log.ts';
import { startFollower } from './follower.ts';

it('a sale of this moment is worked through before the months that only wait to be looked at after a start', async () => {
  const engine = createMemoryEngine();
  const names = Array.from({ length: 40 }, (_, n) => `sales-demo-1-2020${String(n).padStart(2, '0')}`);
  for (const name of names) await engine.open(name);
  const worked: string[] = [];
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const follower = startFollower(engine, {
    what: 'test',
    wants: () => true,
    log: silentLog,
    async work(name) {
      worked.push(name);
      begun.resolve();
      await gate.promise;
    },
  });
  await begun.promise;
  const last = names.at(-1)!;
  await (await engine.open(last)).put({ _id: 'sale:1', type: 'sale' });
  gate.resolve();
  await follower.settled();
  await follower.stop();
  expect(worked.slice(0, 2)).toEqual([names[0], last]);
  expect(new Set(worked)).toEqual(new Set(names));
});
