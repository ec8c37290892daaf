import { describe, expect, it } from 'vitest';
import { ServerError } from '../sync/server.client.ts';
import { TOKEN_AGE, TokenRotation, type DeviceTokens } from './token-rotation.ts';

const PAIRED_AT = 1_000_000;
const LATER = PAIRED_AT + TOKEN_AGE;
class Killed extends Error {}

/** The server's rule (design §5): the old token is valid until the new one was used. `kill` names the step at which the browser dies. */
function shop(kill: 'issue' | 'keep' | 'durable' | 'network' | 'prove' | 'promote' | null = null) {
  let valid = ['old'];
  let kept: DeviceTokens | null = { token: 'old', issued: PAIRED_AT };
  let onDisk: DeviceTokens | null = kept;
  let issued = 0;
  let dies = kill;
  const die = (at: typeof kill) => {
    if (dies !== at) return;
    dies = null;
    throw new Killed();
  };
  const rotation = new TokenRotation({
    read: () => kept,
    keep(tokens) {
      die(tokens.next ? 'keep' : 'promote');
      kept = tokens;
    },
    durable() {
      die('durable');
      onDisk = kept;
      return Promise.resolve();
    },
    issue() {
      issued += 1;
      const token = `new-${issued}`;
      valid = [token, valid.at(-1)!];
      die('issue');
      return Promise.resolve(token);
    },
    prove(token) {
      if (dies === 'network') {
        dies = null;
        throw new ServerError('SERVER_UNREACHABLE', null);
      }
      if (!valid.includes(token)) throw new ServerError('UNAUTHENTICATED', 401);
      if (valid.indexOf(token) === 0) valid = [token];
      die('prove');
      return Promise.resolve();
    },
  });
  return {
    rotation,
    kept: () => kept,
    accepts: (token: string) => valid.includes(token),
    /** Only what had reached the disk is there after. */
    reopen() {
      kept = onDisk;
    },
    serverForgets(token: string) {
      valid = valid.filter((one) => one !== token);
    },
    issued: () => issued,
  };
}

describe('the rotation of the device token', () => {
  it('leaves a token of less than a day alone', async () => {
    const { rotation, kept, issued } = shop();
    await rotation.rotate(LATER - 1);
    expect([kept()?.token, issued()]).toEqual(['old', 0]);
  });

  it('changes an older one and forgets the old one only when the new one was used', async () => {
    const { rotation, kept, accepts } = shop();
    await rotation.rotate(LATER);
    expect(kept()).toEqual({ token: 'new-1', issued: LATER, next: null });
    expect([accepts('old'), accepts('new-1')]).toEqual([false, true]);
  });

  it('begins to count where the age of a token is not known', async () => {
    let kept: DeviceTokens = { token: 'old' };
    const rotation = new TokenRotation({
      read: () => kept,
      keep: (tokens) => void (kept = tokens),
      durable: () => Promise.resolve(),
      issue: () => Promise.reject(new Error('not yet')),
      prove: () => Promise.resolve(),
    });
    await rotation.rotate(LATER);
    expect(kept).toEqual({ token: 'old', issued: LATER });
  });

  it.each(['issue', 'keep', 'durable', 'network', 'prove', 'promote'] as const)(
    'never locks the till out where it is killed at "%s"',
    async (step) => {
      const till = shop(step);
      await till.rotation.rotate(LATER).catch(() => null);
      till.reopen();
      await till.rotation.settle();
      expect(till.accepts(till.kept()!.token)).toBe(true);
      expect(till.kept()?.next ?? null).toBeNull();
      await till.rotation.rotate(LATER + TOKEN_AGE);
      expect(till.kept()?.token).toMatch(/^new-/);
      expect(till.accepts(till.kept()!.token)).toBe(true);
    },
  );

  it('does not use a token that could not be written to the disk', async () => {
    const till = shop('durable');
    await till.rotation.rotate(LATER);
    expect(till.accepts('old')).toBe(true);
    expect(till.kept()).toEqual({ token: 'old', issued: PAIRED_AT, next: null });
  });

  it('goes back to the old one where the server does not know the new one', async () => {
    const till = shop('network');
    await expect(till.rotation.rotate(LATER)).rejects.toThrow(ServerError);
    till.serverForgets('new-1');
    await till.rotation.settle();
    expect(till.kept()).toEqual({ token: 'old', issued: PAIRED_AT, next: null });
  });
});
