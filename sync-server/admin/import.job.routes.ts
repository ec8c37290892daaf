import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { ERRORS, isErrorCode } from '../../design/errors.ts';
import { mayBeAsked, mayOverride } from '../../design/import/approvers.ts';
import { IMPORT_FIELDS } from '../../design/import/fields.ts';
import { FINDINGS, type FindingType } from '../../design/import/finding.ts';
import type { ImportJob } from '../../design/import/job.ts';
import { instantOf } from '../../design/time/day-range.ts';
import { DAY, HOUR } from '../../design/time/clock.ts';
import { localDate } from '../../design/time/local-time.ts';
import { parsed } from '../http/problems.ts';
import { findingsFile } from '../import/findings-file.ts';
import { html, type Html } from './html.ts';
import { CHANGE_KINDS, changesPage } from './import.changes.page.ts';
import { checkPage, progressWords, shownState, workingPage } from './import.check.page.ts';
import { confirmPage, scheduledPage } from './import.confirm.page.ts';
import { known, refused, type ImportDesk } from './import.desk.ts';
import { pageNumber, personReason, signatureForm, typedForm, type Typed } from './import.forms.ts';
import { jobAddress, refusal } from './import.parts.ts';
import { archiving, standingOf, stillHeld } from './import.held.ts';
import { createDecider } from './import.person.ts';
import { reportPage, stoppedPage } from './import.report.page.ts';
import { undoPage } from './import.undo.page.ts';
import { troubleOf } from './import.trouble.part.ts';

const params = z.object({ id: z.string().regex(/^import-job:IMP-\d{5,12}$/) });
const types = Object.keys(FINDINGS) as [FindingType, ...FindingType[]];
const optional = <T>(shape: z.ZodType<T>) => shape.optional().catch(undefined);
const findingsQuery = z.object({
  page: pageNumber,
  level: optional(z.enum(['error', 'warning', 'info'])),
  type: optional(z.enum(types)),
  field: optional(z.enum(IMPORT_FIELDS)),
  sort: z.enum(['row', 'severity']).catch('row'),
});
const changesQuery = z.object({ page: pageNumber, kind: z.enum(CHANGE_KINDS).optional().catch(undefined) });
const ROWS_SHOWN = 50;
/** Hour of the shop at which a price change disturbs nobody. */
const NIGHT = '03:00';

const lines = (text: string | undefined): string[] => (text ?? '').split('\n').filter(Boolean);
/** As a person sees it: what is decided and only waits for its turn is at work already. */
const seen = (job: ImportJob, now: number): ImportJob =>
  job.state === 'done' && job.undo !== null
    ? { ...job, state: 'undoing' }
    : job.state === 'scheduled' && (job.due ?? 0) <= now
      ? { ...job, state: 'applying' }
      : job;
/** The way back stays open with who was chosen; a PIN is never drawn again. */
const opened = ({ approver = '' }: Typed): Typed => ({ approver });
const SIGN = 'Выберите себя и введите свой ПИН-код';
const WHY = 'Напишите причину, хотя бы в двух словах';

