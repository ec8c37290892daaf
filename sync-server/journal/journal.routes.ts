import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { DomainError } from '../../design/errors.ts';
import type { Clock } from '../../design/time/clock.ts';
import { gatewayOf } from '../devices/gateway-authentication.ts';
import type { Gateways } from '../devices/gateways.store.ts';
import { parsed } from '../http/problems.ts';
import type { Intake } from './intake.ts';
import { arrivedRow } from './journal.store.ts';

/** Rows are `journalRow`s of the kernel; one that is not understood is stored like the others instead of stopping them all. */
const body = z.object({
  pos_id: z.string(),
  store: z.string(),
  rows: z.array(arrivedRow).max(200),
  first: z.int().min(1).optional(),
});

export interface JournalDeps {
  readonly gateways: Gateways;
  readonly intake: Intake;
  readonly clock: Clock;
}

/** POST /api/journal: a gateway's copy of its event journal, again and again until acknowledged. */
export function journalRoutes(app: FastifyInstance, { gateways, intake, clock }: JournalDeps): void {
  app.post('/journal', { bodyLimit: 8 << 20 }, async (request) => {
    const till = gatewayOf(request, gateways);
    const copy = parsed(body, request.body);
    if (copy.pos_id !== till.pos) throw new DomainError('WRONG_TILL', { pos_id: till.pos });
    const acknowledged = await intake.receive({ pos: till.pos, store: till.store, first: copy.first }, copy.rows);
    return { acknowledged, now: clock.now() };
  });
}
