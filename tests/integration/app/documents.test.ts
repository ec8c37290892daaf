import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Conflict } from '../../../design/documents/conflict.ts';
import type { Note } from '../../../design/documents/note.ts';
import type { Order } from '../../../design/documents/order.ts';
import type { Client } from '../../../design/documents/people.ts';
import { addEvent, writeNote } from '../../../design/merge/edit.ts';
import { openNote } from '../../../design/merge/note.ts';
import { formatHlc } from '../../../design/time/hlc.ts';
import { createChangeHub } from '../../../app/lib/storage/change-hub.ts';
import { Databases } from '../../../app/lib/storage/databases.ts';
import { createStamps } from '../../../app/lib/storage/device-clock.ts';
import { Documents } from '../../../app/lib/storage/documents.ts';
import { createMemoryStore } from '../../../app/lib/storage/local-store.ts';

const Pouch = PouchDB.plugin(leveldbAdapter);
const STORE = 'store-demo-1';
const WALL = 1_763_683_200_000;
const anna = { by: 'staff:1', pos: 'POS-001' };

let folder: string;
let databases: Databases;
let documents: Documents;
let heard: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'optics-documents-'));
  const hub = createChangeHub();
  heard = [];
  hub.on(({ ids }) => heard.push(...ids));
  const store = createMemoryStore();
  databases = new Databases((name) => new Pouch(join(folder, name), { adapter: 'leveldb', auto_compaction: true }), store, hub);
  let now = WALL;
  documents = new Documents(
    databases,
    createStamps({ now: () => (now += 1) }, () => 1, store),
  );
});
afterEach(async () => {
  await databases.close();
  rmSync(folder, { recursive: true, force: true });
});

const client = (hlc: string, fields: Partial<Client> = {}): Client => ({
  _id: `client:${hlc}`,
  type: 'client',
  schema: 1,
  hlc,
  ...anna,
  store: 'demo-1',
  name: 'Анна Орлова',
  phone: null,
  email: null,
  birth: null,
  consent: null,
  stamps: { name: hlc, phone: hlc },
  ...fields,
});
const made = () => documents.create(STORE, (hlc) => client(hlc));
/** A version that another device wrote and the pull brought. */
async function arrived(doc: object, rev: string, parent: string): Promise<void> {
  const [start, hash] = rev.split('-') as [string, string];
  const _revisions = { start: Number(start), ids: [hash, parent.split('-')[1]!] };
  await databases.open(STORE).bulkDocs([{ ...doc, _rev: rev, _revisions }] as never, { new_edits: false });
}

