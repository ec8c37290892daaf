import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../../design/documents/people.ts';
import type { Note } from '../../../design/documents/note.ts';
import type { CardFields } from '../../../app/lib/clients/cards.model.ts';
import { clientOf } from '../../factories/clients.ts';
import { PrescriptionsStore } from '../../../app/lib/prescription/prescriptions.store.svelte.ts';
import { glasses } from '../../factories/prescriptions.ts';
import { makeSale } from '../../factories/receipts.ts';
import { exchange, makeTablet, STORE, WALL, type Tablet } from './clients.fixture.ts';

let one: Tablet;
let other: Tablet;
beforeEach(() => void ([one, other] = [makeTablet(1), makeTablet(2)]));
afterEach(() => Promise.all([one.end(), other.end()]));

const PLAIN: CardFields = { name: 'Орлова Анна', phone: null, email: null, birth: null, consent: null };
async function made(tablet: Tablet, fields: Partial<CardFields> = {}): Promise<string> {
  const saved = await tablet.cards.create({ ...PLAIN, ...fields });
  if ('code' in saved) throw new Error(saved.code);
  return saved.client._id;
}
const saleOf = (n: number, fields: { client?: string }) => ({ ...makeSale({ at: WALL + n, counter: n }), ...fields });
const names = async (tablet: Tablet, text: string) => (await tablet.cards.find(text, 50)).clients.map(({ name }) => name);
/** The document with all its versions brought together. */
const said = (tablet: Tablet, id: string) => tablet.documents.read<Client>(STORE, id);

