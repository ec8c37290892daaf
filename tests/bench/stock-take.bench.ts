import type { StockSheet } from '../../design/documents/stock-take.ts';
import { countOf } from '../../design/stock-take/count.ts';
import { startFixture } from '../integration/server/sync-server.fixture.ts';
import { spread } from './percentiles.ts';
import type { Section } from './report.ts';

/** Issue 7: a stock-take of 5,000 pieces without a dropped scan at 10 scans a second. */
const PIECES = 5_000;
const PER_SECOND = 10;
const PACED = 200;
const ARTICLES = 1_500;
const DATABASE = 'store-demo-1';
const ZONE = 'zone';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Counted at full speed, then at a scanner's pace on top of everything, beside one document for each scan. */
export async function stockTakeBench(): Promise<Section> {
  // The app's own names are known only once `app-aliases.ts` has run.
  const { createStamps } = await import('../../app/lib/storage/device-clock.ts');
  const { Documents } = await import('../../app/lib/storage/documents.ts');
  const { SheetWriter } = await import('../../app/lib/stock-take/sheet-writer.ts');
  const { startDevice } = await import('../integration/app/device.fixture.ts');
  const fixture = await startFixture();
  const device = await startDevice(fixture, 'POS-001');
  const { databases } = device;
  try {
    const stamps = createStamps(fixture.clock, () => device.device, device.store);
    const writer = new SheetWriter({
      ...{ databases, stamps, documents: new Documents(databases, stamps) },
      who: () => ({ by: 'staff:1', pos: 'POS-001' }),
      store: () => device.shop,
      database: () => DATABASE,
      device: () => device.device,
    });
    const scan = (n: number) => {
      const sku = `A${n % ARTICLES}`;
      return writer.add('take', ZONE, { at: fixture.clock.now(), code: sku, sku, qty: 1 });
    };
    const from = performance.now();
    await Promise.all(Array.from({ length: PIECES - PACED }, (_, n) => scan(n)));
    const full = performance.now() - from;

    const durable: number[] = [];
    const told: Promise<unknown>[] = [];
    for (let n = 0; n < PACED; n += 1) {
      const at = performance.now();
      told.push(scan(PIECES - PACED + n).then(() => durable.push(performance.now() - at)));
      await pause(1_000 / PER_SECOND);
    }
    await Promise.all(told);
    const sheets = await databases.range<StockSheet>(DATABASE, 'stock-sheet:', 'stock-sheet:\ufff0');
    const counting: number[] = [];
    let held = 0;
    for (let n = 0; n < 20; n += 1) {
      const at = performance.now();
      held = countOf([], sheets).zones.get(ZONE)!.total;
      counting.push(performance.now() - at);
    }
    const plain: number[] = [];
    for (let n = 0; n < PACED; n += 1) {
      const at = performance.now();
      await databases.create('store-plain', { _id: `scan:${n}`, type: 'scan' });
      plain.push(performance.now() - at);
    }
    return {
      name: 'stock-take',
      figures: [
        { what: `scans of ${PIECES} that are lost`, value: PIECES - held, unit: 'documents', goal: 0 },
        { what: 'scans taken at full speed', value: ((PIECES - PACED) / full) * 1_000, unit: '/s', goal: PER_SECOND, more: true },
        {
          what: `a scan until it is durable, at ${PER_SECOND}/s with ${PIECES} held, p95`,
          value: spread(durable).p95,
          unit: 'ms',
          goal: 1_000,
          baseline: { what: 'a document a scan', value: spread(plain).p95 },
        },
        { what: `what ${PIECES} scans come to, p95`, value: spread(counting).p95, unit: 'ms' },
        {
          what: `documents of ${PIECES} pieces`,
          value: sheets.length,
          unit: 'documents',
          baseline: { what: 'a document a scan', value: PIECES },
        },
      ],
      method: `the app's own writing over PouchDB on LevelDB, ${ARTICLES} articles; scans are counted after everything was read back`,
    };
  } finally {
    await device.end();
    await fixture.end();
  }
}
