import multipart from '@fastify/multipart';
import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifyRequest, FastifySchema } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { DomainError } from '../../design/errors.office.ts';
import { PROBLEM_CONTENT_TYPE } from '../../design/errors.ts';
import { keyOfId } from '../../design/ids.ts';
import * as wire from '../../design/import/api.ts';
import { FILE_LIMITS } from '../../design/import/limits.ts';
import { GUESS_ALL, STANDARD_RULES } from '../../design/import/profile.ts';
import { reportedFinding } from '../../design/import/report.ts';
import type { Clock } from '../../design/time/clock.ts';
import { isAdministrator } from '../couch-api/admin-token.ts';
import { createAttempts, type Attempts } from '../devices/attempts.ts';
import { bearerOf, sameSecret } from '../devices/tokens.ts';
import type { Engine } from '../engine/engine.ts';
import { parsed } from '../http/problems.ts';
import { findingsFile } from './findings-file.ts';
import type { Imports, StartInput, UnsyncedTerminal } from './imports.ts';
import { unsyncedTerminals } from './unsynced.ts';

export interface ImportRoutesDeps {
  readonly imports: Imports;
  readonly engine: Engine;
  readonly clock: Clock;
  /** `import.token` of the data folder, for the customer's programs; the administrator's opens it, too. */
  readonly importToken: string;
  readonly adminToken: string;
}

const BASE = '/v1/connector/import';
const problem = (description: string) => ({
  description,
  content: { [PROBLEM_CONTENT_TYPE.split(';')[0]!]: { schema: { type: 'object', required: ['code'] } } },
});
const REFUSALS = {
  401: problem('No token, or a wrong one.'),
  404: problem('Unknown job, profile or file.'),
  422: problem('A field is missing or malformed.'),
  429: problem('Too many jobs wait, or too many wrong tokens; see Retry-After.'),
};

/** What OpenAPI says of a route; `answer`: status and shape. */
const described = (summary: string, of: { answer: [number, z.ZodType]; conflict?: string } & FastifySchema): FastifySchema => {
  const { answer, conflict, ...schema } = of;
  const told = { ...(conflict ? { 409: problem(conflict) } : {}), ...REFUSALS };
  return {
    ...schema,
    summary,
    security: [{ bearer: [] }],
    'x-refusals': told,
    response: { [answer[0]]: answer[1] },
  } as FastifySchema;
};

/**
 * The connector (requirement E-23): upload, start, report, logs, and its own description at `docs/openapi.json`. Nothing without a token.
 * Registered under `/api` and, as the customer writes it, without.
 */
