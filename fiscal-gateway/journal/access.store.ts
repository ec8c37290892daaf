import type { GATEWAY_SCOPES } from '../../design/fiscal/wire.ts';
import type { Journal } from './journal.ts';

export type Scope = (typeof GATEWAY_SCOPES)[number];
export interface TokenRow {
  readonly hash: string;
  readonly scope: Scope;
  readonly name: string;
}

export type AccessStore = ReturnType<typeof createAccessStore>;

/** Tokens (SHA-256 only), paired origins, pairing codes, PIN failures. Writers are called inside `journal.commit`. */
export function createAccessStore({ db }: Journal) {
  const token = db.prepare('SELECT hash, scope, name FROM tokens WHERE hash = ? AND revoked_at IS NULL');
  const addToken = db.prepare('INSERT INTO tokens (hash, scope, name, created_at) VALUES (?, ?, ?, ?)');
  const anyTill = db.prepare("SELECT 1 FROM tokens WHERE scope = 'till' AND revoked_at IS NULL LIMIT 1");
  const origins = db.prepare('SELECT origin FROM origins');
  const addOrigin = db.prepare('INSERT INTO origins (origin, added_at) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const addCode = db.prepare('INSERT INTO pairing_codes (hash, expires_at) VALUES (?, ?)');
  const useCode = db.prepare('DELETE FROM pairing_codes WHERE hash = ? RETURNING expires_at');
  const pins = db.prepare('SELECT failures, locked_until FROM pin_attempts WHERE staff = ?');
  const setPins = db.prepare(`INSERT INTO pin_attempts (staff, failures, locked_until) VALUES (?, ?, ?)
    ON CONFLICT (staff) DO UPDATE SET failures = excluded.failures, locked_until = excluded.locked_until`);

  return {
    token: (hash: string): TokenRow | null => (token.get(hash) as unknown as TokenRow | undefined) ?? null,
    addToken: (row: TokenRow, at: number) => addToken.run(row.hash, row.scope, row.name, at),
    /** Was a browser paired as a till before? */
    hasTill: (): boolean => anyTill.get() !== undefined,
    origins: (): string[] => origins.all().map((row) => String(row['origin'])),
    addOrigin: (origin: string, at: number) => addOrigin.run(origin, at),
    addPairingCode: (hash: string, expiresAt: number) => addCode.run(hash, expiresAt),
    /** Uses a code up; false where it is unknown, used or expired. */
    usePairingCode: (hash: string, now: number): boolean => Number(useCode.get(hash)?.['expires_at'] ?? 0) > now,
    pinAttempts(staff: string): { failures: number; lockedUntil: number } {
      const row = pins.get(staff);
      return { failures: Number(row?.['failures'] ?? 0), lockedUntil: Number(row?.['locked_until'] ?? 0) };
    },
    setPinAttempts: (staff: string, failures: number, lockedUntil: number) => setPins.run(staff, failures, lockedUntil),
  };
}
