import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conflict } from '../documents/conflict.ts';
import { formatHlc } from '../time/hlc.ts';
import { openNote, mergeNotes } from './note.ts';
import { recordOf, writesOf } from './resolution-writes.ts';
import { resolve, type Leaf } from './resolve.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const digest = (text: string): Promise<string> => Promise.resolve(hash(text));
const t = (wall: number, device = 1): string => formatHlc({ wall, counter: 0, device });
const client: Leaf = {
  _id: 'client:1',
  _rev: '1-a',
  type: 'client',
  schema: 1,
  hlc: t(1),
  by: 'staff:1',
  pos: null,
  store: 'a',
  name: 'Анна Орлова',
  phone: '1',
  email: null,
  birth: null,
  consent: null,
  stamps: { name: t(1), phone: t(1), email: t(1), birth: t(1), consent: t(1) },
};
const edited = (rev: string, hlc: string, fields: Record<string, unknown>): Leaf => ({
  ...client,
  ...fields,
  _rev: rev,
  hlc,
  by: `staff:${rev}`,
  stamps: { ...(client['stamps'] as object), ...Object.fromEntries(Object.keys(fields).map((f) => [f, hlc])) },
});
const ask = async (...leaves: Leaf[]) => {
  const resolution = resolve(leaves, mergeNotes);
  const { _id: id } = leaves[0]!;
  const record = await recordOf({ id, database: 'store-a', leaves }, resolution, digest);
  return { resolution, writes: await writesOf(id, resolution, digest), record };
};

