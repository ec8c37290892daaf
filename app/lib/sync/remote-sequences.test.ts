import { describe, expect, it } from 'vitest';
import { RemoteSequences } from './remote-sequences.ts';

const NOW = Date.UTC(2026, 10, 21, 9);
const zone = 'Europe/Moscow';
const db = (name: string, seq: number | string, pull = true, push = true) => ({ name, seq, pull, push });
function sequences(...databases: ReturnType<typeof db>[]) {
  const one = new RemoteSequences();
  one.allow(databases);
  return { one, names: () => one.behind(NOW, zone).map(({ name }) => name) };
}

describe('what is to be pulled', () => {
  it('comes in the order of need: people, catalogue, figures, receipts of the newest month first', () => {
    const { names } = sequences(
      db('sales-a-202610', 1),
      db('chain', 1),
      db('sales-a-202611', 1),
      db('catalog', 1),
      db('store-a', 1),
    );
    expect(names()).toEqual(['store-a', 'catalog', 'chain', 'sales-a-202611', 'sales-a-202610']);
  });

  it('is nothing where the sequences are equal, until the feed tells of another', () => {
    const { one, names } = sequences(db('catalog', '7-abc'));
    one.pulled('catalog', '7-abc');
    expect(names()).toEqual([]);
    expect(one.hear('catalog', '7-abc')).toBe(false);
    expect(one.hear('catalog', '8-def')).toBe(true);
    expect(one.behind(NOW, zone)).toEqual([{ name: 'catalog', seq: '8-def' }]);
  });

  it('is everything after a start: no mark outlives what it speaks of', () => {
    expect(sequences(db('catalog', 1)).names()).toEqual(['catalog']);
  });

  it('leaves out what may not be read, and months that are not yet or no longer kept', () => {
    const { names } = sequences(db('costs', 1, false), db('sales-a-202609', 1), db('sales-a-202612', 1), db('sales-a-202611', 1));
    expect(names()).toEqual(['sales-a-202611']);
  });

  it('is what the feed told while a session was on its way: the session may speak of the moment before', () => {
    const { one, names } = sequences(db('sales-a-202611', 4));
    one.pulled('sales-a-202611', 4);
    const asked = one.told;
    one.hear('sales-a-202611', 5);
    one.allow([db('sales-a-202611', 4), db('catalog', 1)], asked);
    expect(names()).toEqual(['catalog', 'sales-a-202611']);
    one.pulled('sales-a-202611', 5);
    one.allow([db('sales-a-202611', 6)], one.told);
    expect(names()).toEqual(['sales-a-202611']);
  });

  it('asks for a new session where the feed names a database that it does not know: a month has begun', () => {
    const { one } = sequences(db('catalog', 1));
    one.pulled('catalog', 1);
    expect(one.hear('sales-a-202612', 1)).toBe(true);
    expect(one.hear('catalog', 1)).toBe(false);
  });
});
