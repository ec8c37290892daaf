import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../design/time/clock.ts';
import { deviceOf } from '../devices/authentication.ts';
import { parsed } from '../http/problems.ts';
import { refusalReport, type Refusals } from './refusals.store.ts';

/** POST /api/refusals, behind the device's token: how many documents it holds back and why, for the back office. */
export function refusalsRoutes(app: FastifyInstance, deps: { readonly refusals: Refusals; readonly clock: Clock }): void {
  app.post('/refusals', { bodyLimit: 65_536 }, async (request, reply) => {
    await deps.refusals.report(deviceOf(request).number, parsed(refusalReport, request.body), deps.clock.now());
    return reply.code(204).send();
  });
}