describe('a document with several leaves', () => {
  it('gets one revision on the winner with everybody’s edits, and the losers end', async () => {
    const { writes, record } = await ask(edited('2-b', t(2), { phone: '2' }), edited('2-c', t(3, 2), { name: 'Анна Ким' }));
    expect(writes).toMatchObject([
      { phone: '2', name: 'Анна Ким', _revisions: { start: 3, ids: [expect.any(String), 'c'] } },
      { _deleted: true, merged: true, _revisions: { start: 3, ids: [expect.any(String), 'b'] } },
    ]);
    expect(record, 'nobody overwrote anybody').toBeNull();
  });

  it('tells people which value yielded, who wrote it and when', async () => {
    const { record } = await ask(edited('2-b', t(2), { phone: '2' }), edited('2-c', t(3, 2), { phone: '3' }));
    expect(conflict.parse(record)).toMatchObject({
      document: 'client:1',
      status: 'open',
      differences: [
        {
          field: 'phone',
          values: [
            { value: '2', hlc: t(2), by: 'staff:2-b', rev: '2-b' },
            { value: '3', hlc: t(3, 2), by: 'staff:2-c', rev: '2-c' },
          ],
          chosen: 1,
        },
      ],
    });
  });

  it('is resolved alike by every server, in whatever order it reads the leaves', async () => {
    const leaf = fc
      .record({
        rev: fc.stringMatching(/^[1-4]-[0-9a-f]{4}$/),
        wall: fc.integer({ min: 2, max: 6 }),
        phone: fc.constantFrom('2', '3'),
        name: fc.constantFrom('А', 'Б'),
      })
      .map(({ rev, wall, phone, name }) => edited(rev, t(wall), { phone, name }));
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(leaf, { selector: ({ _rev }) => _rev, minLength: 2, maxLength: 5 }),
        fc.integer(),
        async (leaves, turn) => {
          const turned = [...leaves].sort((a, b) => (hash(`${turn}${a._rev}`) < hash(`${turn}${b._rev}`) ? -1 : 1));
          expect(await ask(...turned)).toEqual(await ask(...leaves));
          expect((await ask(...turned)).writes.filter(({ _deleted }) => _deleted)).toHaveLength(leaves.length - 1);
        },
      ),
    );
  });

  it('names what stands beside what was contested, also where its writer had seen the others', async () => {
    const [b, c] = [edited('2-b', t(2), { phone: '2' }), edited('2-c', t(3, 2), { phone: '3' })];
    const knowing = {
      ...edited('3-d', t(5, 3), { phone: '4' }),
      stamps: { ...(client['stamps'] as object), name: t(2), email: t(3, 2), phone: t(5, 3) },
    };
    const { record } = await ask(b, c, knowing);
    expect(record!.differences).toMatchObject([
      { field: 'phone', values: [{ value: '2' }, { value: '3' }, { value: '4' }], chosen: 2 },
    ]);
  });

  it('only loses the losers where the winner says everything already', async () => {
    const old = edited('1-0', t(1), {});
    const { writes } = await ask(old, edited('2-b', t(2), { phone: '2' }));
    expect(writes).toMatchObject([{ _deleted: true, merged: true, _revisions: { start: 2, ids: [expect.any(String), '0'] } }]);
    expect(writes).toHaveLength(1);
  });

  it('an edit stands against a deletion made apart from it', async () => {
    expect((await ask({ _id: 'client:1', _rev: '2-a', _deleted: true }, edited('2-b', t(2), { phone: '2' }))).resolution).toEqual(
      {
        kind: 'settled',
      },
    );
  });

  it('what the deleter had seen goes, also where a merge has given it another revision meanwhile', async () => {
    const [b, c] = [edited('2-b', t(2), { phone: '2' }), edited('2-c', t(3, 2), { name: 'Анна Ким' })];
    const { writes } = await ask(b, c);
    const merged = writes[0] as unknown as Leaf;
    const seen = { ...(client['stamps'] as object), phone: t(2), name: t(3, 2) };
    const gone: Leaf[] = [b, c].map(({ _rev }) => ({
      _id: 'client:1',
      _rev: `3-d${_rev.slice(2)}`,
      _deleted: true,
      stamps: seen,
    }));
    expect((await ask(...gone, merged)).resolution).toEqual({ kind: 'deleted', losers: [merged._rev] });
    const later = { ...merged, _rev: '4-e', stamps: { ...(merged['stamps'] as object), phone: t(7) } };
    expect((await ask(...gone, later)).resolution).toEqual({ kind: 'settled' });
  });

  it.each([
    ['a client, erased by request', 'client:1', { erased: true }],
    ['a contact, by any deletion', 'contact:1', {}],
  ])('erased personal data stays erased: %s', async (_, _id, mark) => {
    const { writes, record } = await ask(
      { _id, _rev: '2-a', _deleted: true, ...mark },
      { ...edited('3-b', t(2), { phone: '2' }), _id },
    );
    expect(writes).toMatchObject([
      { _id, _deleted: true, erased: true, _revisions: { start: 4, ids: [expect.any(String), 'b'] } },
    ]);
    expect(writes[0]).not.toHaveProperty('phone');
    expect(record).toBeNull();
  });

  it('tombstones that a resolver left are no erasure', async () => {
    const ended: Leaf = { _id: 'contact:1', _rev: '2-a', _deleted: true, merged: true };
    expect((await ask(ended, { ...edited('2-b', t(2), {}), _id: 'contact:1' })).resolution.kind).toBe('settled');
  });

  it('is left alone where a newer program wrote it, or where a version cannot be read, and people are told', async () => {
    const newer = { ...edited('2-b', t(2), {}), schema: 2 };
    expect(await ask(client, newer)).toMatchObject({
      resolution: { kind: 'left', why: 'schema-newer' },
      writes: [],
      record: { left: 'schema-newer' },
    });
    const note = { ...client, _id: 'note:client:1', type: 'note', subject: 'client:1', text: '', state: 'AAA=' };
    const good = { ...note, ...openNote(null, 1).content(), _rev: '2-b' };
    expect(await ask({ ...note, state: '////' }, good)).toMatchObject({
      resolution: { kind: 'left', why: 'malformed' },
      writes: [],
    });
  });

  it('a PIN never stands in a record', async () => {
    const staff = (rev: string, wall: number): Leaf => ({
      ...edited(rev, t(wall, wall), { name: 'Анна' }),
      _id: 'staff:1',
      type: 'staff',
      role: 'cashier',
      inn: null,
      active: true,
      order: 1,
      pin: { algorithm: 'pbkdf2-sha256', iterations: 600_000, salt: rev, hash: rev },
      stamps: { pin: t(wall, wall) },
    });
    const { record } = await ask(staff('2-b', 2), staff('2-c', 3));
    expect(record!.differences.map(({ field }) => field)).toContain('pin');
    expect(JSON.stringify(record!.differences)).not.toContain('salt');
  });

  it('an order that two people took different ways is shown to a person', async () => {
    const order = { ...client, _id: 'order:1', type: 'order', client: null, number: '1' };
    const event = (wall: number, kind: string, more = {}) => ({ id: t(wall), by: 'staff:1', at: wall, kind, ...more });
    const {
      stamps: _,
      name: __,
      phone: ___,
      email: ____,
      birth: _____,
      consent: ______,
      ...bare
    } = order as Record<string, unknown>;
    const first = event(1, 'details', { set: { prescription: 'prescription:1', lens: 'L' } });
    const confirmed = { ...bare, _rev: '2-a', events: [first, event(3, 'confirm')] } as unknown as Leaf;
    const cancelled = { ...bare, _rev: '2-b', events: [first, event(2, 'cancel', { reason: '' })] } as unknown as Leaf;
    const { resolution, record } = await ask(confirmed, cancelled);
    expect(resolution).toMatchObject({
      kind: 'merged',
      body: { events: [{ kind: 'details' }, { kind: 'cancel' }, { kind: 'confirm' }] },
    });
    expect(record).toMatchObject({ differences: [{ field: 'events', values: [{ value: { kind: 'confirm' } }], chosen: null }] });
  });
});
