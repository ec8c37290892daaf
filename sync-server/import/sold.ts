import { parseDatabaseName } from '../../design/databases.ts';
import { rangeOf } from '../../design/ids.ts';
import type { SoldMeanwhile } from '../../design/import/job.ts';
import { localMonth } from '../../design/time/local-time.ts';
import { stampFrom } from '../../design/time/hlc.ts';
import type { Engine } from '../engine/engine.ts';

const PAGE = 500;
const NAMED = 100;
/** A till's clock and month may differ from the server's. */
const MARGIN = 24 * 60 * 60 * 1_000;

interface Line {
  readonly sku: string;
  readonly qty: number;
  readonly amount: number;
}

/**
 * What was sold of some articles since an instant (epoch ms), as far as tills have handed in. Kopecks as the receipts have them; what came
 * back since is not taken off.
 */
export async function soldSince(engine: Engine, skus: ReadonlySet<string>, since: number): Promise<SoldMeanwhile> {
  const first = localMonth(since - MARGIN, 'UTC');
  const names = (await engine.list()).filter((name) => {
    const { kind, month } = parseDatabaseName(name) ?? { kind: null, month: null };
    return kind === 'sales' && month !== null && month >= first;
  });
  const articles = new Map<string, { pieces: number; sum: number }>();
  let receipts = 0;
  for (const name of names) {
    const sales = await engine.open(name);
    const { endkey } = rangeOf('sale');
    let startkey = `sale:${stampFrom(since)}`;
    for (;;) {
      const page = await sales.range({ startkey, endkey, limit: PAGE });
      for (const sale of page) {
        const lines = ((sale as unknown as { lines?: Line[] }).lines ?? []).filter(({ sku }) => skus.has(sku));
        if (lines.length > 0) receipts += 1;
        for (const { sku, qty, amount } of lines) {
          const sum = articles.get(sku) ?? { pieces: 0, sum: 0 };
          articles.set(sku, { pieces: sum.pieces + qty, sum: sum.sum + amount });
        }
      }
      if (page.length < PAGE) break;
      startkey = `${page.at(-1)!._id}\u0000`;
    }
  }
  const all = [...articles].map(([sku, sums]) => ({ sku, ...sums })).sort((a, b) => b.sum - a.sum || (a.sku < b.sku ? -1 : 1));
  return {
    receipts,
    pieces: all.reduce((sum, { pieces }) => sum + pieces, 0),
    sum: all.reduce((sum, one) => sum + one.sum, 0),
    articles: all.slice(0, NAMED),
  };
}
