import { pbkdf2Sync } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { variantOf } from '../../design/catalogue/variants.ts';
import type { CatalogueEntry } from '../../design/documents/catalogue.ts';
import type { FiscalResult, Refund, Sale, ShiftEvent, StockMovement } from '../../design/documents/facts.ts';
import type { Order } from '../../design/documents/order.ts';
import type { Client, Staff } from '../../design/documents/people.ts';
import type { Prescription } from '../../design/documents/prescription.ts';
import { DOCUMENTS, isDocumentType } from '../../design/documents/registry.ts';
import { parseDatabaseName, salesDatabaseOf } from '../../design/databases.ts';
import { replayOrder } from '../../design/folds/order.ts';
import { ORDER_STATES } from '../../design/machines/manufacturing-order.machine.ts';
import { isLate } from '../../design/workshop/late.ts';
import { SALES_FLOOR } from '../../design/folds/movement.ts';
import { ROLES } from '../../design/people/roles.ts';
import { frameFaults, lensFaults } from '../../design/optics/catalogue-faults.ts';
import { ageOn } from '../../design/optics/prescription/validity.ts';
import { isContactMade, nearestContact } from '../../design/optics/contact-power.ts';
import { localDate } from '../../design/time/local-time.ts';
import type { Engine, StoredDocument } from '../engine/engine.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import { companyInn, ean13 } from './check-digits.ts';
import { DEMO_MARKER, loadDemo } from './load.ts';
import { demoProducts } from './products.ts';
import { DEMO_SHOPS, DEMO_TIME_ZONE } from './shops.ts';
import { DEMO_PINS } from './staff.ts';

const NOON = Date.parse('2026-03-05T12:00:00+03:00');
const options = { clock: { now: () => NOON }, products: 400, days: 12 };

const everything = async (engine: Engine): Promise<Map<string, StoredDocument[]>> => {
  const all = new Map<string, StoredDocument[]>();
  for (const name of await engine.list()) all.set(name, await (await engine.open(name)).range({}));
  return all;
};
const of = <T>(all: Map<string, StoredDocument[]>, type: string): T[] =>
  [...all.values()].flat().filter((d) => d['type'] === type) as unknown as T[];

