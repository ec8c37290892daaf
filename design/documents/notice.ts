import { z } from 'zod';
import { NOTICE_KINDS } from '../orders/words.ts';
import { documentBase, localDay } from './base.ts';
import { sendingOutcome } from './sending.ts';

/**
 * What became of a notice to a client: `notice:<key of the notice>` (`design/orders/notices.ts`), in `store-<code>`, by the server. It is
 * what makes each notice go out once: whoever plans looks here first. No address in it, no word of health.
 */
export const notice = documentBase('notice', 1).extend({
  store: z.string(),
  kind: z.enum(NOTICE_KINDS),
  /** `order:…`, of a recall `client:…`. */
  about: z.string(),
  /** Whom it is for: with the client's erasure it goes. */
  client: z.string().nullable(),
  day: localDay,
  email: sendingOutcome.nullable(),
  sms: sendingOutcome.nullable(),
});
export type Notice = z.infer<typeof notice>;
