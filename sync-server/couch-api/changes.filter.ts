import { matchesSelector } from 'pouchdb-selector-core';
import type { Pouch } from '../engine/pouch.pool.ts';
import { badRequest, couchErrorOf, CouchError, notFound } from './couch-error.ts';
import type { ChangesAsked } from './changes.query.ts';
import { isObject, type Json } from './request.ts';
import type { Sandbox } from './sandbox.ts';

/** Which changes pass: PouchDB's own `doc_ids`, or a function of the document. */
export interface ChangesFilter {
  readonly docIds: readonly string[] | null;
  readonly passes: ((doc: Json) => boolean) | null;
}

const ALL: ChangesFilter = { docIds: null, passes: null };

/** @throws CouchError where the filter, its design document or its function is not there */
export async function changesFilter(pouch: Pouch, asked: ChangesAsked, sandbox: Sandbox): Promise<ChangesFilter> {
  const { filter, body, parameters } = asked;
  if (filter === null || filter === '') return ALL;
  if (filter === '_doc_ids') return { docIds: docIdsOf(body, parameters['doc_ids']), passes: null };
  if (filter === '_design') return { docIds: null, passes: (doc) => String(doc['_id']).startsWith('_design/') };
  if (filter === '_selector') return selectorFilter(body['selector']);
  if (filter === '_view') return viewFilter(pouch, parameters['view'], sandbox);
  const [design, name, more] = filter.split('/');
  if (!design || !name || more !== undefined) {
    throw badRequest('filter parameter must be of the form `designname/filtername`');
  }
  const source = functionOf(await designOf(pouch, design), 'filters', name);
  const request = { query: parameters, method: 'GET', userCtx: { name: 'admin', roles: ['_admin'] } };
  return { docIds: null, passes: (doc) => Boolean(insideOf(() => sandbox.call(source, [doc, request]))) };
}

function docIdsOf(body: Json, text: string | undefined): string[] {
  const ids = body['doc_ids'] ?? (text === undefined ? undefined : safeJson(text));
  if (!Array.isArray(ids)) throw badRequest('`doc_ids` filter parameter is not a list.');
  return ids.map(String);
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('invalid UTF-8 JSON');
  }
}

function selectorFilter(selector: unknown): ChangesFilter {
  if (!isObject(selector)) throw badRequest('Selector must be specified in POST payload');
  return {
    docIds: null,
    passes(doc) {
      try {
        return matchesSelector(doc, selector);
      } catch (error) {
        throw badRequest(String((error as Error).message));
      }
    },
  };
}

async function viewFilter(pouch: Pouch, view: string | undefined, sandbox: Sandbox): Promise<ChangesFilter> {
  const [design, name, more] = (view ?? '').split('/');
  if (!design || !name || more !== undefined) {
    throw badRequest('`view` filter parameter is not provided or not of the form `designname/viewname`.');
  }
  const views = (await designOf(pouch, design))['views'];
  const source = isObject(views) && isObject(views[name]) ? views[name]['map'] : undefined;
  if (typeof source !== 'string') throw notFound(`missing json key: ${name}`);
  return { docIds: null, passes: (doc) => insideOf(() => sandbox.map(source, [doc]))[0]!.length > 0 };
}

async function designOf(pouch: Pouch, name: string): Promise<Json> {
  try {
    return (await pouch.get(`_design/${name}`)) as unknown as Json;
  } catch (error) {
    throw couchErrorOf(error);
  }
}

/** @throws CouchError not_found, in CouchDB's words */
function functionOf(design: Json, kind: string, name: string): string {
  const functions = design[kind];
  if (!isObject(functions)) throw notFound(`missing json key: ${kind}`);
  if (typeof functions[name] !== 'string') throw notFound(`missing json key: ${name}`);
  return functions[name];
}

function insideOf<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new CouchError(
      500,
      error instanceof SyntaxError ? 'compilation_error' : 'unknown_error',
      String((error as Error).message),
    );
  }
}