/** Steps 3 to 6 of a job: check, changes, confirmation, report; each at its own address. */
export function importJobRoutes(app: FastifyInstance, desk: ImportDesk): void {
  const { imports, once, clock, page } = desk;
  const decider = createDecider(desk.signatures);
  const title = ({ number, source }: ImportJob, words: string): string =>
    `${source === 'bulk' ? 'Массовая правка' : 'Прайс поставщика'}, ${number}: ${words}`;
  const jobBy = async (id: string): Promise<ImportJob> => seen(await imports.job(id), clock.now());
  const jobOf = (request: { params: unknown }): Promise<ImportJob> => jobBy(known(params, request.params).id);

  async function check(reply: FastifyReply, job: ImportJob, query: unknown, said: Html | null): Promise<FastifyReply> {
    const asked = parsed(findingsQuery, query);
    const findings = await imports.findings(job._id, { ...asked, limit: ROWS_SHOWN });
    const body = checkPage({ job, findings, query: asked }, said);
    return page(reply, title(job, 'проверка'), body);
  }

  async function changes(
    reply: FastifyReply,
    job: ImportJob,
    query: unknown,
    typed: Typed,
    said: Html | null,
  ): Promise<FastifyReply> {
    const asked = parsed(changesQuery, query);
    const kind = asked.kind ?? CHANGE_KINDS.find((one) => job.changes[one] > 0) ?? 'new';
    const [rows, signers] = await Promise.all([
      imports.changes(job._id, { kind, page: asked.page, limit: ROWS_SHOWN }),
      desk.signatures.signers(mayBeAsked),
    ]);
    const timeZone = desk.timeZones()[0]!;
    const names = await desk.names(rows.rows.filter(({ before }) => before !== null).map(({ sku }) => sku));
    const standing = rows.rows.some(({ held }) => held.includes('VANISHED_STANDS')) ? await standingOf(imports, job) : {};
    return page(
      reply,
      title(job, 'что изменится'),
      changesPage({ job, kind, changes: rows, signers, names, standing, typed, timeZone, once: once.token() }, said),
    );
  }

  async function confirm(
    reply: FastifyReply,
    job: ImportJob,
    typed: Typed,
    wrong: Readonly<Record<string, string>>,
    said: Html | null,
  ): Promise<FastifyReply> {
    if (job.state !== 'checked') return show(reply, job, said);
    const [unsynced, signers, held, archived] = await Promise.all([
      imports.unsynced(job._id),
      desk.signatures.signers(mayOverride),
      stillHeld(imports, job),
      archiving(imports, job),
    ]);
    const timeZones = desk.timeZones();
    const view = {
      job,
      held,
      archived,
      unsynced,
      signers,
      typed,
      wrong,
      timeZones,
      tonight: tonightOf(clock.now(), timeZones[0]!),
      once: once.token(),
    };
    return page(reply, title(job, 'включение'), confirmPage(view, said));
  }

  /** What taking it back does, and the form that asks for it; a job that cannot be taken back (any more) as it stands. */
  async function undo(reply: FastifyReply, job: ImportJob, said: Html | null, typed: Typed = {}): Promise<FastifyReply> {
    if (job.state !== 'done') return show(reply, job, said);
    const sums = await imports.undoPreview(job._id);
    const [names, signers] = await Promise.all([
      desk.names([...sums.kept.named, ...sums.leftNamed].map(({ sku }) => sku)),
      desk.signatures.signers(mayOverride),
    ]);
    return page(reply, title(job, 'вернуть как было'), undoPage({ job, sums, names, signers, typed, once: once.token() }, said));
  }

  /** The job as it stands now. */
  async function show(reply: FastifyReply, job: ImportJob, said: Html | null): Promise<FastifyReply> {
    const zone = desk.timeZones()[0]!;
    switch (job.state) {
      case 'draft':
      case 'checking':
        return page(reply, title(job, 'проверка'), html`${said}${workingPage(job, 3, once.token())}`);
      case 'checked': {
        const failure = job.failure !== null && isErrorCode(job.failure) ? ERRORS[job.failure].ru : null;
        const why = failure && refusal({ title: failure.what, detail: failure.next });
        if (job.source === 'bulk') return changes(reply, job, {}, {}, said ?? why);
        return check(reply, job, {}, said ?? why);
      }
      case 'scheduled':
        return page(reply, title(job, 'включение'), html`${said}${scheduledPage(job, zone, once.token())}`);
      case 'applying':
      case 'undoing':
        return page(reply, title(job, 'включение'), html`${said ?? troubleOf(job)}${workingPage(job, 6, once.token())}`);
      case 'failed':
      case 'cancelled':
        return page(reply, title(job, 'не включена'), stoppedPage(job, once.token(), said));
      case 'done':
      case 'undone': {
        const { outcome, undo: back } = job;
        const stood = [...(outcome?.stands?.named ?? []), ...(back?.kept?.named ?? []), ...(back?.leftNamed ?? [])];
        const view = { job, timeZone: zone, names: await desk.names(stood.map(({ sku }) => sku)) };
        return page(reply, title(job, 'готово'), reportPage(view, said ?? troubleOf(job)));
      }
    }
  }

  app.get('/jobs/:id', async (request, reply) => show(reply, await jobOf(request), null));
  app.get('/jobs/:id/check', async (request, reply) => {
    const job = await jobOf(request);
    return job.state === 'checking' || job.state === 'draft' || job.source === 'bulk'
      ? show(reply, job, null)
      : check(reply, job, request.query, null);
  });
  app.get('/jobs/:id/changes', async (request, reply) => {
    const job = await jobOf(request);
    return job.state === 'checking' || job.state === 'draft'
      ? show(reply, job, null)
      : changes(reply, job, request.query, {}, null);
  });
  app.get('/jobs/:id/undo', async (request, reply) => undo(reply, await jobOf(request), null));
  app.get('/jobs/:id/confirm', async (request, reply) => confirm(reply, await jobOf(request), {}, {}, null));
  app.get('/jobs/:id/state', async (request, reply) => {
    const job = await jobOf(request);
    return reply.header('cache-control', 'no-store').send({ state: shownState(job), ...progressWords(job) });
  });

  app.get('/jobs/:id/findings.xlsx', async (request, reply) => {
    const job = await jobOf(request);
    const found = await imports.everyFinding(job._id);
    // A file that is kept no longer still leaves what was found in it.
    const path = await imports.pathOf(job.file.id).catch(() => null);
    const { stream, contentType, ending } = await findingsFile('xlsx', found, { path, choice: job.choice });
    const name = `${job.number.replace('/', '-')}${ending}`;
    return reply.type(contentType).header('content-disposition', `attachment; filename="${name}"`).send(stream);
  });

  /** What a button of a job asks for: once, and a refusal is told where the job stands. */
  const act = (path: string, work: (id: string) => Promise<ImportJob>): void => {
    app.post(`/jobs/:id/${path}`, async (request, reply) => {
      const job = await jobOf(request);
      const typed = parsed(typedForm, request.body ?? {});
      try {
        const to = await once.run(typed['once'] && `${path} ${typed['once']}`, async () => jobAddress((await work(job._id))._id));
        return await reply.redirect(to, 303);
      } catch (error) {
        const { status, ...problem } = refused(error);
        return show(reply.code(status), await jobBy(job._id), refusal(problem));
      }
    });
  };
  act('cancel', (id) => imports.cancel(id));
  act('again', async (id) => {
    const { state } = await imports.job(id);
    if (state !== 'draft') await imports.reset(id);
    return imports.check(id);
  });

  app.post('/jobs/:id/approve', async (request, reply) => {
    const job = await jobOf(request);
    const typed = parsed(typedForm, request.body);
    const query = { kind: 'held', page: typed['page'] };
    const chosen = {
      types: types.filter((type) => lines(typed['type']).includes(type)),
      skus: lines(typed['sku']).slice(0, ROWS_SHOWN),
    };
    const reason = personReason.safeParse(typed['reason']);
    const signed = signatureForm.safeParse(typed);
    const detail =
      chosen.types.length + chosen.skus.length === 0
        ? 'Отметьте, что подтверждаете'
        : !signed.success
          ? SIGN
          : !reason.success
            ? WHY
            : null;
    if (detail !== null || !signed.success || !reason.success)
      return changes(reply.code(422), job, query, typed, refusal({ title: 'Не подтверждено.', detail: `${detail ?? ''}.` }));
    try {
      const to = await once.run(typed['once'], async () => {
        const approver = await desk.signatures.proved(signed.data.approver, signed.data.pin);
        await imports.approve(job._id, { ...chosen, approver, reason: reason.data });
        return `${jobAddress(job._id)}/changes?kind=held`;
      });
      return await reply.redirect(to, 303);
    } catch (error) {
      const { status, ...problem } = refused(error);
      return changes(reply.code(status), await jobBy(job._id), query, typed, refusal(problem));
    }
  });

  app.post('/jobs/:id/confirm', async (request, reply) => {
    const job = await jobOf(request);
    const typed = parsed(typedForm, request.body);
    const wrong: Record<string, string> = {};
    const overrides = typed['override'] !== undefined;
    if (!(await decider.isNamed(typed, overrides))) wrong['approver'] = SIGN;
    const reason = overrides ? personReason.safeParse(typed['override']) : null;
    if (reason?.success === false) wrong['override'] = WHY;
    const at = typed['when'] === 'later' ? timeOf(typed, desk.timeZones()) : null;
    if (at === undefined) wrong['at'] = 'Назовите день и время';
    if (at === undefined || Object.keys(wrong).length > 0) return confirm(reply.code(422), job, typed, wrong, null);
    try {
      const to = await once.run(typed['once'], async () => {
        await imports.confirm(job._id, { ...(await decider.confirmation(typed, reason?.data)), at });
        return jobAddress(job._id);
      });
      return await reply.redirect(to, 303);
    } catch (error) {
      const { status, code, ...problem } = refused(error);
      const past: Record<string, string> = code === 'IMPORT_TIME_PAST' ? { at: problem.title } : {};
      return confirm(reply.code(status), await jobBy(job._id), typed, past, refusal(problem));
    }
  });

  app.post('/jobs/:id/undo', async (request, reply) => {
    const job = await jobOf(request);
    const typed = parsed(typedForm, request.body);
    if (!(await decider.isNamed(typed, false)))
      return undo(reply.code(422), job, refusal({ title: 'Не возвращено.', detail: `${SIGN}.` }), opened(typed));
    try {
      const to = await once.run(typed['once'], async () => {
        await imports.undo(job._id, await decider.proved(typed));
        return jobAddress(job._id);
      });
      return await reply.redirect(to, 303);
    } catch (error) {
      const { status, ...problem } = refused(error);
      return undo(reply.code(status), await jobBy(job._id), refusal(problem), opened(typed));
    }
  });
}

/** The coming night, as the form of a browser writes it: half an hour away at least. */
function tonightOf(now: number, zone: string): string {
  const today = `${localDate(now, zone)}T${NIGHT}`;
  return instantOf(`${today}:00`, zone) > now + HOUR / 2 ? today : `${localDate(now + DAY, zone)}T${NIGHT}`;
}

/** Wall time of a shop's zone → epoch ms; `undefined`: no time, or a zone of no shop of ours. */
function timeOf(typed: Typed, zones: readonly string[]): number | undefined {
  const zone = typed['timeZone'] === undefined ? zones[0]! : zones.find((one) => one === typed['timeZone']);
  const local = typed['at'] ?? '';
  if (zone === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local) || Number.isNaN(Date.parse(`${local}:00Z`)))
    return undefined;
  return instantOf(`${local}:00`, zone);
}
