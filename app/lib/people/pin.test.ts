import { describe, expect, it } from 'vitest';
import { afterWrongPin, heldBack, lockedUntil, NO_ATTEMPTS, type PinAttempts } from '$design/people/pin-attempts.ts';
import { verifyPin } from './pin.ts';

describe('a PIN', () => {
  const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
  async function verifierOf(pin: string) {
    const salt = new TextEncoder().encode('salt of sixteen!');
    const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
    const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: 100_000 }, key, 256);
    return { algorithm: 'pbkdf2-sha256', iterations: 100_000, salt: base64(salt), hash: base64(new Uint8Array(bits)) } as const;
  }

  it('matches what was hashed, and nothing else', async () => {
    const verifier = await verifierOf('1111');
    expect(await verifyPin('1111', verifier, crypto.subtle)).toBe(true);
    expect(await verifyPin('1112', verifier, crypto.subtle)).toBe(false);
    expect(await verifyPin('', verifier, crypto.subtle)).toBe(false);
  });

  it('never matches an empty verifier', async () => {
    expect(await verifyPin('1111', { ...(await verifierOf('1111')), hash: '' }, crypto.subtle).catch(() => false)).toBe(false);
  });
});

describe('wrong PINs', () => {
  const after = (times: number): PinAttempts =>
    Array.from({ length: times }).reduce<PinAttempts>((attempts) => afterWrongPin(attempts, 1_000), NO_ATTEMPTS);

  it('lock at the fifth in a row, each time for longer, a quarter of an hour at most', () => {
    const waits = [4, 5, 6, 7, 50].map((times) => (lockedUntil(after(times), 1_000) ?? 1_000) - 1_000);
    expect(waits).toEqual([0, 30_000, 60_000, 120_000, 900_000]);
  });

  it('open again when the time has passed, and when the clock was set back by a day', () => {
    expect(lockedUntil(after(5), 31_000)).toBeNull();
    expect(lockedUntil(after(5), 1_000 - 86_400_000)).toBeNull();
  });

  it('wait as long as the gateway says where it has counted more, and never longer than a quarter of an hour', () => {
    expect(heldBack(after(1), 60, 1_000)).toEqual({ wrong: 1, lockedUntil: 61_000 });
    expect(heldBack(after(6), 30, 1_000)).toEqual(after(6));
    expect(heldBack(NO_ATTEMPTS, 9_999_999, 1_000).lockedUntil).toBe(901_000);
    expect(heldBack(after(2), 0, 1_000)).toEqual(after(2));
  });
});
