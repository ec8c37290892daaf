import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { CATALOG } from '../../design/databases.ts';
import { settings as settingsShape, type Settings } from '../../design/documents/catalogue.ts';
import { OPTICS_PARTS, type OpticsPart, type OpticsSettings } from '../../design/documents/optics-settings.ts';
import { rangeOf } from '../../design/ids.ts';
import { editFields } from '../../design/merge/edit.ts';
import { opticsRules } from '../../design/orders/optics-rules.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { parsed } from '../http/problems.ts';
import { DEFAULT_TIME_ZONE } from '../provisioning/shops.ts';
import type { Stamps } from '../stamps.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { notice } from './layout.ts';
import * as fields from './optics.fields.ts';
import { opticsPage, type OpticsView } from './optics.page.ts';

interface OpticsPageDeps {
  readonly engine: Engine;
  readonly stamps: Stamps;
  readonly clock: Clock;
  readonly send: (reply: FastifyReply, title: string, body: Html) => FastifyReply;
}

const MOST_CHANGES = 50;
const typedForm = z.record(z.string().max(40), z.string().max(4_000));
const headForm = z.looseObject({ part: z.enum(OPTICS_PARTS), act: z.enum(['save', 'preview', 'usual']).default('save') });

/** Rules of glasses orders and notices, as the administrator writes them: kept in the settings of every shop of the chain. */
export function opticsRoutes(app: FastifyInstance, { engine, stamps, clock, send }: OpticsPageDeps): void {
  const all = async (): Promise<Settings[]> =>
    (await (await engine.open(CATALOG)).range(rangeOf('settings'))).flatMap((doc) => settingsShape.safeParse(doc).data ?? []);

  async function write(part: OpticsPart, what: string, change: (before: OpticsSettings) => OpticsSettings): Promise<void> {
    const catalog = await engine.open(CATALOG);
    for (const before of await all()) {
      const changes = [...(before.optics?.changes ?? []), { at: clock.now(), part, what }].slice(-MOST_CHANGES);
      const optics = { ...change(before.optics ?? {}), changes };
      const written = await catalog.put(editFields<Settings>(before, { optics }, { hlc: stamps(), by: null, pos: null }));
      if (!written.ok) throw new Error(`${before._id} was not written: ${written.error}`);
    }
  }

  async function show(reply: FastifyReply, typed: fields.Typed, said: Html | null): Promise<FastifyReply> {
    const known = (await all()).find(({ optics }) => optics !== undefined);
    const timeZone = known?.timeZone ?? DEFAULT_TIME_ZONE;
    const rules = opticsRules(known?.optics, timeZone);
    const of = fields.wordsOfForm(typed);
    // What was typed and not saved stays in its own form.
    const kept = (part: OpticsPart, stored: fields.Typed) => (typed['part'] === part ? { ...stored, ...typed } : stored);
    const view: OpticsView = {
      ...{ rules, timeZone, changes: known?.optics?.changes ?? [] },
      promise: kept('promise', fields.promiseFields(rules)),
      calendars: kept('calendars', fields.calendarFields(rules)),
      notices: kept('notices', fields.noticeFields(rules)),
      words: { ...of, typed: kept('texts', { ...rules.texts[of.language][of.kind] }) },
    };
    return send(reply, 'Заказы очков: сроки и уведомления', html`${said}${opticsPage(view)}`);
  }

  /** The part of the settings that a form stands for, understood; `undefined` puts back what was delivered. */
  function patchOf(part: OpticsPart, typed: fields.Typed): fields.Understood<(before: OpticsSettings) => OpticsSettings> {
    if (part === 'texts') {
      const { kind, language } = fields.wordsOfForm(typed);
      const read = fields.readWords(typed);
      if ('wrong' in read) return read;
      const value = (before: OpticsSettings): OpticsSettings => ({
        ...before,
        texts: { ...before.texts, [language]: { ...before.texts?.[language], [kind]: read.value } },
      });
      return { value };
    }
    const read = { promise: fields.readPromise, calendars: fields.readCalendars, notices: fields.readNotices }[part](typed);
    return 'wrong' in read ? read : { value: (before) => ({ ...before, [part]: read.value }) };
  }

  function without(part: OpticsPart, typed: fields.Typed, before: OpticsSettings): OpticsSettings {
    if (part !== 'texts') return Object.fromEntries(Object.entries(before).filter(([name]) => name !== part));
    const { kind, language } = fields.wordsOfForm(typed);
    const rest = Object.entries(before.texts?.[language] ?? {}).filter(([name]) => name !== kind);
    return { ...before, texts: { ...before.texts, [language]: Object.fromEntries(rest) } };
  }

  app.get('/optics', (request, reply) => show(reply, parsed(typedForm, request.query), null));

  app.post('/optics', async (request, reply) => {
    const typed = parsed(typedForm, request.body);
    const { part, act } = parsed(headForm, request.body);
    const of = part === 'texts' ? `${typed['kind']} ${typed['language']}` : '';
    if (act === 'usual') {
      await write(part, `${of} как при поставке`.trim(), (before) => without(part, typed, before));
      return reply.redirect('/admin/optics', 303);
    }
    const patch = patchOf(part, typed);
    if ('wrong' in patch) return show(reply.code(400), typed, notice(`Не сохранено. ${patch.wrong.join('. ')}.`));
    if (act === 'preview') return show(reply, typed, null);
    await write(part, `${of} изменено`.trim(), patch.value);
    const where = part === 'texts' ? `?kind=${typed['kind']}&language=${typed['language']}#texts` : '';
    return reply.redirect(`/admin/optics${where}`, 303);
  });
}
