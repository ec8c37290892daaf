import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '../../design/errors.office.ts';
import { keyOfId } from '../../design/ids.ts';
import * as wire from '../../design/import/api.ts';
import { FILE_LIMITS, QUEUE_ROOM } from '../../design/import/limits.ts';
import { GUESS_ALL, STANDARD_RULES } from '../../design/import/profile.ts';
import { reportedFinding } from '../../design/import/report.ts';
import { DAY, type Clock } from '../../design/time/clock.ts';
import { createAttempts } from '../devices/attempts.ts';
import type { Engine } from '../engine/engine.ts';
import { parsed } from '../http/problems.ts';
import { connectorDoor, type ConnectorAccess } from './connector.access.ts';
import { connectorDocs, described } from './connector.docs.ts';
import { findingsFile } from './findings-file.ts';
import type { Imports, StartInput, UnsyncedTerminal } from './imports.ts';
import { profileRoutes } from './profiles.routes.ts';
import { sentFile } from './sent-file.ts';
import { unsyncedTerminals } from './unsynced.ts';
import { KEEP_IMPORTS } from './uploads.store.ts';

export interface ImportRoutesDeps extends ConnectorAccess {
  readonly imports: Imports;
  readonly engine: Engine;
  readonly clock: Clock;
  /** The description for people, too, beside the one for programs. */
  readonly docs: boolean;
}

const BASE = '/v1/connector/import';
/**
 * The connector (requirement E-23): upload, start, report, logs, and its own description at `docs`. Nothing without a token or the session of
 * the administrator's pages.
 * Registered under `/api` and, as the customer writes it, without.
 */
export async function importRoutes(app: FastifyInstance, deps: ImportRoutesDeps): Promise<void> {
  const { imports } = deps;
  app.setValidatorCompiler(() => (value: unknown) => ({ value }));
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  await app.register(multipart, { limits: { files: 1, fields: 4, parts: 5, fileSize: FILE_LIMITS.csvBytes + 1 } });
  await app.register(cookie);
  const permit = connectorDoor(deps, createAttempts(deps.clock));
  app.addHook('onRequest', (request, _reply, done) => {
    permit(request);
    done();
  });
  await connectorDocs(app, BASE, deps.docs);

  app.post(
    `${BASE}/files`,
    { schema: described('Загрузить файл поставщика (multipart/form-data, поле file)', { answer: [201, wire.uploadAnswer] }) },
    async (request, reply) => {
      const sent = await sentFile(request);
      if (!sent) throw new DomainError('BODY_INVALID', { fields: [{ path: 'file', message: 'missing' }] });
      const { id, name, bytes } = await imports.upload(sent.bytes, sent.name);
      return reply.code(201).send({ file_id: id, name, bytes });
    },
  );

  profileRoutes(app, BASE, imports);

  app.post(
    BASE,
    {
      schema: described('Проверить файл по профилю и загрузить в каталог', {
        querystring: wire.startQuery,
        body: wire.startBody,
        answer: [202, wire.startAnswer],
        conflict:
          'UNSYNC_BUFFERS: registers have receipts to deliver; `details.unsync_terminals` names them. Ways out: wait and ask again; `activate_at`, a time to come; `override` with the name of whoever answers for it and why.',
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
      return reply.code(202).send({ job_id: keyOfId(job._id), number: job.number, limits: LIMITS });
    },
  );

  app.get(
    `${BASE}/:id`,
    { schema: described('Отчёт о загрузке (E-24)', { params: wire.jobParams, answer: [200, wire.reportAnswer] }) },
    async (request) => {
      const id = idOf(request);
      const job = await imports.job(id);
      const { state, progress, failure, changes } = job;
      const held_page = changes.held > 0 ? `/admin/import/jobs/${encodeURIComponent(job._id)}/changes?kind=held` : null;
      return { job_id: id, state, progress, failure, held: changes.held, held_page, ...(await imports.report(id)) };
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
      const all = await imports.everyFinding(id, wanted);
      const path = await imports.pathOf(job.file.id).catch(() => null);
      const file = await findingsFile(format, all, { path, choice: job.choice });
      return reply
        .type(file.contentType)
        .header('content-disposition', `attachment; filename="${id}${file.ending}"`)
        .send(file.stream);
    },
  );
}

const LIMITS = {
  rows: FILE_LIMITS.rows,
  xlsx_bytes: FILE_LIMITS.xlsxBytes,
  csv_bytes: FILE_LIMITS.csvBytes,
  waiting_jobs: QUEUE_ROOM,
  kept_days: KEEP_IMPORTS / DAY,
};

/** Without a profile: as the wizard begins. */
const guessed = (sheet: string | null): Exclude<StartInput['profile'], string> => ({
  ...{ choice: { ...GUESS_ALL, sheet }, mapping: null, rules: STANDARD_RULES, supplier: '' },
});

/** What is no number of a job is the number of no job. */
const idOf = (request: FastifyRequest): string => {
  const params = wire.jobParams.safeParse(request.params);
  if (!params.success) throw new DomainError('NOT_FOUND', { job: 'unknown', expected: 'IMP-00001' });
  return params.data.id;
};

/** C-30, in the customer's words. @throws DomainError UNSYNC_BUFFERS */
function assertSynced(terminals: readonly UnsyncedTerminal[]): void {
  if (terminals.length > 0) throw new DomainError('UNSYNC_BUFFERS', { unsync_terminals: terminals });
}
