import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prescription, type Prescription } from '../../../design/documents/prescription.ts';
import { createChangeHub } from '../../../app/lib/storage/change-hub.ts';
import { Databases } from '../../../app/lib/storage/databases.ts';
import { createStamps } from '../../../app/lib/storage/device-clock.ts';
import { Documents } from '../../../app/lib/storage/documents.ts';
import { createMemoryStore, type LocalStore } from '../../../app/lib/storage/local-store.ts';
import { PrescriptionsStore } from '../../../app/lib/prescription/prescriptions.store.svelte.ts';
import type { PrescriptionForm } from '../../../app/lib/prescription/prescription-form.svelte.ts';
import { clientOf } from '../../factories/clients.ts';

const Pouch = PouchDB.plugin(leveldbAdapter);
const STORE = 'store-demo-1';
const ANNA = clientOf('1', { birth: '1990-05-01' });

let folder: string;
let databases: Databases;
let local: LocalStore;
let now: number;
let who: string | null;
let may: boolean;
const stores: PrescriptionsStore[] = [];

/** The program after a start: the databases and what the device keeps are what they were. */
function start(): PrescriptionsStore {
  const stamps = createStamps({ now: () => (now += 1) }, () => 1, local);
  const store = new PrescriptionsStore({
    ...{ databases, stamps, hub, store: local, now: () => now, documents: new Documents(databases, stamps) },
    place: () => ({ store: 'demo-1', timeZone: 'Europe/Moscow' }),
    device: () => null,
    by: () => who,
    can: () => may,
  });
  stores.push(store);
  return store;
}
let hub: ReturnType<typeof createChangeHub>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'optics-prescriptions-'));
  now = Date.UTC(2026, 10, 21, 9);
  who = 'staff:2';
  may = true;
  hub = createChangeHub();
  local = createMemoryStore();
  databases = new Databases((name) => new Pouch(join(folder, name), { adapter: 'leveldb', auto_compaction: true }), local, hub);
  await databases.create(STORE, ANNA);
});
afterEach(async () => {
  for (const store of stores.splice(0)) store.stop();
  await databases.close();
  rmSync(folder, { recursive: true, force: true });
});

async function opened(store: PrescriptionsStore, id: string): Promise<PrescriptionForm> {
  const form = await store.open(id);
  if (!form) throw new Error(`no draft ${id}`);
  return form;
}
async function written(store: PrescriptionsStore, figures: Record<string, string>): Promise<PrescriptionForm> {
  const form = await opened(store, await store.begin(ANNA._id, { kind: 'glasses' }));
  for (const [path, text] of Object.entries(figures)) form.type(path as 'od.sph', text);
  return form;
}
const FIGURES = { 'od.sph': '-2', 'os.sph': '-2,25', 'os.cyl': '-0,5', 'os.axis': '170', 'pd.both': '62' };
const inStore = (id: string) => databases.get<Prescription>(STORE, id);

describe('a draft', () => {
  it('survives a reload at any moment, half an eye and a missing sign too, and is no document until it holds together', async () => {
    const form = await written(start(), { 'od.sph': '-2', 'od.cyl': '-1', 'os.sph': '2,5', 'od.prism.vertical': '1' });
    const id = form.doc._id;
    expect([form.stops.map(({ code }) => code), form.problems]).toEqual([['AXIS_REQUIRED'], ['os.sph', 'od.prism.vertical']]);
    expect(await form.putAside()).toBeNull();
    expect(await inStore(id)).toBeNull();
    const again = start();
    expect([...(await again.of(ANNA._id)).onlyHere]).toEqual([id]);
    const reopened = await opened(again, id);
    expect([reopened.text('od.cyl'), reopened.text('os.sph'), reopened.text('od.prism.vertical')]).toEqual([
      '−1,00',
      '2,5',
      '1,00',
    ]);
    expect(reopened.problems).toEqual(['os.sph', 'od.prism.vertical']);
  });
  it('that holds together is written when it is put aside, once, and other devices go on with it', async () => {
    const form = await written(start(), FIGURES);
    expect(await form.putAside()).toBeNull();
    const doc = prescription.parse(await inStore(form.doc._id));
    expect(doc).toMatchObject({
      client: ANNA._id,
      od: { sph: -2 },
      os: { cyl: -0.5, axis: 170 },
      pd: { both: 62 },
      by: 'staff:2',
    });
    expect(doc.signed).toBeUndefined();
    local = createMemoryStore();
    local.write('databases', [STORE]);
    const elsewhere = await opened(start(), doc._id);
    elsewhere.step('od.sph', -1);
    await elsewhere.putAside();
    expect(prescription.parse(await inStore(doc._id)).od.sph).toBe(-2.25);
  });
  it('that was opened and left as it was is none, and is forgotten', async () => {
    const store = start();
    const form = await opened(store, await store.begin(ANNA._id, { kind: 'contact-lenses' }));
    expect((await store.of(ANNA._id)).all).toEqual([]);
    expect(await form.putAside()).toBeNull();
    expect(await inStore(form.doc._id)).toBeNull();
    await store.begin(ANNA._id, { kind: 'glasses' });
    expect(await store.get(form.doc._id)).toBeNull();
  });
  it('thrown away is gone, stored or not', async () => {
    const store = start();
    const [one, other] = [await written(store, FIGURES), await written(store, FIGURES)];
    await one.putAside();
    for (const { doc } of [one, other]) expect(await store.discard(doc._id)).toBeNull();
    expect((await store.of(ANNA._id)).all).toEqual([]);
    expect(await inStore(one.doc._id)).toBeNull();
  });
  it('begun from the last one has its figures and is of today', async () => {
    const store = start();
    const first = await written(store, FIGURES);
    for (const finding of first.warnings) first.look(finding, true);
    await first.signOff('');
    const next = await opened(store, await store.begin(ANNA._id, { kind: 'glasses', from: 'last' }));
    expect(next.doc).toMatchObject({ date: '2026-11-21', od: { sph: -2 }, os: { cyl: -0.5, axis: 170 } });
    expect(next.previous?._id).toBe(first.doc._id);
  });
});

