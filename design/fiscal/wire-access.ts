import { z } from 'zod';
import { GATEWAY_SCOPES } from './wire.ts';

/** The gateway's HTTP contract for access: what a one-time code allows, who is connected, the service page's session. */
export const pairingCodeRequest = z
  .object({
    /** What the code may be used for; absent: any of till, monitor, metrics. `admin` opens a session of the service page, never a token. */
    scope: z.enum(GATEWAY_SCOPES).nullish(),
  })
  .nullish();

export const tokenInfo = z.object({
  /** The first 12 hex digits of the token's hash: names it, opens nothing. */
  id: z.string(),
  scope: z.enum(GATEWAY_SCOPES),
  name: z.string(),
  origin: z.string().nullable(),
  created_at: z.int(),
  /** Epoch ms, to the hour; null: never used. */
  last_used_at: z.int().nullable(),
});
export const tokenList = z.object({ items: z.array(tokenInfo) });
export const tokenParams = z.object({ id: z.string().regex(/^[0-9a-f]{12}$/) });
/** `origin`: the page that may no longer call, where it was its last token. */
export const tokenRevoked = z.object({ revoked: z.boolean(), origin: z.string().nullable() });

export const sessionRequest = z.object({ secret: z.string().min(1).max(128) });
export const sessionAnswer = z.object({
  scope: z.enum(GATEWAY_SCOPES).nullable(),
  pos_id: z.string(),
  store: z.string(),
  demo: z.boolean(),
  /** Epoch ms; null: no session, or a token that does not end by itself. */
  until: z.int().nullable(),
});
