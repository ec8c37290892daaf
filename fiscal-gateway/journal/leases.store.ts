import type { Journal } from './journal.ts';

export interface LeaseRow {
  readonly name: string;
  readonly holder: string;
  readonly label: string | null;
  /** Hash of the token that took it. */
  readonly token: string | null;
  /** Grows with every change of hands: whoever writes under a lease shows the fence it was given. */
  readonly fence: number;
  readonly until: number;
}

export interface LeaseClaim {
  readonly name: string;
  readonly holder: string;
  readonly label?: string | null;
  readonly token?: string | null;
}

export type LeasesStore = ReturnType<typeof createLeasesStore>;

/** Named leases with fencing tokens: the sender of phase 2, the browser that sells. Writers are called inside `journal.commit`. */
export function createLeasesStore({ db }: Journal) {
  const get = db.prepare('SELECT * FROM leases WHERE name = ?');
  const put = db.prepare(`INSERT INTO leases (name, holder, label, token, fence, until) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, label = excluded.label, token = excluded.token,
      fence = excluded.fence, until = excluded.until`);
  const end = db.prepare('UPDATE leases SET until = 0 WHERE name = ? AND fence = ?');
  const find = (name: string): LeaseRow | null => (get.get(name) as unknown as LeaseRow | undefined) ?? null;

  return {
    find,
    /** Takes or renews; `null` where another holder's lease runs. `seize` takes it from whoever has it. */
    take(claim: LeaseClaim, now: number, ms: number, seize = false): LeaseRow | null {
      const current = find(claim.name);
      const mine = current?.holder === claim.holder && (current.token ?? null) === (claim.token ?? null);
      if (current !== null && !mine && current.until > now && !seize) return null;
      const fence = mine && current.until > now ? current.fence : (current?.fence ?? 0) + 1;
      put.run(claim.name, claim.holder, claim.label ?? null, claim.token ?? null, fence, now + ms);
      return find(claim.name);
    },
    release: (name: string, fence: number) => end.run(name, fence).changes === 1,
  };
}
