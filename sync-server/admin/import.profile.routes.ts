import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { IMPORT_FIELDS } from '../../design/import/fields.ts';
import type { ImportProfile, Mapping } from '../../design/import/profile.ts';
import { parsed } from '../http/problems.ts';
import { known, type ImportDesk } from './import.desk.ts';
import { choiceFields, readForm, rulesFields, typedForm, type Typed } from './import.forms.ts';
import { profilePage } from './import.profile.page.ts';

const params = z.object({ id: z.string().regex(/^import-profile:[\w-]{1,64}$/) });

const storedFields = ({ name, supplier, supplierCode, order, active, file, notes, mapping, rules }: ImportProfile): Typed => ({
  ...{ name, supplier, supplierCode, order: String(order), active: active ? 'yes' : 'no', notes },
  ...rulesFields(rules),
  ...choiceFields(file),
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
    const { rules, supplier, choice, wrong } = readForm({ ...typed, read: '1' });
    const name = (typed['name'] ?? '').trim().slice(0, 80);
    const order = /^\d{1,4}$/.test((typed['order'] ?? '0').trim() || '0') ? Number(typed['order'] || 0) : null;
    const others = (await imports.profiles()).filter(({ _id }) => _id !== profile._id);
    const isTaken = others.some((one) => one.name.toLowerCase() === name.toLowerCase());
    const faults = {
      ...wrong,
      ...(name === '' ? { name: 'Назовите профиль' } : isTaken ? { name: 'Профиль с таким названием уже есть' } : {}),
      ...(order === null ? { order: 'Место в списке: целое число от 0 до 9999' } : {}),
    };
    if (rules === null || order === null || Object.keys(faults).length > 0) {
      const view = { profile, typed, wrong: faults, shops: desk.shopList(), once: once.token() };
      return page(reply.code(422), 'Профиль поставщика', profilePage(view, null));
    }
    const supplierCode = (typed['supplierCode'] ?? '').trim().slice(0, 40);
    const active = typed['active'] === 'yes';
    const notes = (typed['notes'] ?? '').trim().slice(0, 2_000);
    const to = await once.run(typed['once'], async () => {
      await imports.putProfile(profile._id, {
        ...{ name, supplier, supplierCode, order, active, file: choice, mapping: mappingTyped(typed), rules, notes },
      });
      return '/admin/import#profiles';
    });
    return reply.redirect(to, 303);
  });
}
