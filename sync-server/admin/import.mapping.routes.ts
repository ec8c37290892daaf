import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { columnsOf } from '../../design/import/columns.ts';
import { GUESS_ALL, isSameName, type FileChoice, type ImportProfile } from '../../design/import/profile.ts';
import { parsed } from '../http/problems.ts';
import type { ImportJob } from '../../design/import/job.ts';
import type { PreviewRow, UploadedFile } from '../import/imports.ts';
import { html, type Html } from './html.ts';
import { readForm, rulesFields, typedForm, type ReadForm, type Typed } from './import.forms.ts';
import { known, refused, type ImportDesk } from './import.desk.ts';
import { mappingPage, shapeOf, type MappingView } from './import.mapping.page.ts';
import { fileAddress, jobAddress, refusal } from './import.parts.ts';
import { fittingProfile, sharedColumns, understoodFile, type UnderstoodFile } from './import.reading.ts';

const fileParams = z.object({ id: z.string().regex(/^[0-9a-f]{64}$/) });
const JOB_ID = /^import-job:IMP-\d{5,12}$/;

interface Understanding {
  readonly form: ReadForm;
  /** What was chosen by hand or by the profile; the rest is guessed. */
  readonly choice: FileChoice;
  readonly understood: UnderstoodFile;
  readonly profile: ImportProfile | null;
  readonly profiles: readonly ImportProfile[];
  readonly supplier: string;
  readonly wrong: Readonly<Record<string, string>>;
  /** The form was drawn for another sheet or other titles: columns were looked for anew. */
  readonly redrawn: boolean;
}