describe('the demo shops', () => {
  let all: Map<string, StoredDocument[]>;
  beforeAll(async () => {
    const engine = createMemoryEngine();
    expect(await loadDemo(engine, options)).toBe(true);
    all = await everything(engine);
  });

  it('hold documents of the registered shapes, each in its database', () => {
    for (const [name, docs] of all) {
      for (const doc of docs.filter((d) => d._id !== DEMO_MARKER)) {
        const type = doc['type'];
        if (!isDocumentType(type)) throw new Error(`${doc._id} is of no type`);
        expect(DOCUMENTS[type].database, doc._id).toBe(parseDatabaseName(name)?.kind);
        DOCUMENTS[type].shape.parse(doc);
        if (DOCUMENTS[type].database === 'sales') {
          expect(salesDatabaseOf(doc as unknown as Sale, DEMO_TIME_ZONE)).toBe(name);
        }
      }
    }
  });

  it('have frames that stand beside the other colours and sizes of their model (E-01)', () => {
    const articles = demoProducts(2_000, 'demo', '22').map(({ entry }) => entry);
    const frames = articles.filter(({ kind }) => kind === 'frame' || kind === 'sunglasses');
    const models = Map.groupBy(frames, (entry) => variantOf(entry)?.model ?? '');
    expect(models.has('')).toBe(false);
    const several = [...models.values()].filter(({ length }) => length > 1);
    expect(several.reduce((sum, { length }) => sum + length, 0)).toBeGreaterThan(frames.length * 0.9);
    // What tells them apart is never the same twice, or nobody could choose.
    const alike = several.filter((of) => new Set(of.map((entry) => variantOf(entry)?.words)).size < of.length);
    expect(alike.length).toBeLessThan(several.length * 0.05);
  });

  it('sell for sums that agree: lines, payments, fiscal results, change', () => {
    const results = new Map(of<FiscalResult>(all, 'fiscal-result').map((r) => [r.sale, r]));
    const receipts = [...of<Sale>(all, 'sale'), ...of<Refund>(all, 'refund')];
    expect(receipts.length).toBeGreaterThan(12 * 2 * 20);
    for (const receipt of receipts) {
      const sum = (amounts: { amount: number }[]): number => amounts.reduce((s, x) => s + x.amount, 0);
      expect(sum(receipt.lines)).toBe(receipt.total);
      expect(sum(receipt.payments)).toBe(receipt.total);
      expect(results.get(receipt._id)).toMatchObject({ total: receipt.total, key: receipt.key, operation: receipt.type });
      if (receipt.type === 'sale' && receipt.tendered !== null) {
        const cash = receipt.payments.find((p) => p.method === 'cash')!.amount;
        expect(receipt.tendered - receipt.change).toBe(cash);
      }
    }
    expect(results.size).toBe(receipts.length);
  });

  it('number each document of a drive once, name only retired drives, and end yesterday', () => {
    const facts = [...of<FiscalResult>(all, 'fiscal-result'), ...of<ShiftEvent>(all, 'shift-event')];
    expect(new Set(facts.map((f) => `${f.fn}-${f.fd}`)).size).toBe(facts.length);
    expect(new Set(facts.map((f) => f.fn))).toEqual(new Set(DEMO_SHOPS.map((s) => s.retiredFn)));
    expect(of<{ retired: boolean }>(all, 'register-state').every((r) => r.retired)).toBe(true);
    const days = [...new Set(facts.map((f) => localDate(f.at, DEMO_TIME_ZONE)))].sort();
    expect(days).toHaveLength(12);
    expect(days.at(-1)).toBe('2026-03-04');
  });

  it('take back only what was sold, once, by the marks of its receipt', () => {
    const sales = new Map(of<Sale>(all, 'sale').map((s) => [s._id, s]));
    const results = new Map(of<FiscalResult>(all, 'fiscal-result').map((r) => [r.sale, r]));
    const refunds = of<Refund>(all, 'refund').filter((r) => sales.has(r.original.sale!));
    expect(refunds.length).toBeGreaterThan(0);
    for (const { original, lines } of refunds) {
      expect(results.get(original.sale!)).toMatchObject({ fd: original.fd, fp: original.fp, receipt: original.receipt });
      expect(sales.get(original.sale!)!.lines).toContainEqual(lines[0]);
    }
    expect(new Set(refunds.map((r) => r.original.sale)).size).toBe(refunds.length);
  });

  it('hold what a delivery on the first of the month brought, one note a shop, and what customers had ordered', () => {
    const notes = of<StockMovement>(all, 'stock-movement');
    const monthly = notes.filter(({ document }) => /^ОС-\d{4}$/.test(document?.number ?? ''));
    expect(monthly.map(({ store }) => store).sort()).toEqual(['demo-1', 'demo-2']);
    for (const { more } of monthly) expect(more!.length).toBeGreaterThan(50);
    expect(notes.length).toBeGreaterThan(monthly.length);
    for (const { to, document } of notes) {
      expect(to).toBe(SALES_FLOOR);
      expect(document).toMatchObject({ kind: 'receipt', party: expect.any(String) as string });
    }
  });

  it('employ every role, the first of demo-1 being the cashier «Иванова А. П.», whose PIN is 1111', () => {
    const staff = (all.get('store-demo-1') ?? []).filter((d) => d['type'] === 'staff') as unknown as Staff[];
    expect(new Set(staff.map((s) => s.role))).toEqual(new Set(ROLES));
    const first = staff.sort((a, b) => a.order - b.order)[0]!;
    expect(first).toMatchObject({ name: 'Иванова А. П.', role: 'cashier' });
    const hash = pbkdf2Sync(
      DEMO_PINS.cashier,
      Uint8Array.from(Buffer.from(first.pin.salt, 'base64')),
      first.pin.iterations,
      32,
      'sha256',
    );
    expect(hash.toString('base64')).toBe(first.pin.hash);
  });

  it('know 40 clients, each with a prescription', () => {
    const clients = of<{ _id: string }>(all, 'client');
    expect(clients).toHaveLength(40);
    const seen = new Set(of<{ client: string }>(all, 'prescription').map((p) => p.client));
    expect(clients.every((c) => seen.has(c._id))).toBe(true);
  });

  it('signed the prescriptions of years, the figures of which change by little from year to year', () => {
    const prescriptions = of<Prescription>(all, 'prescription');
    expect(prescriptions.every(({ signed }) => signed)).toBe(true);
    const byClient = Map.groupBy(prescriptions, ({ client }) => client);
    expect([...byClient.values()].some((visits) => visits.length >= 5)).toBe(true);
    for (const visits of byClient.values()) {
      const sph = visits.sort((a, b) => (a.date < b.date ? -1 : 1)).map(({ od }) => od.sph!);
      for (const [n, now] of sph.entries()) if (n > 0) expect(Math.abs(now - sph[n - 1]!)).toBeLessThanOrEqual(0.5);
    }
    expect(of<object>(all, 'contact-lens-prescription').length).toBeGreaterThan(3);
  });

  it('have orders in every state, some of them late, and no event of them that could not happen', () => {
    const orders = of<Order>(all, 'order');
    const views = orders.map(({ events }) => replayOrder(events));
    expect(views.flatMap(({ illegal }) => illegal)).toEqual([]);
    expect(new Set(views.map(({ state }) => state))).toEqual(new Set(ORDER_STATES));
    expect(views.filter((view) => isLate(view, NOON, DEMO_TIME_ZONE)).length).toBeGreaterThan(4);
    const lenses = views.flatMap(({ pairs }) => pairs).flatMap(({ details }) => [details?.od, details?.os]);
    expect(lenses.every((lens) => lens)).toBe(true);
    expect(views.every(({ total }) => total > 0)).toBe(true);
    for (const { events } of orders) for (const { at } of events) expect(at).toBeLessThanOrEqual(NOON);
  });

  it('promise and recall for the same days whether they are loaded by day or just after midnight', async () => {
    const days = async (time: string) => {
      const engine = createMemoryEngine();
      await loadDemo(engine, { ...options, clock: { now: () => Date.parse(`2026-03-05T${time}+03:00`) }, days: 0 });
      const found = await everything(engine);
      return {
        promised: of<Order>(found, 'order').map(({ number, events }) => [number, replayOrder(events).promised]),
        recalled: of<Client>(found, 'client').map(({ recall }) => recall?.on),
      };
    };
    const byDay = await days('15:00:00');
    expect(byDay.promised.length).toBeGreaterThan(20);
    expect(await days('00:30:00')).toEqual(byDay);
  });

  it('know the same people with the same eyes, each of the same age, in whatever month they are loaded', async () => {
    const people = async (day: string) => {
      const engine = createMemoryEngine();
      await loadDemo(engine, { ...options, clock: { now: () => Date.parse(`${day}T12:00:00+03:00`) }, days: 0 });
      const found = await everything(engine);
      return {
        clients: of<Client>(found, 'client').map(({ name, phone, birth }) => [name, phone, ageOn(birth, day)]),
        eyes: of<Prescription>(found, 'prescription').map(({ _id, od, os, pd }) => [_id, od, os, pd]),
      };
    };
    const summer = await people('2026-07-04');
    for (const day of ['2026-12-24', '2028-02-29']) expect(await people(day), day).toEqual(summer);
  });

  it('come out the same from a killed load that is run again, and from a larger one', async () => {
    const whole = createMemoryEngine();
    await loadDemo(whole, options);
    const broken = createMemoryEngine();
    for (const survived of [0, 2, 9]) {
      let left = survived;
      const onProgress = (): void => {
        if (left-- === 0) throw new Error('killed');
      };
      await expect(loadDemo(broken, { ...options, onProgress })).rejects.toThrow('killed');
    }
    await loadDemo(broken, options);
    expect(await everything(broken)).toEqual(await everything(whole));

    const grown = createMemoryEngine();
    await loadDemo(grown, { ...options, days: 4 });
    expect(await loadDemo(grown, options)).toBe(true);
    expect(await loadDemo(grown, options)).toBe(false);
    const sales = async (engine: Engine): Promise<unknown> =>
      [...(await everything(engine))].filter(([name]) => name.startsWith('sales-')).map(([name, docs]) => [name, docs]);
    expect(await sales(grown)).toEqual(await sales(whole));
  });
});

