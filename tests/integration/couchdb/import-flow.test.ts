import { Readable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PRODUCTS } from '../../../design/databases.ts';
import { GUESS_ALL, STANDARD_RULES } from '../../../design/import/profile.ts';
import { startCatalogue, type CatalogueDevice } from '../app/catalogue.fixture.ts';
import { storeProducts } from '../server/catalogue.fixture.ts';
import { backEnds } from './back-ends.fixture.ts';
import { useSuite } from './suite.fixture.ts';

// A busy machine: nothing here waits for time.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 240_000 });

const ARTICLES = 600;
/** A name that any limit on its length would cut in the middle of a sign, and what other letters a supplier's file brings. */
const NAME = `Оправа ${'👓'.repeat(90)} "Ё\u00a0№`;
const HEAD = 'Артикул;Наименование;Модель;Цвет;Бренд;Категория;НДС;Цена';
const fileOf = (price: number, rows = ARTICLES): Readable =>
  Readable.from([
    Buffer.from(
      [
        HEAD,
        ...Array.from({ length: rows }, (_, n) => `P-${n};Оправа ${n};;;Ray-Ban;Оправы;22;${price}`),
        `NEW-1;"${NAME.replaceAll('"', '""')}";М-1;х${'👓'.repeat(80)};Ray-Ban;Оправы;22;${price}`,
        '',
      ].join('\n'),
    ),
  ]);

/** A price list from the upload to the tills and back, the server being started anew between any two steps. */
describe.each(backEnds)('a supplier’s file over $name', (kind) => {
  const suite = useSuite(kind);
  let till: CatalogueDevice | null = null;
  afterEach(() => till?.end());

  it('is checked, decided, applied, published, pulled and taken back, each step by another start of the server', async () => {
    const fixture = suite.current.server;
    const imports = () => fixture.server.imports;
    await storeProducts(fixture, ARTICLES);
    const again = async (): Promise<void> => {
      await fixture.restart();
      await fixture.server.jobs.settled();
    };
    const seen = async (): Promise<(number | null)[]> => {
      // Its address is another one after each start of the server.
      await till?.end();
      till = await startCatalogue(fixture);
      await till.start();
      await till.pull();
      expect(till.state.view).toMatchObject({ damaged: 0 });
      const found = await till.keeper.bySkus(['P-0', `P-${ARTICLES - 1}`, 'NEW-1']);
      return ['P-0', `P-${ARTICLES - 1}`, 'NEW-1'].map((sku) => found.find((one) => one.sku === sku)?.price ?? null);
    };
    expect(await seen()).toEqual([100_00, 100_00, null]);

    const file = await imports().upload(fileOf(110), 'прайс 👓.csv');
    await again();
    const profile = { choice: GUESS_ALL, mapping: null, rules: STANDARD_RULES, supplier: 'OptMarket' };
    const { _id } = await imports().start({ file: file.id, profile, dryRun: false });
    const checked = await imports().settled(_id);
    expect(checked).toMatchObject({ failure: null, changes: { new: 1, changed: ARTICLES, held: 0 } });
    expect(await seen()).toEqual([100_00, 100_00, null]);

    await again();
    expect(await imports().job(_id)).toMatchObject({ state: checked.state, pieces: checked.pieces });
    await imports().confirm(_id, { name: 'Петрова', at: null });
    expect(await imports().settled(_id)).toMatchObject({
      state: 'done',
      failure: null,
      outcome: { created: 1, updated: ARTICLES },
    });
    await again();
    expect(await seen()).toEqual([110_00, 110_00, 110_00]);
    const products = await fixture.server.engine.open(PRODUCTS);
    expect(String((await products.get('product:NEW-1'))!['name']).isWellFormed()).toBe(true);

    await again();
    await imports().undo(_id, { name: 'Петрова' });
    expect(await imports().settled(_id)).toMatchObject({ state: 'undone', undo: { restored: ARTICLES + 1, left: 0 } });
    await again();
    expect(await seen()).toEqual([100_00, 100_00, null]);
  });
});
