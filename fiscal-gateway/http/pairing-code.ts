import { HOUR } from '../../design/time/clock.ts';
import type { Context } from '../context.ts';
import type { Scope } from '../journal/access.store.ts';
import { tokenHash } from './access.ts';

/** An installation takes longer than a change of browsers: ms. */
const FIRST_CODE_LIFE = HOUR;

/** As a person types it: case and separators do not matter. */
export const normalCode = (typed: string): string => typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');

/** A code for one pairing, kept hashed. `life` in ms, `expires_at` epoch ms; `scope`: all it is good for, `null`: any but administrator. */
export async function makePairingCode(
  { journal, stores, random, clock }: Pick<Context, 'journal' | 'stores' | 'random' | 'clock'>,
  life: number,
  scope: Scope | null = null,
): Promise<{ code: string; expires_at: number }> {
  const code = random.code();
  const expires_at = clock.now() + life;
  await journal.commit(() => stores.access.addPairingCode(tokenHash(code), expires_at, scope));
  return { code: `${code.slice(0, 4)}-${code.slice(4)}`, expires_at };
}

/**
 * Outside the demo, while no till was ever paired: the one secret that is printed on purpose, another one at each start. Later codes
 * come from `POST /v1/pair/code` with the administrator's token.
 */
export async function firstPairingCode(context: Context): Promise<{ code: string; expires_at: number } | null> {
  if (context.config.demo || context.stores.access.hasTill()) return null;
  return makePairingCode(context, FIRST_CODE_LIFE);
}
