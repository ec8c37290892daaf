import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { IMPORT_FIELDS } from '../../design/import/fields.ts';
import type { ImportProfile, Mapping } from '../../design/import/profile.ts';
import { parsed } from '../http/problems.ts';
import { known, type ImportDesk } from './import.desk.ts';
import { readForm, rulesFields, typedForm, type Typed } from './import.forms.ts';
import { profilePage } from './import.profile.page.ts';

const params = z.object({ id: z.string().regex(/^import-profile:[\w-]{1,64}$/) });

const storedFields = ({ name, supplier, notes, mapping, rules }: ImportProfile): Typed => ({
  ...{ name, supplier, notes, ...rulesFields(rules) },
  ...Object.fromEntries(Object.entries(mapping).map(([field, title]) => [`t.${field}`, title])),
});

const mappingTyped = (typed: Typed): Mapping =>
  Object.fromEntries(
    IMPORT_FIELDS.flatMap((field) => {
      const title = (typed[`t.${field}`] ?? '').trim().slice(0, 200);
      return title === '' ? [] : [[field, title]];
    }),
  );

/** A profile, edited by hand without a file. */
export function importProfileRoutes(app: FastifyInstance, desk: ImportDesk): void {
  const { imports, page, once } = desk;
  app.get('/profiles/:id', async (request, reply) => {
    const profile = await imports.profile(known(params, request.params).id);
    const view = { profile, typed: storedFields(profile), wrong: {}, shops: desk.shopList(), once: once.token() };
    return page(reply, 'Профиль поставщика', profilePage(view, null));
  });

  app.post('/profiles/:id', async (request, reply) => {
    const profile = await imports.profile(known(params, request.params).id);
    const typed = parsed(typedForm, request.body);
    const { rules, supplier, wrong } = readForm({ ...typed, read: '1' });
    const name = (typed['name'] ?? '').trim().slice(0, 80);
    const faults = name === '' ? { ...wrong, name: 'Назовите профиль' } : wrong;
    if (rules === null || Object.keys(faults).length > 0) {
      const view = { profile, typed, wrong: faults, shops: desk.shopList(), once: once.token() };
      return page(reply.code(422), 'Профиль поставщика', profilePage(view, null));
    }
    const { active, file } = profile;
    const notes = (typed['notes'] ?? '').trim().slice(0, 2_000);
    const to = await once.run(typed['once'], async () => {
      await imports.putProfile(profile._id, { name, supplier, active, file, mapping: mappingTyped(typed), rules, notes });
      return '/admin/import#profiles';
    });
    return reply.redirect(to, 303);
  });
}