describe('the demo catalogue', () => {
  const items = demoProducts(10_000, 'optics', '22');
  const entries = items.map((i): CatalogueEntry => i.entry);

  it('has 10,000 products with codes of their own and right check digits', () => {
    expect(entries).toHaveLength(10_000);
    expect(new Set(entries.map((e) => e.sku)).size).toBe(10_000);
    const eans = entries.flatMap((e) => (e.ean ? [e.ean] : []));
    expect(new Set(eans).size).toBe(eans.length);
    expect(eans.length).toBeGreaterThan(9_500);
    for (const ean of eans) expect(ean13(ean.slice(0, 12))).toBe(ean);
  });

  it('begins with the frame that stories ask for', () => {
    expect(entries[0]).toMatchObject({
      sku: 'RB-1001',
      name: 'Оправа Ray-Ban RB 5154 2000 49-21-140',
      kind: 'frame',
      vat: 'none',
    });
  });

  it('taxes sunglasses, care and accessories, and exempts corrective optics', () => {
    const exempt = new Set(['frame', 'lens', 'contact-lens']);
    for (const e of entries.filter((x) => x.kind !== 'service')) expect(e.vat, e.name).toBe(exempt.has(e.kind) ? 'none' : '22');
  });

  it('asks whole tens of roubles, above cost', () => {
    for (const { entry, cost } of items) {
      expect(entry.price % 1_000, entry.name).toBe(0);
      expect(cost).toBeLessThan(entry.price);
    }
  });

  it('describes lenses, frames and contact lenses that can be', () => {
    for (const { sku, lens, frame, contactLens } of entries) {
      if (lens) expect(lensFaults(lens), sku).toEqual([]);
      if (frame) expect(frameFaults(frame), sku).toEqual([]);
      if (contactLens) {
        const { power } = nearestContact(contactLens, { sph: -6.25, cyl: -0.75, axis: 90, add: 2 });
        expect(isContactMade(contactLens, power), sku).toBe(true);
      }
    }
  });

  it('grows: a longer list holds the shorter one', () => {
    const more = new Map(demoProducts(12_000, 'optics', '22').map((i) => [i.entry.sku, i.entry]));
    for (const entry of entries) expect(more.get(entry.sku)).toEqual(entry);
  });
});

it('computes known check digits', () => {
  expect(ean13('400638133393')).toBe('4006381333931');
  expect(companyInn('770708389')).toBe('7707083893');
});
