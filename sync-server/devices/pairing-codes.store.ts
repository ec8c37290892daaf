import { z } from 'zod';
import { CONTROL } from '../../design/databases.ts';
import { DEVICE_SCOPES } from '../../design/documents/people.ts';
import { DomainError } from '../../design/errors.ts';
import { rangeOf } from '../../design/ids.ts';
import { MINUTE, type Clock } from '../../design/time/clock.ts';
import type { Engine, StoredDocument } from '../engine/engine.ts';
import { hashOf, newPairingCode, normalCode } from './tokens.ts';

export const PAIRING_CODE_LIFE = 15 * MINUTE;

const grant = z.object({
  store: z.string(),
  till: z.string().nullable(),
  scopes: z.array(z.enum(DEVICE_SCOPES)).min(1),
  expires: z.number(),
});
export type PairingGrant = Omit<z.infer<typeof grant>, 'expires'>;

/** One-time codes that the devices page makes; kept hashed in `control`, used once, gone after 15 minutes. */
export interface PairingCodes {
  make(grant: PairingGrant): Promise<{ code: string; expires: number }>;
  /** What the code grants; it is used up by this call. @throws DomainError PAIRING_CODE_INVALID */
  redeem(code: string): Promise<PairingGrant>;
}

export async function createPairingCodes(engine: Engine, clock: Clock): Promise<PairingCodes> {
  const control = await engine.open(CONTROL);
  const remove = async (doc: StoredDocument): Promise<boolean> =>
    (await control.put({ _id: doc._id, _rev: doc._rev, _deleted: true })).ok;

  return {
    async make(input) {
      for (const old of await control.range(rangeOf('pairing-code'))) {
        if (Number(old['expires']) < clock.now()) await remove(old);
      }
      const code = newPairingCode();
      const expires = clock.now() + PAIRING_CODE_LIFE;
      await control.put({ _id: `pairing-code:${hashOf(code)}`, type: 'pairing-code', schema: 1, ...input, expires });
      return { code, expires };
    },
    async redeem(typed) {
      const doc = await control.get(`pairing-code:${hashOf(normalCode(typed))}`);
      // Two browsers with one code: the deletion succeeds for the first only.
      if (!doc || !(await remove(doc))) throw new DomainError('PAIRING_CODE_INVALID');
      const known = grant.safeParse(doc);
      if (!known.success || known.data.expires < clock.now()) throw new DomainError('PAIRING_CODE_INVALID');
      const { store, till, scopes } = known.data;
      return { store, till, scopes };
    },
  };
}