export async function importRoutes(app: FastifyInstance, deps: ImportRoutesDeps): Promise<void> {
  const { imports } = deps;
  const attempts = createAttempts(deps.clock);
  app.setValidatorCompiler(() => (value: unknown) => ({ value }));
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  await app.register(multipart, { limits: { files: 1, fields: 4, parts: 5, fileSize: FILE_LIMITS.csvBytes + 1 } });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'OpticsERP: файлы поставщиков', version: '1' },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
    transform: (given) => {
      const { schema, url } = jsonSchemaTransform(given);
      const { 'x-refusals': refusals, response, ...rest } = schema as Record<string, unknown> & { response?: object };
      return { schema: { ...rest, response: { ...response, ...(refusals as object) } }, url };
    },
  });
  app.addHook('onRequest', (request, _reply, done) => {
    permit(request, deps, attempts);
    done();
  });

  app.get(`${BASE}/docs/openapi.json`, { schema: { hide: true } }, () => app.swagger());

  app.post(
    `${BASE}/files`,
    { schema: described('Загрузить файл поставщика (multipart/form-data, поле file)', { answer: [201, wire.uploadAnswer] }) },
    async (request, reply) => {
      if (!request.isMultipart()) throw new DomainError('MEDIA_TYPE_UNSUPPORTED');
      const part = await request.file();
      if (!part) throw new DomainError('BODY_INVALID', { fields: [{ path: 'file', message: 'missing' }] });
      const { id, name, bytes } = await imports.upload(part.file, part.filename);
      return reply.code(201).send({ file_id: id, name, bytes });
    },
  );

  app.get(`${BASE}/profiles`, { schema: described('Профили поставщиков', { answer: [200, wire.profilesAnswer] }) }, async () => {
    const active = (await imports.profiles()).filter((profile) => profile.active);
    return { profiles: active.map(({ _id, name }) => ({ profile_id: _id, name })) };
  });

  app.post(
    BASE,
    {
      schema: described('Проверить файл по профилю и загрузить в каталог', {
        querystring: wire.startQuery,
        body: wire.startBody,
        answer: [202, wire.startAnswer],
        conflict: 'UNSYNC_BUFFERS: registers have receipts to deliver; `details.unsync_terminals` names them.',
      }),
    },
    async (request, reply) => {
      const query = parsed(wire.startQuery, request.query);
      const body = parsed(wire.startBody, request.body);
      const dryRun = query.dry_run ?? body.dry_run ?? false;
      const at = body.activate_at === undefined ? null : Date.parse(body.activate_at);
      if (at !== null && at <= deps.clock.now()) throw new DomainError('IMPORT_TIME_PAST');
      if (!dryRun && at === null && !body.override) assertSynced(await unsyncedTerminals(deps.engine, deps.clock.now()));
      const job = await imports.start({
        ...{
          file: body.file_id,
          profile: body.profile_id ?? guessed(body.sheet ?? null),
          dryRun,
          priority: body.priority ?? 'default',
        },
        ...(dryRun ? {} : { ahead: { name: body.override?.name ?? 'API', at, override: body.override } }),
      });
      return reply.code(202).send({ job_id: keyOfId(job._id), number: job.number });
    },
  );

  app.get(
    `${BASE}/:id`,
    { schema: described('Отчёт о загрузке (E-24)', { params: wire.jobParams, answer: [200, wire.reportAnswer] }) },
    async (request) => {
      const id = idOf(request);
      const job = await imports.job(id);
      const { state, progress, failure, changes } = job;
      return { job_id: id, state, progress, failure, held: changes.held, ...(await imports.report(id)) };
    },
  );

  app.get(
    `${BASE}/:id/logs`,
    {
      schema: described('Замечания к строкам; csv и xlsx: файл для поставщика', {
        params: wire.jobParams,
        querystring: wire.logsQuery,
        answer: [200, wire.logsAnswer],
      }),
    },
    async (request, reply) => {
      const id = idOf(request);
      const { format, field, ...query } = parsed(wire.logsQuery, request.query);
      const wanted = { ...query, ...(field ? { field } : {}) };
      if (format === 'json') {
        const page = await imports.findings(id, wanted);
        return { ...page, rows: page.rows.map(reportedFinding) };
      }
      const job = await imports.job(id);
      const all = await everyFinding(imports, id, wanted);
      const path = await imports.pathOf(job.file.id).catch(() => null);
      const file = await findingsFile(format, all, { path, choice: job.choice });
      return reply
        .type(file.contentType)
        .header('content-disposition', `attachment; filename="${id}${file.ending}"`)
        .send(file.stream);
    },
  );
}

/** Without a profile: as the wizard begins. */
const guessed = (sheet: string | null): Exclude<StartInput['profile'], string> => ({
  ...{ choice: { ...GUESS_ALL, sheet }, mapping: null, rules: STANDARD_RULES, supplier: '' },
});

function permit(request: FastifyRequest, { importToken, adminToken }: ImportRoutesDeps, attempts: Attempts): void {
  attempts.check();
  const { authorization } = request.headers;
  const bearer = bearerOf(authorization);
  if (bearer === null ? isAdministrator(authorization ?? '', adminToken) : sameSecret(bearer, importToken)) return;
  // Who shows no token guesses none.
  if (authorization !== undefined) attempts.failed();
  throw new DomainError('UNAUTHENTICATED');
}

const idOf = (request: FastifyRequest): string => {
  const params = wire.jobParams.safeParse(request.params);
  if (!params.success) throw new DomainError('QUERY_INVALID', { expected: 'IMP-00001' });
  return params.data.id;
};

/** C-30, in the customer's words. @throws DomainError UNSYNC_BUFFERS */
function assertSynced(terminals: readonly UnsyncedTerminal[]): void {
  if (terminals.length > 0) throw new DomainError('UNSYNC_BUFFERS', { unsync_terminals: terminals });
}

async function everyFinding(imports: Imports, id: string, query: Parameters<Imports['findings']>[1]) {
  const { total, rows } = await imports.findings(id, { ...query, page: 1, limit: 1_000 });
  const all = [...rows];
  for (let page = 2; all.length < total; page += 1) {
    const next = await imports.findings(id, { ...query, page, limit: 1_000 });
    if (next.rows.length === 0) break;
    all.push(...next.rows);
  }
  return all;
}
