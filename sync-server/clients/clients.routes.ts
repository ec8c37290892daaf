import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { CONTROL, STORE_CODE } from '../../design/databases.ts';
import { DomainError } from '../../design/errors.ts';
import { can } from '../../design/people/roles.ts';
import { bareDigits } from '../../design/search/client-search.ts';
import type { Clock } from '../../design/time/clock.ts';
import { deviceOf } from '../devices/authentication.ts';
import type { Engine } from '../engine/engine.ts';
import { requestRate } from '../http/request-rate.ts';
import { parsed } from '../http/problems.ts';
import type { Log } from '../log.ts';
import type { StaffDirectory } from '../people/staff.directory.ts';
import type { Stamps } from '../stamps.ts';
import type { OtherShops } from './other-shops.ts';

export interface ClientsDeps {
  readonly engine: Engine;
  readonly others: OtherShops;
  readonly staff: StaffDirectory;
  readonly clock: Clock;
  readonly stamps: Stamps;
  readonly log: Log;
}

/** Enough for the customer who stands at the desk, not for copying a chain's customers. */
const RATE = { burst: 10, perSecond: 1 / 6 };
/** A phone is asked for by nearly all of it, a name by its beginning. */
const LEAST_DIGITS = 7;
const isEnough = (text: string): boolean => /[a-zа-яё]{3}/i.test(text) || bareDigits(text).length >= LEAST_DIGITS;

const findBody = z.object({
  text: z.string().trim().max(100).refine(isEnough, { error: '3 letters of a name or 7 digits' }),
  by: z.string().max(128),
});
const bringBody = z.object({
  id: z.string().max(256).startsWith('client:'),
  store: z.string().regex(STORE_CODE),
  reason: z.string().trim().min(5).max(300),
  by: z.string().max(128),
});

/**
 * POST /api/clients/find and /bring, behind a till's token, by a person of its shop who may edit clients: other shops' clients, of whom the
 * answer says no more than it takes to tell them apart, and the copy of one to this shop with its prescriptions. Who, why and when is kept
 * in `control` (`client-brought:<stamp>`); the log names ids only.
 */
export function clientsRoutes(app: FastifyInstance, { engine, others, staff, clock, stamps, log }: ClientsDeps): void {
  const count = requestRate(RATE);
  /** One search at a time: it reads whole shops. */
  let turn: Promise<unknown> = Promise.resolve();

  async function person(request: Parameters<typeof deviceOf>[0], by: string) {
    const device = deviceOf(request);
    if (!device.scopes.includes('till')) throw new DomainError('FORBIDDEN');
    const role = (await staff.judgeOf(device.store)).roleOf(by);
    if (role === null || !can(role, 'client.edit')) throw new DomainError('FORBIDDEN');
    count(device.number);
    return device;
  }

  app.post('/clients/find', { bodyLimit: 4_096 }, async (request) => {
    const { text, by } = parsed(findBody, request.body);
    const { store, number } = await person(request, by);
    const search = turn.then(() => others.find(text, store));
    turn = search.catch(() => undefined);
    const clients = await search;
    log('info', 'clients-of-other-shops', { device: number, store, by, found: clients.length });
    return { clients };
  });

  app.post('/clients/bring', { bodyLimit: 4_096 }, async (request) => {
    const { id, store: from, reason, by } = parsed(bringBody, request.body);
    const { store, number } = await person(request, by);
    if (from === store) throw new DomainError('NOT_FOUND');
    const hlc = stamps();
    const entry = { type: 'client-brought', at: clock.now(), by, device: number, store, from, client: id, reason };
    // Before anything is shown: what was taken and not noted would be taken by nobody.
    const written = await (await engine.open(CONTROL)).put({ _id: `client-brought:${hlc}`, ...entry });
    if (!written.ok) throw new Error(`client-brought: ${written.error}`);
    const brought = await others.bring(id, from, store);
    if (brought === null) throw new DomainError('NOT_FOUND');
    log('info', 'client-brought', { device: number, store, from, by, client: id });
    return { id: brought };
  });
}
