import { startFixture } from '../integration/server/sync-server.fixture.ts';
import { startCounter } from '../integration/stock-take/counting.fixture.ts';
import { spread } from './percentiles.ts';
import type { Section } from './report.ts';

/** Issue 7: a stock-take of 5,000 pieces without a dropped scan at 10 scans a second. */
const PIECES = 5_000;
const PER_SECOND = 10;
const PACED = 200;
const ARTICLES = 1_500;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Counted at full speed, then at a scanner's pace on top of everything, beside one document for each scan. */
export async function stockTakeBench(): Promise<Section> {
  const fixture = await startFixture();
  const tablet = await startCounter(fixture);
  try {
    const { desk, device } = tablet;
    await desk.open();
    const begun = await desk.begin({
      ...{ name: 'Весь магазин', place: 'floor', scope: { kind: 'all' }, blind: true, zones: ['Витрина'] },
    });
    if (typeof begun === 'string') throw new Error(begun);
    await desk.show(begun.id);
    const { key } = desk.current!.zones[0]!;
    const scan = (n: number) => desk.scan(key, `A${n % ARTICLES}`, 1);

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
    await desk.settled();
    const held = desk.current!.counted.zones.get(key)!.total;

    const plain: number[] = [];
    for (let n = 0; n < PACED; n += 1) {
      const at = performance.now();
      await device.databases.create('store-plain', { _id: `scan:${n}`, type: 'scan' });
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
        {
          what: `documents of ${PIECES} pieces`,
          value: (await device.databases.ids('store-demo-1', 'stock-sheet:', 'stock-sheet:\ufff0')).length,
          unit: 'documents',
          baseline: { what: 'a document a scan', value: PIECES },
        },
      ],
      method: `the app's store over PouchDB on LevelDB, ${ARTICLES} articles; scans are counted after everything was read back`,
    };
  } finally {
    await tablet.end();
    await fixture.end();
  }
}
