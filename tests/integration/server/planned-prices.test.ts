import { afterEach, beforeEach, expect, it } from 'vitest';
import { HOUR } from '../../../design/time/clock.ts';
import { bulkChange } from '../../../design/import/bulk-change.ts';
import { card, CLEANER, FRAME, openCatalogueOffice, plainSpaces, type CatalogueOffice } from './catalogue-office.fixture.ts';

let office: CatalogueOffice;
beforeEach(async () => {
  office = await openCatalogueOffice();
  for (const article of [FRAME, CLEANER]) expect((await office.post('/admin/catalogue/new', article)).status).toBe(303);
}, 120_000);
afterEach(() => office.fixture.end());

const told = async (path: string): Promise<string> => plainSpaces(await office.text(path)).replaceAll(/\s+/g, ' ');

it('a price that waits for its time stands on the card and in the plan; changed by hand, both say at once that it will not come', async () => {
  const { imports } = office.fixture.server;
  const { price } = await office.held('RB-1');
  const changes = [bulkChange({ ...(await office.held('RB-1')), cost: null }, { price: price + 1_000_00 })!];
  const { _id, number } = await imports.startBulk({ name: 'подороже', changes });
  const at = office.fixture.clock.now() + 24 * HOUR;
  await imports.confirm(_id, { name: 'Петрова', at });
  const job = `/admin/import/jobs/${encodeURIComponent(_id)}`;
  expect(await told(card('RB-1'))).toMatch(
    new RegExp(`общая цена станет 16 990,00 ₽ \\(<a href="[^"]*">правка ${number}</a>\\)`),
  );
  const list = (): Promise<string> => told('/admin/catalogue/prices');
  await expect.poll(list, { timeout: 60_000 }).toContain('16 990,00');
  // It belongs to the edit: a shop's list alone cannot call it off.
  expect(await list()).not.toContain('Отменить</button>');
  const refused = await office.post('/admin/catalogue/prices/cancel', { store: 'demo-1', from: String(at), sku: 'RB-1' });
  expect([refused.status, (await refused.text()).includes('отмените включение на её странице')]).toEqual([409, true]);

  expect((await office.post(card('RB-1'), await office.formOf('RB-1', { price: '15 500' }))).status).toBe(303);
  const said = await told(card('RB-1'));
  expect(said).toMatch(/Назначенная цена 16 990,00 ₽ с [\d.]+ [\d:]+ \(<a [^>]*>правка [^<]*<\/a>\) не включится/);
  expect(said).not.toContain('общая цена станет');
  const plan = await list();
  expect(plan).toContain('Не включатся: цену с тех пор изменили');
  expect(plan).toContain('Ничего не запланировано');
  await expect.poll(() => told(job), { timeout: 60_000 }).toMatch(/Не включатся: 1 цена.*назначена 16 990 ₽, действует 15 500 ₽/);
}, 180_000);
