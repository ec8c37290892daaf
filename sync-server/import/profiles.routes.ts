import type { FastifyInstance } from 'fastify';
import * as wire from '../../design/import/api.profiles.ts';
import { parsed } from '../http/problems.ts';
import { described } from './connector.docs.ts';
import type { Imports } from './imports.ts';

/** Suppliers' profiles over the connector (requirement E-10): listed, made, replaced, copied. */
export function profileRoutes(app: FastifyInstance, base: string, imports: Imports): void {
  const idOf = (params: unknown): string => parsed(wire.profileParams, params).id;

  app.get(`${base}/profiles`, { schema: described('Профили поставщиков', { answer: [200, wire.profilesAnswer] }) }, async () => ({
    profiles: (await imports.profiles()).map(wire.profileTold),
  }));

  app.post(
    `${base}/profiles`,
    { schema: described('Завести профиль', { body: wire.profileBody, answer: [201, wire.profileAnswer] }) },
    async (request, reply) => {
      const made = await imports.putProfile(null, wire.profileFields(parsed(wire.profileBody, request.body)));
      return reply.code(201).send(wire.profileTold(made));
    },
  );

  app.get(
    `${base}/profiles/:id`,
    { schema: described('Профиль', { params: wire.profileParams, answer: [200, wire.profileAnswer] }) },
    async (request) => wire.profileTold(await imports.profile(idOf(request.params))),
  );

  app.put(
    `${base}/profiles/:id`,
    {
      schema: described('Заменить профиль', {
        params: wire.profileParams,
        body: wire.profileBody,
        answer: [200, wire.profileAnswer],
      }),
    },
    async (request) => {
      const id = idOf(request.params);
      return wire.profileTold(await imports.putProfile(id, wire.profileFields(parsed(wire.profileBody, request.body))));
    },
  );

  app.post(
    `${base}/profiles/:id/copy`,
    { schema: described('Копия профиля: «Имя (копия)»', { params: wire.profileParams, answer: [201, wire.profileAnswer] }) },
    async (request, reply) => reply.code(201).send(wire.profileTold(await imports.copyProfile(idOf(request.params)))),
  );
}
