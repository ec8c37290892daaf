import { expect, it } from 'vitest';
import { witness } from './event-witness.ts';
import type { Witnessed } from './event-witness.ts';

/** A gateway whose chain is a list of hashes; it confirms what the server answered last. */
function gateway(chain: string[]) {
  let told: number | null = null;
  return {
    chain,
    beat(server: Witnessed | null, at = 1) {
      const seq = this.chain.length;
      const confirms = told === null ? null : { seq: told, hash: this.chain[told - 1] ?? null };
      const testimony = witness(server, { head: { seq, hash: this.chain[seq - 1] ?? '' }, confirms }, at);
      told = testimony.state.seq;
      return testimony;
    },
    restart: () => (told = null),
  };
}

it('follows a journal that only grows, over restarts and lost answers', () => {
  const till = gateway(['a']);
  let server: Witnessed | null = null;
  for (let n = 0; n < 6; n++) {
    till.chain.push(`entry ${n}`);
    if (n === 3) till.restart();
    const { state, found } = till.beat(server);
    expect(found).toBeNull();
    if (n !== 2) server = state;
  }
  expect(till.beat(server).state).toEqual({ seq: 7, hash: 'entry 5', broken: null });
});

it('sees a tail cut off at once, a restored backup too', () => {
  const till = gateway(['a', 'b', 'c']);
  const server = till.beat(null).state;
  till.chain.splice(1);
  till.restart();
  expect(till.beat(server, 9)).toEqual({ state: { seq: 1, hash: 'a', broken: { at: 9, seq: 3, why: 'cut' } }, found: 'cut' });
});

it('sees a chain written anew that is longer than the old one, after a restart with the second heartbeat', () => {
  const till = gateway(['a', 'b', 'c']);
  let server = till.beat(null).state;
  till.chain.splice(1, 2, 'x', 'y', 'z');
  till.restart();
  const first = till.beat(server);
  expect(first.found).toBeNull();
  server = first.state;
  expect(till.beat(server, 9)).toMatchObject({ found: 'rewritten', state: { seq: 4, broken: { at: 9, seq: 3 } } });
});

it('sees another entry in the place of the last one', () => {
  const till = gateway(['a', 'b']);
  const server = till.beat(null).state;
  till.chain.splice(1, 1, 'x');
  expect(till.beat(server).found).toBe('rewritten');
});

it('keeps the mark of an old break while the journal is whole again', () => {
  const till = gateway(['a', 'b']);
  let server = till.beat(null).state;
  till.chain.pop();
  server = till.beat(server, 5).state;
  till.chain.push('c');
  server = till.beat(server, 6).state;
  expect(server).toMatchObject({ seq: 2, hash: 'c', broken: { at: 5 } });
});