describe('documents that people change', () => {
  it('stamp what an edit changes, tell the loop, and write nothing where nothing changes', async () => {
    const { _id, _rev, hlc } = await made();
    const edited = await documents.editFields<Client>(STORE, _id, { by: 'staff:2', pos: null }, { phone: '+7 900 000-00-00' });
    expect(edited).toMatchObject({ by: 'staff:2', pos: null, stamps: { name: hlc } });
    expect(edited.stamps['phone']! > hlc).toBe(true);
    expect(heard).toEqual([_id, _id]);
    const again = await documents.editFields<Client>(STORE, _id, anna, { phone: '+7 900 000-00-00' });
    expect([again._rev, again._rev === _rev]).toEqual([edited._rev, false]);
    expect(heard).toHaveLength(2);
  });

  it('lose no edit of several made at once', async () => {
    const { _id } = await made();
    const edits = { name: 'Анна Ким', phone: '2', email: 'a@example.org', birth: '1990-01-01' };
    await Promise.all(
      Object.entries(edits).map(([field, value]) => documents.editFields<Client>(STORE, _id, anna, { [field]: value })),
    );
    expect(await documents.read<Client>(STORE, _id)).toMatchObject(edits);
  });

  it('show all versions together, and an edit keeps what the hidden ones say', async () => {
    const doc = await made();
    await documents.editFields<Client>(STORE, doc._id, anna, { phone: '2' });
    const later = formatHlc({ wall: WALL + 500, counter: 0, device: 2 });
    await arrived(client(doc.hlc, { name: 'Анна Ким', hlc: later, stamps: { name: later, phone: doc.hlc } }), '2-ff', doc._rev);
    expect(await documents.read<Client>(STORE, doc._id)).toMatchObject({ name: 'Анна Ким', phone: '2' });
    const edited = await documents.editFields<Client>(STORE, doc._id, anna, { email: 'a@example.org' });
    expect(edited).toMatchObject({ name: 'Анна Ким', phone: '2', email: 'a@example.org' });
    expect(edited.stamps['email']! > later).toBe(true);
  });

  it('tell people what two of them contested, before an edit goes on', async () => {
    const doc = await made();
    await documents.editFields<Client>(STORE, doc._id, anna, { phone: '2' });
    const later = formatHlc({ wall: WALL + 500, counter: 0, device: 2 });
    await arrived(
      client(doc.hlc, { phone: '3', hlc: later, by: 'staff:2', stamps: { name: doc.hlc, phone: later } }),
      '2-ff',
      doc._rev,
    );
    await documents.editFields<Client>(STORE, doc._id, anna, { email: 'a@example.org' });
    const [record] = await databases.range<Conflict>(STORE, 'conflict:', 'conflict:\ufff0');
    expect(record).toMatchObject({
      document: doc._id,
      status: 'open',
      differences: [
        {
          field: 'phone',
          values: [
            { value: '2', by: 'staff:1' },
            { value: '3', by: 'staff:2' },
          ],
          chosen: 1,
        },
      ],
    });
    const live = (await databases.leaves(STORE, doc._id)).filter((leaf) => leaf._deleted !== true);
    expect(live).toMatchObject([{ phone: '3', email: 'a@example.org' }]);
  });

  it('bring versions of a note together, and write what an editor says', async () => {
    const base = openNote(null, 1);
    base.write('Позвонить.');
    const note = await documents.create(STORE, (hlc): Note => ({
      _id: 'note:client:1',
      type: 'note',
      schema: 1,
      hlc,
      ...anna,
      store: 'demo-1',
      subject: 'client:1',
      ...base.content(),
    }));
    const other = openNote(note.state, 2);
    other.write('Срочно! Позвонить.');
    const mine = openNote(note.state, 3);
    mine.write('Позвонить после шести.');
    await documents.edit<Note>(STORE, note._id, anna, (doc, hand) => writeNote(doc, mine.content(), hand));
    const { _rev, ...bare } = note;
    await arrived({ ...bare, ...other.content() }, '2-ff', _rev);
    expect(await documents.read<Note>(STORE, note._id)).toMatchObject({ text: 'Срочно! Позвонить после шести.' });
  });

  it('add events to an order, each under a stamp of its own', async () => {
    const order = await documents.create(STORE, (hlc): Order => ({
      _id: `order:${hlc}`,
      type: 'order',
      schema: 1,
      hlc,
      ...anna,
      store: 'demo-1',
      client: null,
      number: 'A-1',
      events: [],
    }));
    const pay = (amount: number) =>
      documents.edit<Order>(STORE, order._id, anna, (doc, hand) =>
        addEvent(doc, { kind: 'payment', amount, sale: null }, WALL, hand),
      );
    await Promise.all([pay(100_00), pay(200_00), pay(300_00)]);
    const { events } = (await documents.read<Order>(STORE, order._id))!;
    expect(events.map((event) => (event.kind === 'payment' ? event.amount : 0)).sort()).toEqual([100_00, 200_00, 300_00]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(3);
  });

  it('are not edited by a program that is older than they are', async () => {
    const doc = await made();
    const { _rev, ...bare } = doc;
    await arrived({ ...bare, schema: 9 }, '2-ff', _rev);
    expect(await documents.read(STORE, doc._id)).toMatchObject({ schema: 9 });
    await expect(documents.editFields<Client>(STORE, doc._id, anna, { phone: '2' })).rejects.toMatchObject({
      code: 'DOCUMENT_NEWER',
    });
  });

  it('that are erased stay away, whatever version comes in later', async () => {
    const doc = await made();
    await documents.remove(STORE, doc._id, anna, { erase: true });
    expect(await documents.read(STORE, doc._id)).toBeNull();
    await arrived(client(doc.hlc, { phone: '3' }), '2-ff', doc._rev);
    expect(await documents.read(STORE, doc._id)).toBeNull();
    await expect(documents.editFields<Client>(STORE, doc._id, anna, { phone: '2' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await documents.remove(STORE, doc._id, anna);
  });

  it('that yielded in a conflict are taken up again by a person: a new edit, and the record is seen', async () => {
    const doc = await made();
    await documents.editFields<Client>(STORE, doc._id, anna, { phone: '3' });
    const record: Conflict = {
      _id: `conflict:${doc._id}:abc`,
      type: 'conflict',
      schema: 1,
      hlc: doc.hlc,
      by: null,
      pos: null,
      store: 'demo-1',
      database: STORE,
      document: doc._id,
      revisions: ['2-a', '2-b'],
      left: null,
      differences: [
        {
          field: 'phone',
          values: [
            { value: '2', hlc: null, by: null, rev: '2-a' },
            { value: '3', hlc: null, by: null, rev: '2-b' },
          ],
          chosen: 1,
        },
      ],
      status: 'open',
      stamps: {},
    };
    await documents.create(STORE, () => record);
    await documents.choose(STORE, record, 'phone', 0, anna);
    expect(await documents.read<Client>(STORE, doc._id)).toMatchObject({ phone: '2' });
    expect(await documents.read<Conflict>(STORE, record._id)).toMatchObject({ status: 'seen' });
  });
});
