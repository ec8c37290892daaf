import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainHash, CHAIN_START, PRUNED_EVENT, verifyChain } from './event-chain.ts';
import type { ChainedEntry, ChainMark } from './event-chain.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

function chainOf(events: readonly string[], from: ChainMark = CHAIN_START): ChainedEntry[] {
  let previous = from.hash;
  return events.map((event, n) => {
    const entry = { seq: from.seq + n + 1, at: n, level: 'INFO', event, receipt: null, message: event, details: '{}' };
    previous = chainHash(previous, entry, digest);
    return { ...entry, hash: previous };
  });
}
const kinds = (anchor: ChainMark, entries: ChainedEntry[], witnesses: ChainMark[] = []) =>
  verifyChain(anchor, entries, digest, { witnesses: witnesses.map((mark) => ({ ...mark, name: 'server' })) }).breaks.map(
    ({ kind, seq }) => `${kind} ${seq}`,
  );
const markAt = (entries: ChainedEntry[], seq: number): ChainMark => ({ seq, hash: entries.find((e) => e.seq === seq)!.hash });

describe('the event chain', () => {
  const five = chainOf(['a', 'b', 'c', 'd', 'e']);

  it('of untouched entries holds, with every witness that remembers one of them', () => {
    expect(verifyChain(CHAIN_START, five, digest)).toEqual({ head: markAt(five, 5), entries: 5, breaks: [] });
    expect(kinds(CHAIN_START, five, five)).toEqual([]);
  });

  it('shows one altered field, whichever it is', () => {
    const changes: Partial<ChainedEntry>[] = [
      { at: 9 },
      { level: 'WARN' },
      { event: 'x' },
      { receipt: 'r' },
      { message: 'x' },
      { details: '{"a":1}' },
    ];
    for (const change of changes) {
      expect(kinds(CHAIN_START, five.with(2, { ...five[2]!, ...change }))).toEqual(['altered 3']);
    }
  });

  it('shows a removed entry, two swapped ones and one put in between', () => {
    expect(kinds(CHAIN_START, five.toSpliced(2, 1))).toEqual(['gap 3']);
    const [, second, third] = five as [ChainedEntry, ChainedEntry, ChainedEntry];
    const swapped = five.with(1, { ...third, seq: 2 }).with(2, { ...second, seq: 3 });
    expect(kinds(CHAIN_START, swapped)).toEqual(['altered 2']);
    expect(kinds(CHAIN_START, chainOf(['a', 'b', 'x', 'c', 'd', 'e']), [markAt(five, 5)])).toEqual(['rewritten 5']);
  });

  it('shows a tail cut off to whoever remembers the head, and only to them', () => {
    expect(kinds(CHAIN_START, five.slice(0, 3))).toEqual([]);
    expect(kinds(CHAIN_START, five.slice(0, 3), [markAt(five, 5)])).toEqual(['cut 4']);
  });

  it('still verifies after pruning from its anchor, and shows a beginning removed by hand', () => {
    const anchor = markAt(five, 2);
    const pruned = { ...chainOf([PRUNED_EVENT], markAt(five, 5))[0]!, details: JSON.stringify(anchor) };
    const said = { ...pruned, hash: chainHash(five[4]!.hash, pruned, digest) };
    expect(kinds(anchor, [...five.slice(2), said])).toEqual([]);
    expect(kinds(anchor, five.slice(2))).toEqual(['anchor 2']);
    expect(kinds(markAt(five, 3), [...five.slice(3), said])).toEqual(['anchor 3']);
  });

  it('shows any change, removal or swap of any entry, given the head', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string(), { minLength: 2, maxLength: 20 }),
        fc.nat(),
        fc.constantFrom('alter', 'remove', 'swap', 'cut'),
        (events, where, how) => {
          const chain = chainOf(events);
          const i = where % chain.length;
          const other = chain[(i + 1) % chain.length]!;
          const own = chain[i]!;
          const broken =
            how === 'alter'
              ? chain.with(i, { ...own, message: `${own.message}.` })
              : how === 'remove'
                ? chain.toSpliced(i, 1)
                : how === 'cut'
                  ? chain.slice(0, i)
                  : chain.with(i, { ...own, at: other.at, event: other.event, message: other.message });
          return (
            verifyChain(CHAIN_START, broken, digest, { witnesses: [{ ...markAt(chain, chain.length), name: 'server' }] }).breaks
              .length > 0
          );
        },
      ),
    );
  });
});
