/**
 * CouchDB's sequences are text that means nothing to a client: `12-g1AAAA…`. The number in front is ignored when one comes back, and the
 * same position reads otherwise in `info` than in `_changes` (they pack different things), so nobody may compare the two.
 */
export type SequencePlace = 'info' | 'changes';

export const packSequence = (n: number, place: SequencePlace): string =>
  `${n}-${Buffer.from(JSON.stringify(['node1@127.0.0.1', place, n])).toString('base64url')}`;

/** The position in a sequence; `null` where it is none of ours (CouchDB answers 400 then, for a bare number too). */
export function unpackSequence(text: string): number | null {
  const opaque = /^"?(?:\d+-)?(.*?)"?$/.exec(text)![1]!;
  if (opaque === '0') return 0;
  try {
    const [, , n] = JSON.parse(Buffer.from(opaque, 'base64url').toString('utf8')) as [string, SequencePlace, number];
    return Number.isInteger(n) ? n : null;
  } catch {
    return null;
  }
}