describe('issue 6 part 1: the cards of clients', () => {
  it('are found by phone, name in the other alphabet or with a slip, and by the club card', async () => {
    const id = await made(one, { phone: '+79001234567', card: '2900000012345' });
    await made(one, { name: 'Киселёв Иван' });
    expect(await names(one, '900 123')).toEqual(['Орлова Анна']);
    expect(await names(one, 'orlova')).toEqual(['Орлова Анна']);
    expect(await names(one, 'кисилев')).toEqual(['Киселёв Иван']);
    expect(await names(one, '')).toEqual(['Киселёв Иван', 'Орлова Анна']);
    expect(one.cards.byCard('2900000012345')?._id).toBe(id);
  });

  it('two tablets edit different fields offline: both stand; another field by its last writer', async () => {
    const id = await made(one);
    await exchange(one, other);
    await one.cards.edit(id, { phone: '+79001112233', tags: ['дети'] });
    await other.cards.edit(id, { email: 'anna@mail.ru', recall: { on: '2027-05-21', why: null } });
    await exchange(one, other);
    const [a, b] = await Promise.all([said(one, id), said(other, id)]);
    expect(a).toMatchObject({ phone: '+79001112233', tags: ['дети'], email: 'anna@mail.ru', recall: { on: '2027-05-21' } });
    expect(a).toEqual(b);
  });

  it('two tablets merge the same pair offline: one card stands on both, found by what either said; undone by its record', async () => {
    const first = await made(one, { phone: '+79001112233' });
    const second = await made(one, { name: 'Орлова А.', phone: '89001112233', email: 'anna@mail.ru' });
    expect(await one.cards.duplicates()).toMatchObject([{ a: first, b: second, same: ['phone'], isSameName: true }]);
    await exchange(one, other);
    expect(await Promise.all([one.cards.merge(first, second, []), other.cards.merge(second, first, [])])).toEqual([null, null]);
    await exchange(one, other);
    for (const id of [first, second]) expect(await said(one, id)).toEqual(await said(other, id));
    expect(await one.cards.idsOf(second)).toEqual([first, second]);
    expect((await one.cards.get(second))?.email).toBe('anna@mail.ru');
    expect(await names(one, 'орлова')).toEqual(['Орлова Анна']);
    expect(await one.cards.duplicates()).toEqual([]);

    expect(await one.cards.undoMerge(second)).toBeNull();
    expect(await said(one, first)).toMatchObject({ email: null });
    expect((await one.cards.get(second))?._id).toBe(second);
  });

  it('a merge is refused to who may not edit cards', async () => {
    const guest = makeTablet(3, { may: false });
    await one.documents.create(STORE, () => clientOf('1') as never);
    await one.documents.create(STORE, () => clientOf('2') as never);
    await exchange(one, guest);
    expect(await guest.cards.merge('client:1', 'client:2', [])).toBe('FORBIDDEN');
    expect(await guest.cards.create(PLAIN)).toEqual({ code: 'FORBIDDEN' });
    await guest.end();
  });

  it('a family is told on one card, read from both, and ended from either', async () => {
    const [mother, son] = [await made(one), await made(one, { name: 'Орлов Саша' })];
    await one.cards.relate(mother, son, 'child');
    expect(await one.cards.relatives(son)).toMatchObject([{ client: mother, tie: 'parent', name: 'Орлова Анна' }]);
    await one.cards.relate(son, mother, 'carer');
    expect(await one.cards.relatives(mother)).toMatchObject([{ client: son, tie: 'ward' }]);
    await one.cards.relate(mother, son, null);
    expect([await one.cards.relatives(son), await one.cards.relatives(mother)]).toEqual([[], []]);
  });

  it('two people write in one note at once, on two tablets without a network: what either typed stands', async () => {
    const id = await made(one);
    const first = await one.cards.note(id);
    first.write('Любит узкие оправы.');
    await first.close();
    await exchange(one, other);
    const [mine, theirs] = [await one.cards.note(id), await other.cards.note(id)];
    mine.write(`${mine.text} Звонить после шести.`);
    theirs.write(`Постоянный клиент. ${theirs.text}`);
    await Promise.all([mine.close(), theirs.close()]);
    await exchange(one, other);
    const notes = await Promise.all([one, other].map(async ({ documents }) => documents.read<Note>(STORE, `note:${id}`)));
    expect(notes[0]?.text).toBe('Постоянный клиент. Любит узкие оправы. Звонить после шести.');
    expect(notes[1]?.text).toBe(notes[0]?.text);
  });

  it('a note that is open takes in what another device writes, between one’s own letters', async () => {
    const id = await made(one);
    const begun = await one.cards.note(id);
    begun.write('Один');
    await begun.close();
    await exchange(one, other);
    const [mine, theirs] = [await one.cards.note(id), await other.cards.note(id)];
    const heard = new Promise<void>((resolve) => mine.onChange(() => mine.text.includes('два') && resolve()));
    theirs.write('Один, два');
    await theirs.close();
    await exchange(other, one);
    await heard;
    mine.write(`${mine.text}, три`);
    await mine.close();
    expect((await one.documents.read<Note>(STORE, `note:${id}`))?.text).toBe('Один, два, три');
  });

  it('erased: card, merged cards, notes and prescriptions go for good, and what an offline tablet still writes does not bring them back', async () => {
    const [first, second] = [await made(one), await made(one)];
    const pad = await one.cards.note(second);
    pad.write('Тайна');
    await pad.close();
    await one.cards.merge(first, second, []);
    const prescription = {
      _id: 'prescription:1',
      type: 'prescription',
      schema: 1,
      hlc: '1763683200000-0000-0001',
      client: second,
    };
    await one.databases.create(STORE, prescription);
    await one.databases.create(STORE, { ...prescription, _id: 'prescription:2', client: 'client:other' } as never);
    await exchange(one, other);
    expect(await one.cards.erase(second)).toBeNull();
    await expect.poll(async () => one.cards.get(first)).toBeNull();
    await other.cards.edit(first, { phone: '+79001112233' });
    await exchange(one, other);
    for (const id of [first, second, `note:${second}`, 'prescription:1']) expect(await said(other, id)).toBeNull();
    expect(await said(other, 'prescription:2')).not.toBeNull();
  });

  it('prescriptions of a card that was taken in are the standing card’s', async () => {
    const [first, second] = [await made(one), await made(one)];
    const head = {
      _id: 'prescription:1',
      type: 'prescription',
      schema: 1,
      hlc: '1763683200000-0000-0001',
      by: null,
      pos: null,
    } as const;
    const written = { ...head, ...glasses(), client: second };
    await one.databases.create(STORE, written);
    const prescriptions = new PrescriptionsStore(one.deps);
    expect((await prescriptions.of(first)).all).toEqual([]);
    await one.cards.merge(first, second, []);
    expect((await prescriptions.of(first)).all.map(({ _id }) => _id)).toEqual([written._id]);
    expect((await prescriptions.of(second)).all).toHaveLength(1);
  });

  it('purchases are those of all the person’s cards, without what was voided', async () => {
    const [first, second] = [await made(one), await made(one)];
    await one.cards.merge(first, second, []);
    const sales = [saleOf(1, { client: second }), saleOf(2, { client: first }), saleOf(3, { client: first }), saleOf(4, {})];
    const month = 'sales-demo-1-202611';
    for (const sale of sales) await one.databases.create(month, sale);
    await one.databases.create(month, { _id: sales[2]!._id.replace('sale:', 'sale-void:'), type: 'sale-void' });
    const bought = await one.cards.purchases(first);
    expect(bought.map(({ sale }) => sale)).toEqual([sales[1]!._id, sales[0]!._id]);
    const late = saleOf(5, { client: first });
    await one.databases.create(month, late);
    await expect.poll(async () => (await one.cards.purchases(first)).length).toBe(3);
  });
});
