import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Device } from '../../design/documents/people.ts';
import { DomainError } from '../../design/errors.ts';
import type { Clock } from '../../design/time/clock.ts';
import { parsed } from '../http/problems.ts';
import { createAttempts } from './attempts.ts';
import { isLoopback } from '../web/host-guard.ts';
import type { Devices, NewDevice } from './devices.store.ts';
import type { Gateways, Till } from './gateways.store.ts';
import type { PairingCodes } from './pairing-codes.store.ts';

export interface PairingDeps {
  readonly devices: Devices;
  readonly codes: PairingCodes;
  readonly gateways: Gateways;
  readonly clock: Clock;
  readonly demo: boolean;
}

const pairBody = z.object({
  code: z.string().max(32).nullable(),
  name: z.string().trim().min(1).max(64),
  till: z.string().max(32).nullish(),
});

/** How the browser reaches the gateway of its till. */
export const gatewayAnswer = (till: Till | null): { url: string; pos_id: string; store: string } | null =>
  till && { url: till.url, pos_id: till.pos, store: till.store };

/** POST /api/pair: a one-time code, or, in the demo and from this computer only, none. */
export function pairingRoutes(app: FastifyInstance, deps: PairingDeps): void {
  const attempts = createAttempts(deps.clock);

  app.post('/pair', async (request, reply) => {
    const body = parsed(pairBody, request.body);
    const grant = body.code === null ? demoGrant(request, body.till ?? null) : await redeemed(body.code);
    const { device, token } = await deps.devices.pair({ ...grant, name: body.name });
    return reply.code(201).send({
      device: device.number,
      token,
      store: device.store,
      till: device.till,
      scopes: device.scopes,
      demo: deps.demo,
      gateway: gatewayAnswer(deps.gateways.tillOf(device.till)),
      time: deps.clock.now(),
    });
  });

  async function redeemed(code: string): Promise<Omit<NewDevice, 'name'>> {
    attempts.check();
    try {
      return await deps.codes.redeem(code);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'PAIRING_CODE_INVALID') attempts.failed();
      throw error;
    }
  }

  /** A browser of the demo takes the till it names, else the first that no device has, else the first. */
  function demoGrant(request: FastifyRequest, wanted: string | null): Omit<NewDevice, 'name'> {
    if (!deps.demo || !isLoopback(request.socket.remoteAddress)) throw new DomainError('PAIRING_CODE_INVALID');
    const taken = new Set(deps.devices.list().flatMap((d: Device) => (d.revoked === null && d.till !== null ? [d.till] : [])));
    const tills = deps.gateways.list();
    const till =
      wanted === null ? (tills.find(({ pos }) => !taken.has(pos)) ?? tills[0]) : tills.find(({ pos }) => pos === wanted);
    if (!till) throw new DomainError('PAIRING_CODE_INVALID', { till: wanted });
    return { store: till.store, till: till.pos, scopes: ['till', 'dashboard'] };
  }
}
