import { timelineOf } from '../../design/clients/timeline.ts';
import { glasses } from '../factories/prescriptions.ts';
import { clientOf } from '../factories/clients.ts';
import { makeSale } from '../factories/receipts.ts';
import { spread } from './percentiles.ts';
import type { Section } from './report.ts';
import { SlowMachine } from './slow-machine.ts';

/** Issue 6: a client with 30 years of history. */
const GOAL = 100;
const CLIENTS = 3_000;
const YEARS = 30;
const SHARE = 0.5;
const ROUNDS = 30;
const DAY = 86_400_000;

/** One client's card among a shop's, with a prescription and an order's worth of purchases a year, by the app's own stores over PouchDB. */
export async function clientCardBench(): Promise<Section> {
  // The app's code is found by its aliases, which stand by now.
  const { makeTablet, STORE, WALL } = await import('../integration/app/clients.fixture.ts');
  const { PrescriptionShelf } = await import('../../app/lib/prescription/prescription-shelf.ts');
  const tablet = makeTablet(1);
  const shelf = new PrescriptionShelf({ databases: tablet.databases, database: () => STORE });
  const who = 'client:000007';
  const stamp = (at: number, n: number): string => `${String(at).padStart(13, '0')}-${String(n).padStart(4, '0')}-0001`;
  const cards = Array.from({ length: CLIENTS }, (_, i) => clientOf(String(i).padStart(6, '0'), { name: `Орлов Иван ${i}` }));
  const head = { type: 'prescription', schema: 1, by: null, pos: null, client: who, ...glasses() };
  const prescriptions = Array.from({ length: YEARS * 2 }, (_, i) => {
    const hlc = stamp(WALL - i * 180 * DAY, i);
    return { ...head, _id: `prescription:${hlc}`, hlc, signed: { by: 'staff:2', at: WALL, hlc } };
  });
  const sales = Array.from({ length: 300 }, (_, i) => ({
    ...makeSale({ at: WALL - i * 60_000, counter: i }),
    client: i % 10 === 0 ? who : null,
  }));
  const write = (name: string, docs: object[]) => tablet.databases.open(name).bulkDocs(docs as never);
  await write(STORE, [...cards, ...prescriptions]);
  await write('sales-demo-1-202611', sales);
  const note = await tablet.cards.note(who);
  note.write('Заметка. '.repeat(1_000));
  await note.close();

  const open = async () => {
    const from = performance.now();
    const card = await tablet.cards.get(who);
    const [pad, sight, purchases, taken] = await Promise.all([
      tablet.cards.note(who),
      shelf.of(who),
      tablet.cards.purchases(who),
      tablet.cards.takenIn(who),
      tablet.cards.duplicates(who),
    ]);
    timelineOf({ card: card!, taken, purchases, prescriptions: sight, orders: [] }, 'Europe/Moscow');
    const took = performance.now() - from;
    await pad.close();
    return took;
  };
  const slow = new SlowMachine(SHARE);
  slow.take([process.pid]);
  try {
    const first = await open();
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) times.push(await open());
    return {
      name: 'client card',
      figures: [
        { what: `a card with ${YEARS} years of history, all tabs, p95`, value: spread(times).p95, unit: 'ms', goal: GOAL },
        { what: `the first one after a start, of ${CLIENTS} clients`, value: first, unit: 'ms' },
      ],
      method: `${prescriptions.length} prescriptions, ${sales.length / 10} receipts, a note of 9,000 characters; half of one core, no drawing`,
    };
  } finally {
    slow.release();
    await tablet.end();
  }
}
