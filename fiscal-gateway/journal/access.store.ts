import type { GATEWAY_SCOPES } from '../../design/fiscal/wire.ts';
import type { Journal } from './journal.ts';

export type Scope = (typeof GATEWAY_SCOPES)[number];
export interface TokenRow {
  readonly hash: string;
  readonly scope: Scope;
  readonly name: string;
  /** The page it was paired for. */
  readonly origin: string | null;
}
export interface KnownToken extends TokenRow {
  readonly created_at: number;
  readonly last_used_at: number | null;
}

/** How a token is named to people: the first digits of its hash. */
export const tokenId = (hash: string): string => hash.slice(0, 12);

export type AccessStore = ReturnType<typeof createAccessStore>;

/** Tokens (SHA-256 only), paired origins, pairing codes, PIN failures. Writers are called inside `journal.commit`. */
export function createAccessStore({ db }: Journal) {
  const columns = 'hash, scope, name, origin, created_at, last_used_at';
  const token = db.prepare(`SELECT ${columns} FROM tokens WHERE hash = ? AND revoked_at IS NULL`);
  const tokens = db.prepare(`SELECT ${columns} FROM tokens WHERE revoked_at IS NULL ORDER BY created_at, hash`);
  const addToken = db.prepare('INSERT INTO tokens (hash, scope, name, origin, created_at) VALUES (?, ?, ?, ?, ?)');
  const revoke = db.prepare(`UPDATE tokens SET revoked_at = ?2 WHERE substr(hash, 1, 12) = ?1 AND revoked_at IS NULL
    RETURNING ${columns}`);
  const use = db.prepare('UPDATE tokens SET last_used_at = ?2 WHERE hash = ?1');
  const anyTill = db.prepare("SELECT 1 FROM tokens WHERE scope = 'till' AND revoked_at IS NULL LIMIT 1");
  const origins = db.prepare('SELECT origin FROM origins');
  const addOrigin = db.prepare('INSERT INTO origins (origin, added_at) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const dropOrigin = db.prepare(`DELETE FROM origins WHERE origin = ?1
    AND NOT EXISTS (SELECT 1 FROM tokens WHERE tokens.origin = ?1 AND revoked_at IS NULL)`);
  const addCode = db.prepare('INSERT INTO pairing_codes (hash, expires_at, scope) VALUES (?, ?, ?)');
  const code = db.prepare('SELECT expires_at, scope FROM pairing_codes WHERE hash = ?');
  const dropCode = db.prepare('DELETE FROM pairing_codes WHERE hash = ? OR expires_at <= ?');
  const pins = db.prepare('SELECT failures, locked_until FROM pin_attempts WHERE staff = ?');
  const setPins = db.prepare(`INSERT INTO pin_attempts (staff, failures, locked_until) VALUES (?, ?, ?)
    ON CONFLICT (staff) DO UPDATE SET failures = excluded.failures, locked_until = excluded.locked_until`);
  const rows = (found: unknown[]): KnownToken[] => found as KnownToken[];

  return {
    token: (hash: string): KnownToken | null => rows([token.get(hash) ?? null])[0] ?? null,
    tokens: (): KnownToken[] => rows(tokens.all()),
    addToken: (row: TokenRow, at: number) => addToken.run(row.hash, row.scope, row.name, row.origin, at),
    noteUse: (hash: string, at: number) => use.run(hash, at),
    /** Ends a token by the name people know it by; `unpaired`: its page has no other token and may no longer call. */
    revoke(id: string, at: number): { token: KnownToken; unpaired: string | null } | null {
      const ended = rows(revoke.all(id, at))[0];
      if (ended === undefined) return null;
      const gone = ended.origin !== null && dropOrigin.run(ended.origin).changes > 0;
      return { token: ended, unpaired: gone ? ended.origin : null };
    },
    /** Was a browser paired as a till before? */
    hasTill: (): boolean => anyTill.get() !== undefined,
    origins: (): string[] => origins.all().map((row) => String(row['origin'])),
    addOrigin: (origin: string, at: number) => addOrigin.run(origin, at),
    addPairingCode: (hash: string, expiresAt: number, scope: Scope | null) => addCode.run(hash, expiresAt, scope),
    /**
     * Uses a code up; the scope it was made for (`null`: any but the administrator's). `undefined` where it is unknown, used, expired or
     * `fits` refuses it: a code tried for the wrong purpose stays.
     */
    usePairingCode(hash: string, now: number, fits: (scope: Scope | null) => boolean): Scope | null | undefined {
      const row = code.get(hash) as { expires_at: number; scope: Scope | null } | undefined;
      if (row === undefined || row.expires_at <= now || !fits(row.scope)) return undefined;
      dropCode.run(hash, now);
      return row.scope;
    },
    pinAttempts(staff: string): { failures: number; lockedUntil: number } {
      const row = pins.get(staff);
      return { failures: Number(row?.['failures'] ?? 0), lockedUntil: Number(row?.['locked_until'] ?? 0) };
    },
    setPinAttempts: (staff: string, failures: number, lockedUntil: number) => setPins.run(staff, failures, lockedUntil),
  };
}
