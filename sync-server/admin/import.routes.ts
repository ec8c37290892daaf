import { readFileSync } from 'node:fs';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { DomainError } from '../../design/errors.office.ts';
import { FILE_LIMITS } from '../../design/import/limits.ts';
import { parsed } from '../http/problems.ts';
import { sentFile } from '../import/sent-file.ts';
import { html, type Html } from './html.ts';
import { pageQuery } from './import.forms.ts';
import { noteForm } from './kept-form.ts';
import { createImportDesk, refused, wantsJson, type ImportDesk, type ImportPagesDeps } from './import.desk.ts';
import { homePage } from './import.home.page.ts';
import { importJobRoutes } from './import.job.routes.ts';
import { importMappingRoutes } from './import.mapping.routes.ts';
import { importProfileRoutes } from './import.profile.routes.ts';
import { fileAddress, refusal } from './import.parts.ts';

const FOLDER = new URL('./page/', import.meta.url);
const TYPES = { 'import.css': 'text/css; charset=utf-8', 'import.js': 'text/javascript; charset=utf-8' } as const;

/** These pages alone run a script, their own; everything works without it. */
export const IMPORT_POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
export const IMPORT_HEAD = html`<link rel="stylesheet" href="/admin/import/import.css" />
  <script type="module" src="/admin/import/import.js"></script>`;

const JOBS_SHOWN = 20;
const FORM_LIMIT = 65_536;
const profileForm = z.object({
  id: z.string().regex(/^import-profile:[\w-]{1,64}$/),
  act: z.enum(['copy', 'on', 'off']),
  once: z.string().optional(),
});

/** Texts of a form; what is sent several times (ticked rows of a table) stands a line each. */
function formOf(body: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(body)) {
    if (name === '__proto__') continue;
    fields[name] = name in fields ? `${fields[name]}\n${value}` : value;
  }
  return fields;
}

/** Suppliers' files, from the drop to the prices on the tills, for a person who has never seen it. Signed-in administrators only. */
export async function importRoutes(app: FastifyInstance, deps: ImportPagesDeps): Promise<void> {
  const desk = createImportDesk(deps);
  app.removeContentTypeParser('application/x-www-form-urlencoded');
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_LIMIT },
    (request, body, done) => {
      noteForm(request, String(body));
      done(null, formOf(String(body)));
    },
  );
  await app.register(multipart, {
    limits: { files: 1, fields: 4, fileSize: FILE_LIMITS.csvBytes, headerPairs: 20 },
    throwFileSizeLimit: false,
  });

  app.setErrorHandler((error, request, reply) => {
    const problem = refused(error);
    const back = html`<p><a class="button" href="/admin/import">К прайсам поставщиков</a></p>`;
    if (wantsJson(request)) return reply.code(problem.status).send(problem);
    return desk.page(reply.code(problem.status), 'Не получилось', refusal(problem, back));
  });

  for (const [name, type] of Object.entries(TYPES)) {
    const content = readFileSync(new URL(name, FOLDER));
    app.get(`/${name}`, (_request, reply) => reply.type(type).header('cache-control', 'no-cache').send(content));
  }

  app.get('/', async (request, reply) => home(desk, reply, parsed(pageQuery, request.query).page, null));

  app.post('/files', async (request, reply) => {
    try {
      if (!request.isMultipart()) throw new DomainError('IMPORT_FILE_EMPTY');
      const sent = await sentFile(request);
      if (sent === null || sent.name === '') throw new DomainError('IMPORT_FILE_EMPTY');
      const file = await desk.imports.upload(sent.bytes, sent.name);
      // Refused here, while the person still looks at the file that was dropped.
      await desk.outlineOf(file.id, { encoding: null, delimiter: null, quote: null });
      const to = fileAddress(file.id);
      return wantsJson(request) ? reply.send({ to }) : reply.redirect(to, 303);
    } catch (error) {
      const { status, ...problem } = refused(error);
      if (wantsJson(request)) return reply.code(status).send(problem);
      return home(desk, reply.code(status), 1, refusal(problem));
    }
  });

  app.post('/profiles', async (request, reply) => {
    const { id, act, once } = parsed(profileForm, request.body);
    const to = await desk.once.run(once, async () => {
      if (act === 'copy') await desk.imports.copyProfile(id);
      else {
        const { name, supplier, file, mapping, rules, notes } = await desk.imports.profile(id);
        await desk.imports.putProfile(id, { name, supplier, file, mapping, rules, notes, active: act === 'on' });
      }
      return '/admin/import#profiles';
    });
    return reply.redirect(to, 303);
  });

  importMappingRoutes(app, desk);
  importProfileRoutes(app, desk);
  importJobRoutes(app, desk);
}

async function home(desk: ImportDesk, reply: FastifyReply, page: number, said: Html | null): Promise<FastifyReply> {
  const [jobs, profiles] = await Promise.all([
    desk.imports.jobs({ page, limit: JOBS_SHOWN, source: 'file' }),
    desk.imports.profiles(),
  ]);
  const view = {
    ...{ jobs: jobs.rows, page, pages: Math.max(1, Math.ceil(jobs.total / JOBS_SHOWN)), profiles },
    ...{ timeZone: desk.timeZones()[0]!, once: desk.once.token() },
  };
  return desk.page(reply, 'Прайсы поставщиков', homePage(view, said));
}
