import type { PinVerifier } from '$design/documents/people.ts';

const bytes = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

/**
 * Does the PIN match? PBKDF2-HMAC-SHA-256 by WebCrypto, which works off the main thread; 600,000 rounds are slow on purpose
 * (a stolen database must not give PINs away). Works offline.
 */
export async function verifyPin(pin: string, verifier: PinVerifier, subtle: SubtleCrypto): Promise<boolean> {
  const expected = bytes(verifier.hash);
  const key = await subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
  const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt: bytes(verifier.salt), iterations: verifier.iterations };
  const actual = new Uint8Array(await subtle.deriveBits(parameters, key, expected.length * 8));
  return actual.length > 0 && actual.length === expected.length && actual.every((byte, i) => byte === expected[i]);
}