/** Step 2: columns and rules beside a preview. The whole state stands in the address, so that nothing is lost by reloading or going back. */
export function importMappingRoutes(app: FastifyInstance, desk: ImportDesk): void {
  const { imports } = desk;

  /** A job that this file was checked by: its columns and rules are where one left off. */
  const jobOf = async (typed: Typed): Promise<ImportJob | null> =>
    JOB_ID.test(typed['job'] ?? '') && typed['read'] === undefined ? imports.job(typed['job']!) : null;

  async function understand(file: UploadedFile, typed: Typed): Promise<Understanding> {
    const form = readForm(typed);
    const [profiles, job] = await Promise.all([imports.profiles(), jobOf(typed)]);
    const plain = await desk.outlineOf(file.id, form.choice);
    const first = typed['read'] === undefined && job === null;
    const named = profiles.find(({ _id }) => _id === (form.profile ?? job?.profile?.id)) ?? null;
    const profile = first && named === null ? fittingProfile(plain, profiles) : named;
    const byProfile = profile !== null && (first || typed['anew'] === 'profile');
    const choice = byProfile ? { ...GUESS_ALL, ...profile.file } : (job?.choice ?? form.choice);
    const outline = await desk.outlineOf(file.id, choice);
    const known = { choice, mapping: null, rules: null, profile: byProfile ? profile : null, columns: null };
    const fresh = byProfile
      ? known
      : job
        ? { ...known, mapping: job.mapping, rules: job.rules }
        : { ...known, columns: form.columns, rules: form.rules };
    const seen = understoodFile(outline, fresh);
    const redrawn = typed['shape'] !== undefined && fresh.columns !== null && typed['shape'] !== shapeOf(seen.facts);
    const understood = redrawn ? understoodFile(outline, { ...fresh, columns: null }) : seen;
    return {
      ...{ form, choice, understood, profile, profiles, redrawn },
      supplier: byProfile ? profile.supplier : (job?.supplier ?? form.supplier),
      wrong: { ...form.wrong, ...sharedColumns(understood.chosen) },
    };
  }

  const readingOf = ({ understood, supplier }: Understanding) => ({
    ...{ choice: understood.choice, mapping: understood.mapping, rules: understood.rules, supplier },
  });

  async function show(reply: FastifyReply, file: UploadedFile, typed: Typed, said: Html | null): Promise<FastifyReply> {
    const understanding = await understand(file, typed);
    const { understood, choice, profile, profiles, supplier, wrong, form, redrawn } = understanding;
    let preview: readonly PreviewRow[] = [];
    let problem: MappingView['problem'] = null;
    try {
      preview = await imports.preview(file.id, readingOf(understanding));
    } catch (error) {
      problem = refused(error);
    }
    const rules = { ...rulesFields(understood.rules), ...(form.rules === null ? {} : rulesTyped(typed, form)) };
    const view: MappingView = {
      ...{ file, profiles, profile, rules, supplier, wrong, preview, problem },
      ...{ facts: understood.facts, choice, columns: understood.columns, chosen: understood.chosen },
      ...{ why: understood.why, told: understood.told },
      profileName: typed['profileName'] ?? profile?.name ?? '',
      shops: desk.shopList(),
      once: desk.once.token(),
    };
    const anew = redrawn ? refusal({ title: 'Файл прочитан по-новому.', detail: 'Колонки найдены заново: проверьте их.' }) : null;
    return desk.page(reply, 'Прайс поставщика: колонки', mappingPage(view, html`${said}${anew}`));
  }

  app.get('/files/:id', async (request, reply) => {
    const file = await imports.file(known(fileParams, request.params).id);
    const typed = parsed(typedForm, request.query);
    const said =
      typed['saved'] === '1'
        ? html`<div class="notice" role="status">Профиль сохранён. Следующий такой прайс узнается сам.</div>`
        : null;
    return show(reply, file, typed, said);
  });

  app.post('/files/:id/check', async (request, reply) => {
    const file = await imports.file(known(fileParams, request.params).id);
    const typed = parsed(typedForm, request.body);
    const understanding = await understand(file, typed);
    const { wrong, redrawn, profile } = understanding;
    if (redrawn || Object.keys(wrong).length > 0) {
      const why = Object.values(wrong)[0];
      const said = why === undefined ? null : refusal({ title: 'Проверка не начата.', detail: `${why}.` });
      return show(reply.code(422), file, typed, said);
    }
    try {
      const to = await desk.once.run(typed['once'], async () => {
        const reading = readingOf(understanding);
        const asProfile = profile !== null && sameAsProfile(profile, understanding);
        const job = await imports.start({
          file: file.id,
          profile: asProfile ? profile._id : reading,
          dryRun: false,
          priority: 'high',
        });
        return jobAddress(job._id);
      });
      return await reply.redirect(to, 303);
    } catch (error) {
      const { status, ...problem } = refused(error);
      return show(reply.code(status), file, typed, refusal(problem));
    }
  });

  app.post('/files/:id/profile', async (request, reply) => {
    const file = await imports.file(known(fileParams, request.params).id);
    const typed = parsed(typedForm, request.body);
    const understanding = await understand(file, typed);
    const name = (typed['profileName'] ?? '').trim().slice(0, 80);
    const wrong = name === '' ? 'Назовите профиль' : Object.values(understanding.wrong)[0];
    if (wrong !== undefined || understanding.redrawn)
      return show(
        reply.code(422),
        file,
        typed,
        refusal({ title: 'Профиль не сохранён.', detail: `${wrong ?? 'Проверьте колонки'}.` }),
      );
    const same = understanding.profiles.find((one) => isSameName(one.name, name));
    const { mapping, rules, supplier } = readingOf(understanding);
    const saved = await imports.putProfile(same?._id ?? null, {
      ...{ name, supplier, active: true, mapping, rules, notes: same?.notes ?? '' },
      file: understanding.choice,
    });
    const query = new URLSearchParams({ read: '1', anew: 'profile', profile: saved._id, saved: '1' });
    return reply.redirect(`${fileAddress(file.id)}?${query.toString()}`, 303);
  });
}

/** What was typed and not understood stays as it was typed. */
const rulesTyped = (typed: Typed, { wrong }: ReadForm): Typed =>
  Object.fromEntries(Object.keys(wrong).flatMap((name) => (typed[name] === undefined ? [] : [[name, typed[name]]])));

/** Nothing was changed by hand: the job is the profile's, and counts as its use. */
function sameAsProfile(profile: ImportProfile, { choice, supplier, understood }: Understanding): boolean {
  const { columns } = columnsOf(
    profile.mapping,
    understood.columns.map(({ title }) => title),
  );
  const same = (a: object, b: object): boolean => sorted(a) === sorted(b);
  return (
    supplier === profile.supplier &&
    same(understood.chosen, columns) &&
    same(understood.rules, profile.rules) &&
    same(choice, { ...GUESS_ALL, ...profile.file })
  );
}
const sorted = (value: object): string => JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
