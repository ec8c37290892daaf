import { ProductSearch } from '../../design/catalogue/product-search.ts';
import { facetsOf } from '../../sync-server/admin/catalogue.query.ts';
import { listPage, PAGE_ROWS } from '../../sync-server/admin/catalogue.list.page.ts';
import type { ProductRow } from '../../sync-server/catalogue/back-office/product-index.ts';
import { demoProducts } from '../../sync-server/demo/products.ts';
import { spread } from './percentiles.ts';
import type { Section } from './report.ts';

/** Issue 7: catalogue search in the back office, p95 at 100,000 articles. */
const GOAL = 100;
const PRODUCTS = 100_000;
const ROUNDS = 12;
/** As people type: names, codes, sizes, several words, the other layout, by ear, with a slip, and what is nowhere. */
const QUERIES = [
  ...['', 'ray', 'оправа', 'оправа 54', 'ray-ban 5154', '8050000021095', 'rb-1001', 'линза 1,6', 'framestore', 'чехол'],
  ...['кфн', 'рейбан', 'oprava', 'солцезащитные', 'опрва вог', 'rb5154 чер', 'телескоп', 'шщшщшщ 12345'],
];
const QUERY = { q: '', kind: '', category: '', brand: '', supplier: '', state: 'sold', vat: '', flag: '' } as const;

/** A whole answer of /admin/catalogue but for the wire: search, counts of every choice, the page's text; beside a plain scan alone. */
export function backOfficeSearchBench(): Promise<Section> {
  const rows = demoProducts(PRODUCTS, 'back-office', '22').map(({ entry, cost, supplier }): ProductRow => {
    const { sku, name, brand, kind, category, ean, price, vat } = entry;
    return { sku, name, brand, kind, category, ean, price, vat, supplier, cost, archived: false, variant: null };
  });
  const search = new ProductSearch<ProductRow>();
  const began = performance.now();
  for (const row of rows) search.put(row);
  const built = performance.now() - began;

  const page = (q: string): string => {
    const all = search.find(q, (row) => !row.archived);
    const view = { query: { ...QUERY, q }, page: 1, rows: all.slice(0, PAGE_ROWS), total: all.length };
    return listPage({ ...view, facets: facetsOf(search), duplicates: 0, isDuplicate: () => false }).text;
  };
  const plain = (q: string): ProductRow[] =>
    rows.filter(({ name, brand, sku, ean, category, supplier }) => {
      const text = `${name} ${brand} ${category} ${sku} ${ean} ${supplier}`.toLowerCase();
      return q.split(' ').every((word) => text.includes(word));
    });
  const timed = (work: (q: string) => unknown): number[] =>
    Array.from({ length: ROUNDS }, () => QUERIES).flatMap((queries) =>
      queries.map((q) => {
        const from = performance.now();
        work(q);
        return performance.now() - from;
      }),
    );
  const changes = rows.slice(0, 200).map((row, n) => {
    const from = performance.now();
    search.put({ ...row, name: `${row.name} ${n}` });
    search.find('ray-ban 5154');
    return performance.now() - from;
  });
  const [searches, pages, scans] = [spread(timed((q) => search.find(q))), spread(timed(page)), spread(timed(plain))];
  const baseline = { what: 'a plain scan, p95', value: scans.p95 };
  return Promise.resolve({
    name: 'back office search',
    figures: [
      { what: `the page of /admin/catalogue, p95, ${PRODUCTS} articles`, value: pages.p95, unit: 'ms', goal: GOAL, baseline },
      { what: 'the search alone, p95', value: searches.p95, unit: 'ms', goal: GOAL, baseline },
      {
        what: 'the search alone, p50',
        value: searches.p50,
        unit: 'ms',
        baseline: { what: 'a plain scan, p50', value: scans.p50 },
      },
      { what: 'the search alone, worst', value: searches.max, unit: 'ms' },
      { what: 'an article renamed, and found', value: spread(changes).p95, unit: 'ms' },
      { what: 'the index built from nothing', value: built, unit: 'ms' },
    ],
    method: `in process, ${QUERIES.length} queries × ${ROUNDS}; the scan finds only what was typed as it stands`,
  });
}
