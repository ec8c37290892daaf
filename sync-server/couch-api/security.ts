import { badRequest } from './couch-error.ts';
import { isObject } from './request.ts';

interface Party {
  readonly names?: readonly string[];
  readonly roles?: readonly string[];
}

/** A database's `_security` document. It is kept and handed to validators; who comes through this door is the administrator, who may all. */
export interface Security {
  readonly admins?: Party;
  readonly members?: Party;
  readonly [field: string]: unknown;
}

/** CouchDB 3 closes a new database to all but the administrator. */
export const ADMIN_ONLY: Security = { members: { roles: ['_admin'] }, admins: { roles: ['_admin'] } };

/** @throws CouchError bad_request, in CouchDB's words */
export function securityOf(json: unknown): Security {
  if (!isObject(json)) throw badRequest('Request body must be a JSON object');
  for (const party of ['admins', 'members'] as const) checkParty(json[party], party);
  return json;
}

function checkParty(party: unknown, name: string): void {
  if (party === undefined) return;
  if (!isObject(party)) throw badRequest(`${name} must be a JSON object`);
  for (const field of ['names', 'roles']) {
    const list = party[field];
    if (list !== undefined && !(Array.isArray(list) && list.every((entry) => typeof entry === 'string'))) {
      throw badRequest(`${field} must be a JSON list of strings`);
    }
  }
}