describe('the signature', () => {
  it('is refused while something stops it or a warning was not looked at, and keeps what was confirmed', async () => {
    const form = await written(start(), { ...FIGURES, 'os.sph': '+2,25' });
    expect(form.unseen.map(({ code }) => code)).toContain('SIGNS_DIFFER');
    expect(await form.signOff('проверено дважды')).toBeNull();
    expect(await inStore(form.doc._id)).toBeNull();
    for (const finding of form.warnings) form.look(finding, true);
    expect(await form.signOff('проверено дважды')).toBeNull();
    const doc = prescription.parse(await inStore(form.doc._id));
    expect(doc.signed).toMatchObject({ by: 'staff:2' });
    expect(doc.confirmed).toContainEqual(
      expect.objectContaining({ code: 'SIGNS_DIFFER', reason: 'проверено дважды', values: { od: '−2,00', os: '+2,25' } }),
    );
  });
  it('a warning that was right is asked about anew when its figure is another', async () => {
    const form = await written(start(), { ...FIGURES, 'os.sph': '+2,25' });
    for (const finding of form.warnings) form.look(finding, true);
    form.step('os.sph', 1);
    expect(form.unseen.map(({ code }) => code)).toContain('SIGNS_DIFFER');
  });
  it('stores minus cylinders, whichever was written and shown', async () => {
    const store = start();
    const form = await written(store, FIGURES);
    form.turn('plus');
    expect([form.text('os.sph'), form.text('os.cyl'), form.text('os.axis')]).toEqual(['−2,75', '+0,50', '80']);
    for (const finding of form.warnings) form.look(finding, true);
    await form.signOff('');
    expect(prescription.parse(await inStore(form.doc._id)).os).toMatchObject({ sph: -2.25, cyl: -0.5, axis: 170 });
    expect(start().sign).toBe('plus');
  });
  it('once signed there is no form any more; a correction supersedes it when it is signed itself', async () => {
    const store = start();
    const form = await written(store, FIGURES);
    for (const finding of form.warnings) form.look(finding, true);
    await form.signOff('');
    expect(await store.open(form.doc._id)).toBeNull();
    const signed = (await store.get(form.doc._id))!;
    const draft = await opened(store, await store.begin(ANNA._id, { kind: 'glasses', from: signed, as: 'correction' }));
    expect(draft.doc).toMatchObject({ replaces: signed._id, od: { sph: -2 } });
    expect(draft.doc).not.toHaveProperty('confirmed');
    expect((await store.of(ANNA._id)).stateOf(signed)).toBe('signed');
    draft.type('od.sph', '-2,5');
    for (const finding of draft.warnings) draft.look(finding, true);
    await draft.signOff('');
    expect((await store.of(ANNA._id)).stateOf(signed)).toBe('superseded');
  });
  it('twice is once; another hand’s signature stands and is told of', async () => {
    const store = start();
    const form = await written(store, FIGURES);
    await form.putAside();
    const [one, other] = [await opened(start(), form.doc._id), await opened(start(), form.doc._id)];
    for (const each of [one, other]) for (const finding of each.warnings) each.look(finding, true);
    other.step('od.sph', -1);
    for (const finding of other.warnings) other.look(finding, true);
    expect(await one.signOff('')).toBeNull();
    const before = await inStore(form.doc._id);
    expect(await one.signOff('')).toBeNull();
    expect(await other.signOff('')).toBe('DOCUMENT_IMMUTABLE');
    expect(await inStore(form.doc._id)).toEqual(before);
  });
  it('is nobody’s without the right to it', async () => {
    const form = await written(start(), FIGURES);
    for (const finding of form.warnings) form.look(finding, true);
    may = false;
    expect([await form.signOff(''), await form.putAside()]).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    expect(await inStore(form.doc._id)).toBeNull();
  });
});
