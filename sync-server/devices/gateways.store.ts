import { z } from 'zod';
import { CONTROL, STORE_CODE } from '../../design/databases.ts';
import { rangeOf } from '../../design/ids.ts';
import type { DemoTill } from '../config.ts';
import type { Engine } from '../engine/engine.ts';
import { hashOf, newToken, sameSecret } from './tokens.ts';

/** A till: one gateway, one register. `url` is where the browser of the same computer reaches the gateway. */
export interface Till {
  readonly pos: string;
  readonly store: string;
  readonly url: string;
}

export const POS_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;

const tillDocument = z.object({
  pos: z.string().regex(POS_ID),
  store: z.string().regex(STORE_CODE),
  url: z.url(),
  tokenHash: z.string(),
});

export interface Gateways {
  list(): Till[];
  tillOf(pos: string | null): Till | null;
  /** The till whose gateway bears this token. */
  authenticate(token: string): Till | null;
  /** Makes (or replaces) a till and returns its gateway's token, which is shown once. */
  register(till: Till): Promise<string>;
}

/** Demo tills come from the environment with their tokens (a seam); all others are made on the devices page and kept hashed. */
export async function createGateways(
  engine: Engine,
  demo: { tills: readonly DemoTill[]; tokens: Readonly<Record<string, string>> },
): Promise<Gateways> {
  const control = await engine.open(CONTROL);
  const tills = new Map<string, Till & { tokenHash: string }>();
  for (const doc of await control.range(rangeOf('till'))) {
    const known = tillDocument.safeParse(doc);
    if (known.success) tills.set(known.data.pos, known.data);
  }
  const demoTills = new Map(demo.tills.map((t) => [t.pos_id, { pos: t.pos_id, store: t.store, url: t.url }]));
  const open = ({ pos, store, url }: Till): Till => ({ pos, store, url });
  const tillOf = (pos: string | null): Till | null => {
    const till = pos === null ? undefined : (demoTills.get(pos) ?? tills.get(pos));
    return till ? open(till) : null;
  };

  return {
    list: () => [...new Map([...tills, ...demoTills]).values()].map(open),
    tillOf,
    authenticate(token) {
      for (const [pos, secret] of Object.entries(demo.tokens)) if (sameSecret(secret, token)) return tillOf(pos);
      const hash = hashOf(token);
      for (const till of tills.values()) if (till.tokenHash === hash) return open(till);
      return null;
    },
    async register(till) {
      const token = newToken();
      const id = `till:${till.pos}`;
      const before = await control.get(id);
      const doc = { _id: id, type: 'till', schema: 1, ...open(till), tokenHash: hashOf(token) };
      const written = await control.put(before ? { ...doc, _rev: before._rev } : doc);
      if (!written.ok) throw new Error(`till ${till.pos} was not written: ${written.error}`);
      await control.flush?.();
      tills.set(till.pos, doc);
      return token;
    },
  };
}
