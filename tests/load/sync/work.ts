import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { storeDatabase } from '../../../design/databases.ts';
import type { Sale } from '../../../design/documents/facts.ts';
import type { Order } from '../../../design/documents/order.ts';
import type { Client } from '../../../design/documents/people.ts';
import { revisionOf } from '../../../design/fiscal/revision.ts';
import { rollupId } from '../../../design/folds/rollup-day.ts';
import { addEvent } from '../../../design/merge/edit.ts';
import { localDate } from '../../../design/time/local-time.ts';
import { createStamps } from '../../../app/lib/storage/device-clock.ts';
import { Documents } from '../../../app/lib/storage/documents.ts';
import { makeResult, makeSale } from '../../factories/receipts.ts';
import type { TestDevice } from '../../integration/app/device.fixture.ts';
import type { GatewayCopy } from './gateway-copy.ts';
import { steadyNow } from './observations.ts';
import { TIME_ZONE, type LoadPlan } from './plan.ts';

/** A register takes so long from the sale to its result, ms. */
const REGISTERING = 1_200;
const clock = { now: () => Date.now() };
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** What a worker tells of: ids (`id\nrev` of what may change) with the moment before the write. */
export interface Noted {
  sale(id: string, at: number): void;
  result(rollup: string, at: number): void;
  edit(id: string, at: number): void;
}

/** Waits of people: most are short, some are long (exponential around the mean). `false` when the day is over. */
async function pause(mean: number, over: AbortSignal): Promise<boolean> {
  const wait = Math.min(5 * mean, -Math.log(1 - Math.random()) * mean);
  await sleep(wait, undefined, { signal: over }).catch(() => undefined);
  return !over.aborted;
}

/** Sells until the day is over, the results a moment after the sales, and the gateway keeps its journal. */
export async function sellAway(device: TestDevice, gateway: GatewayCopy | null, plan: LoadPlan, note: Noted, over: AbortSignal) {
  const { shop: store, till: pos } = device;
  const stamps = createStamps(clock, () => device.device, device.store);
  const fn = String(9_999_000_000_000_000 + device.device);
  const shift = { fn, number: 1, openedAt: Date.now() };
  const registering: Promise<void>[] = [];
  const register = async (sale: Sale, n: number): Promise<void> => {
    await sleep(REGISTERING);
    const result = { ...makeResult(sale, Date.now(), n), pos, fn, by: null };
    const stored = { ...result, _rev: revisionOf(result, md5) };
    note.result(rollupId(store, localDate(sale.at, TIME_ZONE)), steadyNow());
    await device.facts.adopt([stored]);
    gateway?.note('receipt-registered', Date.now(), { key: sale.key, fn, fd: n, result: stored });
  };
  for (let n = 1; await pause(plan.saleEvery, over); n += 1) {
    const from = steadyNow();
    const sale = await device.facts.write(async () => {
      const hlc = await stamps.next();
      const body = makeSale({
        at: Date.now(),
        store,
        device: device.device,
        lines: Array.from({ length: 1 + (n % 3) }, () => ({})),
      });
      return { ...body, _id: `sale:${hlc}`, hlc, by: null, pos, fn, shift, key: randomUUID() };
    });
    note.sale(sale._id, from);
    gateway?.note('receipt-stored', Date.now(), { key: sale.key, sale });
    registering.push(register(sale, n));
  }
  await Promise.all(registering);
}

/** Adds to orders and corrects clients until the day is over. */
export async function editAway(device: TestDevice, plan: LoadPlan, note: Noted, over: AbortSignal) {
  const documents = new Documents(
    device.databases,
    createStamps(clock, () => device.device, device.store),
  );
  const [home, person] = [storeDatabase(device.shop), { by: null, pos: null }];
  const idsOf = async (type: string): Promise<string[]> =>
    (await device.databases.range<{ _id: string }>(home, `${type}:`, `${type}:\ufff0`)).map(({ _id }) => _id);
  const [orders, clients] = [await idsOf('order'), await idsOf('client')];
  const pick = (ids: readonly string[]): string => ids[Math.floor(Math.random() * ids.length)]!;
  for (let n = 1; await pause(plan.editEvery, over); n += 1) {
    const from = steadyNow();
    const doc =
      n % 2 === 0
        ? await documents.edit<Order>(home, pick(orders), person, (order, hand) =>
            addEvent(order, { kind: 'promise', day: `2026-12-${String(1 + (n % 28)).padStart(2, '0')}` }, Date.now(), hand),
          )
        : await documents.editFields<Client>(home, pick(clients), person, { phone: `+7 900 000-${n}` });
    note.edit(`${doc._id}\n${doc._rev}`, from);
  }
}
