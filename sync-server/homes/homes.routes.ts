import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseDatabaseName } from '../../design/databases.ts';
import { DomainError } from '../../design/errors.ts';
import { deviceOf } from '../devices/authentication.ts';
import { parsed } from '../http/problems.ts';
import type { Homes } from './homes.ts';

const body = z.object({
  database: z.string().max(64),
  /** `<drive>-<number>` of the shifts whose facts lie there. */
  shifts: z.array(z.string().regex(/^[\w-]{1,48}$/)).max(500),
});

/** Behind the device's token: where facts go that name a month which the server does not take (docs/decisions/0017). */
export function homesRoutes(app: FastifyInstance, { homes }: { readonly homes: Homes }): void {
  app.post('/homes', async (request) => {
    const device = deviceOf(request);
    const { database, shifts } = parsed(body, request.body);
    if (!device.scopes.includes('till') || parseDatabaseName(database)?.store !== device.store) {
      throw new DomainError('DATABASE_NOT_FOUND', { database });
    }
    const state = await homes.state(database);
    if (state === null) throw new DomainError('DATABASE_NOT_FOUND', { database });
    if (state !== 'wrong') return { state, homes: {}, shiftless: database };
    const entries: [string, string][] = [];
    for (const shift of new Set(shifts)) entries.push([shift, await homes.homeOf(database, shift)]);
    return { state, homes: Object.fromEntries(entries), shiftless: await homes.homeOf(database, null) };
  });
}
