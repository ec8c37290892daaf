import { pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { PIN_ITERATIONS, type PinVerifier } from '../../design/documents/people.ts';

const derive = promisify(pbkdf2);

export async function pinVerifierOf(pin: string): Promise<PinVerifier> {
  const salt = Uint8Array.from(randomBytes(16));
  const hash = await derive(pin, salt, PIN_ITERATIONS, 32, 'sha256');
  return {
    algorithm: 'pbkdf2-sha256',
    iterations: PIN_ITERATIONS,
    salt: Buffer.from(salt).toString('base64'),
    hash: hash.toString('base64'),
  };
}

/** Does the PIN match? Slow on purpose, in the thread pool. */
export async function matchesPin(pin: string, { salt, hash, iterations }: PinVerifier): Promise<boolean> {
  const known = Uint8Array.from(Buffer.from(hash, 'base64'));
  if (known.length === 0) return false;
  const actual = await derive(pin, Uint8Array.from(Buffer.from(salt, 'base64')), iterations, known.length, 'sha256');
  return timingSafeEqual(Uint8Array.from(actual), known);
}
