import { parseDatabaseName } from '../databases.ts';
import { DOCUMENTS } from '../documents/registry.ts';

/** CouchDB keeps the function in the design document `_design/optics` of each database that devices or jobs write. */
export const VALIDATOR_DESIGN_ID = '_design/optics';
/** What the text may measure: it travels to CouchDB's query process for every document written. */
export const VALIDATOR_LIMIT = 4096;

/**
 * `validate_doc_update` of a database as plain ES5 text, generated from the table of document types: known type, id prefix, schema
 * number, shop, immutability of facts. It is the second lock behind the `/db` front and also runs in the embedded engine. It throws
 * `{forbidden: "<error code>: <reason>"}`. `null` for databases that hold no shared documents (control, journal, quarantine).
 */
export function validatorText(database: string): string | null {
  const name = parseDatabaseName(database);
  if (!name) return null;
  const types: Record<string, number> = {};
  for (const [type, entry] of Object.entries(DOCUMENTS)) if (entry.database === name.kind) types[type] = entry.immutable ? 1 : 0;
  if (name.kind === 'control' || Object.keys(types).length === 0) return null;
  return `function (newDoc, oldDoc, userCtx) {
  var types = ${JSON.stringify(types)};
  var store = ${JSON.stringify(name.store)};
  function no(code, why) { throw({ forbidden: code + ': ' + why }); }
  var id = String(newDoc._id);
  if (id.indexOf('_design/') === 0) {
    if (userCtx.roles.indexOf('_admin') < 0) no('DOCUMENT_NOT_WRITABLE', 'design documents are the server\\'s');
    return;
  }
  var colon = id.indexOf(':');
  var type = id.substring(0, colon);
  if (colon < 1 || colon === id.length - 1 || !Object.prototype.hasOwnProperty.call(types, type)) {
    no('DOCUMENT_MALFORMED', 'no type of this database in the id');
  }
  var fact = types[type] === 1;
  if (newDoc._deleted) {
    if (fact) no('DOCUMENT_IMMUTABLE', 'a fact is never deleted');
    return;
  }
  if (newDoc.type !== type) no('DOCUMENT_MALFORMED', 'type and id differ');
  if (typeof newDoc.schema !== 'number' || newDoc.schema < 1) no('DOCUMENT_MALFORMED', 'no schema number');
  if (store !== null && (fact || newDoc.store !== undefined) && newDoc.store !== store) {
    no('DOCUMENT_WRONG_STORE', 'the document names another shop');
  }
  if (fact && oldDoc && !oldDoc._deleted) no('DOCUMENT_IMMUTABLE', 'a fact has one revision');
}`;
}

export interface ValidatorUser {
  readonly db: string;
  readonly name: string | null;
  readonly roles: readonly string[];
}

/** The function as CouchDB calls it. Throws `{forbidden}`. */
export type Validator = (newDoc: object, oldDoc: object | null, user: ValidatorUser) => void;
