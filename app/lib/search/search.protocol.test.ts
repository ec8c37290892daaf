import { expect, it } from 'vitest';
import { connectSearch, type SearchCall } from './search.protocol.ts';

class FakeWorker extends EventTarget {
  readonly asked: SearchCall[] = [];
  postMessage(call: SearchCall): void {
    this.asked.push(call);
  }
}

it('refuses what was asked of a search that broke down, so that no screen waits for ever', async () => {
  const worker = new FakeWorker();
  let lost = 0;
  const search = connectSearch(worker, () => (lost += 1));
  const asked = [search.byCode('4600000000017', 0), search.categories()];
  worker.dispatchEvent(new Event('error'));
  expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(lost).toBe(1);
});
