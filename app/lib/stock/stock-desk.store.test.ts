import { expect, it } from 'vitest';
import type { StockMovement } from '$design/documents/facts.ts';
import { emptyDraft } from '../ui/stock/form-draft.ts';
import { transferId } from '$design/stock/transfers.ts';
import { formatHlc } from '$design/time/hlc.ts';
import { createMemoryStore } from '../storage/local-store.ts';
import { StockDeskStore, type StockDeskDeps } from './stock-desk.store.svelte.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const MONTH = 'sales-demo-1-202611';
const STORE = 'store-demo-1';
type Doc = { _id: string };

/** A device in memory whose manager signs, or does not. */
function device({ signs = true, may = true } = {}) {
  const held: Record<string, Record<string, Doc>> = { [MONTH]: {}, [STORE]: {}, catalog: {} };
  held['catalog']!['settings:store-demo-2'] = { _id: 'settings:store-demo-2', name: 'Вторая' } as Doc;
  let stamp = 0;
  const next = () => formatHlc({ wall: NOW + (stamp += 1), counter: 0, device: 3 });
  const range = (name: string, from: string, to: string) =>
    Promise.resolve(Object.values(held[name] ?? {}).filter(({ _id }) => _id >= from && _id <= to) as never[]);
  const asked: string[] = [];
  const deps = {
    databases: { known: () => Object.keys(held), range, ids: () => Promise.resolve([]), get: () => Promise.resolve(null) },
    facts: {
      names: () => [MONTH],
      write: async (compose: () => Promise<StockMovement>) => {
        const fact = await compose();
        held[MONTH]![fact._id] = fact;
        return fact;
      },
    },
    stamps: { next: () => Promise.resolve(next()) },
    store: createMemoryStore(),
    documents: {
      create: (database: string, compose: (hlc: string) => Doc) => {
        const doc = compose(next());
        held[database]![doc._id] = doc;
        return Promise.resolve(doc);
      },
      editFields: (database: string, id: string, _who: unknown, patch: object) => {
        held[database]![id] = { ...held[database]![id]!, ...patch };
        return Promise.resolve(held[database]![id]);
      },
    },
    approval: {
      ask: ({ what }: { what: string }) => {
        asked.push(what);
        return Promise.resolve(signs ? { by: 'staff:boss', name: 'Управляющая', role: 'manager' } : null);
      },
    },
    ...{ hub: { on: () => () => undefined }, shelf: { all: () => Promise.resolve([]), onChange: () => () => undefined } },
    catalogue: {
      bySkus: () => Promise.resolve([{ sku: 'A', name: 'Оправа' }]),
      lookUp: () => Promise.resolve({ state: 'unknown' }),
    },
    ...{ now: () => NOW, place: () => ({ store: 'demo-1', timeZone: 'Europe/Moscow' }), device: () => ({ till: null }) },
    ...{ by: () => 'staff:1', can: () => may, idle: () => Promise.resolve() },
  };
  const desk = new StockDeskStore(deps as unknown as StockDeskDeps);
  return { desk, asked, facts: () => Object.values(held[MONTH]!) as StockMovement[] };
}
const lines = [{ sku: 'A', qty: 10 }];

it('what is received lies there at once, with a number of this device, and what lacks of the expected is told on the paper', async () => {
  const { desk, facts } = device();
  await desk.open();
  const expected = [{ sku: 'A', qty: 12 }];
  await desk.post({ ...emptyDraft('receipt'), party: 'Линзы Плюс', lines, expected }, '');
  expect(facts()[0]).toMatchObject({ from: 'supplier', to: 'floor', qty: 10, document: { number: '3-2611-001', expected } });
  expect(desk.rows).toMatchObject([{ sku: 'A', name: 'Оправа', floor: 10 }]);
  await desk.post({ ...emptyDraft('receipt'), party: 'Линзы Плюс', lines }, '');
  expect(desk.papers.map(({ document }) => document!.number).sort()).toEqual(['3-2611-001', '3-2611-002']);
  expect(desk.suppliers).toEqual(['Линзы Плюс']);
});

it('goods sent to another shop are under way, here seen at once and offline; what is called back lies on the floor again', async () => {
  const { desk } = device();
  await desk.open();
  await desk.post({ ...emptyDraft('receipt'), party: 'П', lines }, '');
  const sent = (await desk.post({ ...emptyDraft('sent'), party: 'demo-2', lines: [{ sku: 'A', qty: 4 }] }, '')) as StockMovement;
  expect(sent.document!.of).toBe(transferId('demo-1', sent.document!.number!));
  expect(desk.rows).toMatchObject([{ floor: 6, transit: 4 }]);
  expect(desk.transfers).toMatchObject([{ from: 'demo-1', to: 'demo-2' }]);
  const { number } = desk.transfers[0]!;
  const back = { ...emptyDraft('recalled'), number, of: desk.transfers[0]!._id, because: 'не приехало' };
  await desk.post({ ...back, lines: [{ sku: 'A', qty: 4 }] }, '');
  expect(desk.transfers).toEqual([]);
  expect(desk.rows).toMatchObject([{ floor: 10, transit: 0 }]);
});

it('nothing is written off or put right unless a manager signs', async () => {
  const refused = device({ signs: false });
  await refused.desk.open();
  const lost = { ...emptyDraft('write-off'), because: 'брак', lines };
  expect(await refused.desk.post(lost, 'Списание')).toBeNull();
  expect(await refused.desk.adjust('A', 3, 'нашли', '')).toBeNull();
  expect(refused.asked).toHaveLength(2);
  expect(refused.facts()).toEqual([]);
  const { desk, facts } = device();
  await desk.open();
  await desk.post(lost, 'Списание');
  expect(facts()[0]).toMatchObject({ to: 'write-off', signed: { by: 'staff:boss', role: 'manager' } });
  await desk.adjust('A', 3, 'нашли', '');
  expect(desk.rows).toMatchObject([{ sku: 'A', floor: 3 }]);
});

it('a count of the shelf moves nothing until the night; who may not move stock writes nothing', async () => {
  const { desk } = device();
  await desk.open();
  await desk.post({ ...emptyDraft('receipt'), party: 'П', lines }, '');
  await desk.post({ ...emptyDraft('count'), lines: [{ sku: 'A', qty: 7 }] }, '');
  expect(desk.rows).toMatchObject([{ floor: 10 }]);
  const other = device({ may: false });
  await other.desk.open();
  expect(await other.desk.post({ ...emptyDraft('count'), lines }, '')).toBe('FORBIDDEN');
  expect(other.facts()).toEqual([]);
});

it('below its minimum an article is low, and whole packs of it are proposed', async () => {
  const { desk } = device();
  await desk.open();
  await desk.post({ ...emptyDraft('receipt'), party: 'П', lines: [{ sku: 'A', qty: 2 }] }, '');
  expect(await desk.setNorm('A', { minimum: 7, maximum: null, pack: 3 })).toBeNull();
  expect(desk.rows).toMatchObject([{ low: true, minimum: 7, pack: 3, order: 6 }]);
  expect(await desk.setNorm('A', { minimum: 2, maximum: null, pack: 3 })).toBeNull();
  expect(desk.rows).toMatchObject([{ low: false, order: 0 }]);
});
