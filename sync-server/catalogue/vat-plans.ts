import { CONTROL, PRODUCTS } from '../../design/databases.ts';
import { product as productShape } from '../../design/documents/catalogue.ts';
import { rangeOf } from '../../design/ids.ts';
import { vatOn } from '../../design/money/vat.ts';
import { MINUTE, type Clock } from '../../design/time/clock.ts';
import { localDate } from '../../design/time/local-time.ts';
import type { Engine } from '../engine/engine.ts';
import type { Job } from '../jobs.ts';
import { reasonOf, type Log } from '../log.ts';
import { createStamps } from '../stamps.ts';
import { createProducts, type HeldProduct, type ProductEdit } from './back-office/products.store.ts';

const MARK = 'vat-plans';
const LOOK_EVERY = MINUTE;
const PAGE = 500;
const HAND = { who: 'по плану', how: 'plan', batch: null } as const;

interface VatPlansOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Time zones of the shops. */
  readonly timeZones: () => readonly string[];
}

/** What a day that has begun everywhere makes of an article: the rate of its plan, or of the law, becomes its own. */
function settled({ product }: HeldProduct, day: string): ProductEdit | null {
  const vat = vatOn(product, day);
  const rest = product.vatPlan?.filter(({ from }) => from > day);
  if (vat === product.vat && rest?.length === product.vatPlan?.length) return null;
  return { patch: { vat, ...(rest === undefined ? {} : { vatPlan: rest }) } };
}

/**
 * Rates planned for a day become the articles' own when that day has begun in every shop. Tills go by the plan itself (`vatOn`), so nothing
 * depends on the minute: this is for lists, files of suppliers and whoever reads `vat`. The catalogue is read through once a day.
 */
export function startVatPlans(engine: Engine, { clock, log, timeZones }: VatPlansOptions): Job {
  const products = createProducts(engine, createStamps(clock));
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  async function settle(day: string): Promise<boolean> {
    const database = await engine.open(PRODUCTS);
    const { endkey } = rangeOf('product');
    let { startkey } = rangeOf('product');
    let isDone = true;
    for (;;) {
      const page = await database.range({ startkey, endkey, limit: PAGE });
      const due = page.flatMap((doc) => {
        const { data } = productShape.safeParse(doc);
        return data && settled({ product: data, cost: null }, day) ? [data.sku] : [];
      });
      if (due.length > 0) {
        const { written, missed } = await products.changeMany(due, (held) => settled(held, day), HAND);
        log('info', 'vat-planned', { day, articles: written.length });
        if (missed.length > 0) isDone = false;
      }
      if (page.length < PAGE || stopped) return isDone && !stopped;
      startkey = `${page.at(-1)!._id}\u0000`;
    }
  }

  async function look(): Promise<void> {
    const now = clock.now();
    const days = timeZones().map((zone) => localDate(now, zone));
    const day = days.sort()[0];
    const control = await engine.open(CONTROL);
    const mark = await control.get(MARK);
    if (day === undefined || mark?.['day'] === day || !(await settle(day))) return;
    const written = await control.put({ _id: MARK, ...(mark ? { _rev: mark._rev } : {}), type: MARK, day });
    if (!written.ok) throw new Error(`${MARK}: ${written.error}`);
  }

  const run = (): Promise<void> =>
    (running = running
      .then(() => (stopped ? undefined : look()))
      .catch((error: unknown) => log('error', 'vat-plans-failed', { why: reasonOf(error) })));
  const timer = setInterval(() => void run(), LOOK_EVERY);
  timer.unref();
  void run();
  return {
    settled: run,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
