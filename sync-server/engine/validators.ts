import { Script } from 'node:vm';
import { validatorText, type Validator } from '../../design/couch/validate.ts';

const compiled = new Map<string, Validator | null>();

/** The database's `validate_doc_update`, the very text that CouchDB would run; `null` where the database has none. */
export function validatorOf(database: string): Validator | null {
  const known = compiled.get(database);
  if (known !== undefined) return known;
  const text = validatorText(database);
  const validator = text === null ? null : (new Script(`(${text})`).runInThisContext() as Validator);
  compiled.set(database, validator);
  return validator;
}

/** The reason why a document is refused, `null` where it may be written. */
export function refusalOf(database: string, doc: object, old: object | null): string | null {
  const validator = validatorOf(database);
  if (!validator) return null;
  try {
    validator(doc, old, { db: database, name: 'server', roles: ['_admin'] });
    return null;
  } catch (thrown) {
    const { forbidden } = thrown as { forbidden?: unknown };
    if (typeof forbidden === 'string') return forbidden;
    throw thrown;
  }
}
