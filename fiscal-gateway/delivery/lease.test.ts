import { afterEach, beforeEach, expect, it } from 'vitest';
import { SENDER_LEASE } from '../../design/fiscal/limits.ts';
import { openJournal } from '../journal/journal.ts';
import type { Journal } from '../journal/journal.ts';
import { createStores } from '../journal/stores.ts';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { createSenderLease, LeaseLost } from './lease.ts';
import type { SenderLease } from './lease.ts';

/** One file, a sender of this process and one of another: two connections, two leases. */
let till: MemoryGateway;
let theirJournal: Journal;
let ours: SenderLease;
let theirs: SenderLease;
const take = (lease: SenderLease, journal = till.journal) => journal.commit(() => lease.take('scheduled'));

beforeEach(async () => {
  till = await new MemoryGateway().start();
  await till.openShift();
  theirJournal = openJournal(`${till.folder}/journal.sqlite`);
  const { context } = till.gateway;
  ours = createSenderLease(context, false);
  theirs = createSenderLease({ ...context, journal: theirJournal, stores: createStores(theirJournal) }, false);
});
afterEach(async () => {
  theirJournal.close();
  await till.stop();
});

it('is one sender’s until it runs out; whoever takes it over gets a higher fence', async () => {
  const first = (await take(ours))!;
  expect(await take(theirs, theirJournal)).toBeNull();
  till.time.advance(SENDER_LEASE - 1);
  expect(await take(theirs, theirJournal)).toBeNull();
  till.time.advance(1);
  const second = (await take(theirs, theirJournal))!;
  expect(second.fence).toBeGreaterThan(first.fence);
  expect(await take(ours)).toBeNull();
});

it('lets nothing out and no mark in after it was overtaken', async () => {
  const { fence, lost } = (await take(ours))!;
  ours.assert(fence);
  till.time.advance(SENDER_LEASE);
  // Run out, and nobody has come: nothing may leave, what is known may still be written.
  expect(() => ours.assert(fence)).toThrow(LeaseLost);
  expect(() => ours.guard(fence)).not.toThrow();
  expect(lost.aborted).toBe(true);
  await take(theirs, theirJournal);
  expect(() => ours.guard(fence)).toThrow(LeaseLost);
  expect(() => ours.extend(fence)).toThrow(LeaseLost);
  await ours.release('scheduled');
  expect(till.gateway.context.stores.leases.find('sender')?.until).toBeGreaterThan(till.time.clock.now());
});

it('puts what the former was sending back as doubtful: it is asked about, not sent again', async () => {
  await take(ours);
  const { documents } = till.gateway.context.stores;
  await till.journal.commit(() => documents.queue(10).forEach((document) => documents.markSyncing(document, 1)));
  till.time.advance(SENDER_LEASE);
  await take(theirs, theirJournal);
  const waiting = documents.queue(10);
  expect(waiting.length).toBeGreaterThan(0);
  for (const document of waiting)
    expect(document).toMatchObject({ state: 'queued', doubtful: 1, sent_at: till.time.clock.now() });
});

it('is kept by renewing, and lost at once on waking from a pause longer than itself', async () => {
  const held = (await take(ours))!;
  const end = new AbortController();
  const keeping = ours.keep(held, end.signal);
  for (let s = 0; s < 30; s++) {
    till.time.advance(1_000);
    await till.journal.idle();
  }
  expect(() => ours.assert(held.fence)).not.toThrow();
  till.time.advance(SENDER_LEASE + 5_000);
  await keeping;
  expect(held.lost.aborted).toBe(true);
});
