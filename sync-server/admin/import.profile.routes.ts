import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ERRORS } from '../../design/errors.ts';
import { DomainError } from '../../design/errors.office.ts';
import { IMPORT_FIELDS } from '../../design/import/fields.ts';
import { isSameName, type ImportProfile, type Mapping } from '../../design/import/profile.ts';
import { parsed } from '../http/problems.ts';
import { profileEdition } from '../import/profiles.store.ts';
import { known, type ImportDesk } from './import.desk.ts';
import { choiceFields, readForm, rulesFields, typedForm, type Typed } from './import.forms.ts';
import { refusal } from './import.parts.ts';
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
    const isTaken = others.some((one) => isSameName(one.name, name));
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
    const fields = { name, supplier, supplierCode, order, active, file: choice, mapping: mappingTyped(typed), rules, notes };
    try {
      const to = await once.run(typed['once'], async () => {
        await imports.putProfile(profile._id, fields, typed['seen']);
        return '/admin/import#profiles';
      });
      return await reply.redirect(to, 303);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'IMPORT_PROFILE_CHANGED') throw error;
      const { status, ru } = ERRORS[error.code];
      // The page bears the edition of now: who presses once more has been told.
      const now = await imports.profile(profile._id);
      const view = {
        ...{ profile: now, typed: { ...typed, seen: profileEdition(now) }, wrong: {} },
        ...{ shops: desk.shopList(), once: once.token() },
      };
      return page(reply.code(status), 'Профиль поставщика', profilePage(view, refusal({ title: ru.what, detail: ru.next })));
    }
  });
}
