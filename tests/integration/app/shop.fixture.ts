import { createHash } from 'node:crypto';
import type { FiscalResult, Sale, ShiftRef } from '../../../design/documents/facts.ts';
import { revisionOf } from '../../../design/fiscal/revision.ts';
import { createHlcClock, type Hlc } from '../../../design/time/hlc.ts';
import { makeResult, makeSale } from '../../factories/receipts.ts';
import { GATEWAY_TOKENS, type ServerFixture } from '../server/sync-server.fixture.ts';
import type { TestDevice } from './device.fixture.ts';

const FN = '9999000000000001';
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const withRevision = <T extends object>(doc: T): T & { _rev: string } => ({ ...doc, _rev: revisionOf(doc, md5) });

/** Sells on a device and keeps the gateway's journal beside it. `skew`: ms that this till's PC is ahead of the server. */
export function createSeller(fixture: ServerFixture, device: TestDevice) {
  let last: Hlc | null = null;
  const clock = { skew: 0, now: () => Math.max(0, fixture.clock.now() + clock.skew) };
  const hlc = createHlcClock(clock, device.device, { load: () => last, save: (next) => void (last = next) });
  let shift: ShiftRef | null = null;
  let numbers = 0;
  let rows: object[] = [];
  let sent = 0;
  const key = (n: number): string => `11111111-1111-4111-8111-${String(n).padStart(12, '0')}`;
  const note = (kind: string, change: object): void => {
    const nothing = { receipt: null, key: null, fn: null, fd: null, sale: null, result: null, event: null, cash: null };
    rows.push({ ...nothing, seq: sent + rows.length + 1, at: clock.now(), kind, details: {}, ...change });
  };

  const seller = {
    clock,
    sold: [] as { sale: Sale; result: FiscalResult | null }[],
    openShift(): void {
      numbers += 1;
      shift = { fn: FN, number: numbers, openedAt: clock.now() };
    },
    /** A sale in the open shift; with `settled: false` its result is still to come. */
    async sell({ settled = true } = {}): Promise<Sale> {
      if (!shift) seller.openShift();
      const opened = shift!;
      const sale = await device.facts.write(() => {
        const stamp = hlc.stamp();
        const body = makeSale({ at: clock.now(), device: device.device });
        const own = { _id: `sale:${stamp}`, hlc: stamp, by: null, shift: opened, store: device.shop, pos: device.till };
        return Promise.resolve({ ...body, ...own, key: key(seller.sold.length + 1) });
      });
      seller.sold.push({ sale, result: null });
      note('receipt-stored', { key: sale.key, sale });
      if (settled) await seller.settle(seller.sold.length - 1);
      return sale;
    },
    /** The drive committed the n-th sale: till and journal hold the same document. */
    async settle(n: number): Promise<FiscalResult> {
      const { sale } = seller.sold[n]!;
      const result = withRevision({ ...makeResult(sale, clock.now(), n + 1), pos: device.till });
      seller.sold[n] = { sale, result };
      await device.facts.adopt([result]);
      note('receipt-registered', { key: sale.key, fn: FN, fd: n + 1, result });
      return result;
    },
    /** The gateway's copy of its journal reaches the server. */
    async sendJournal(): Promise<void> {
      const body = { pos_id: device.till, store: device.shop, rows };
      const token = GATEWAY_TOKENS[device.till as keyof typeof GATEWAY_TOKENS];
      const answer = await fixture.call('POST', '/api/journal', { token, body });
      if (answer.status !== 200) throw new Error(`the journal was answered ${answer.status}: ${await answer.text()}`);
      sent += rows.length;
      rows = [];
    },
  };
  return seller;
}
export type Seller = ReturnType<typeof createSeller>;

/** Where a document lies: the databases and revisions at the server. */
export async function placesAtServer(fixture: ServerFixture, id: string): Promise<string[]> {
  const { engine } = fixture.server;
  const places: string[] = [];
  for (const name of (await engine.list()).filter((one) => one.startsWith('sales-'))) {
    const doc = await (await engine.open(name)).get(id);
    if (doc) places.push(`${name} ${doc._rev}`);
  }
  return places;
}

export async function placesAtTill(device: TestDevice, id: string): Promise<string[]> {
  const places: string[] = [];
  for (const name of device.databases.known().filter((one) => one.startsWith('sales-'))) {
    const doc = await device.databases.get<{ _rev: string }>(name, id);
    if (doc) places.push(`${name} ${doc._rev}`);
  }
  return places;
}
