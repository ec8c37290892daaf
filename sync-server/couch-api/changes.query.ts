import { badRequest, CouchError } from './couch-error.ts';
import { isTrue, type CouchRequest, type Json } from './request.ts';

export type Feed = 'normal' | 'longpoll' | 'continuous' | 'eventsource';

export interface ChangesAsked {
  readonly feed: Feed;
  readonly since: number | 'now';
  readonly limit: number;
  readonly descending: boolean;
  readonly includeDocs: boolean;
  readonly conflicts: boolean;
  readonly attachments: boolean;
  readonly allLeaves: boolean;
  /** ms between newlines; `null`: none, and the feed ends after `timeout`. */
  readonly heartbeat: number | null;
  readonly timeout: number;
  readonly filter: string | null;
  /** The whole query, for filter functions of design documents. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: Json;
}

/** CouchDB's defaults, ms. */
const TIMEOUT = 60_000;
const HEARTBEAT = 60_000;
const FEEDS: readonly string[] = ['normal', 'longpoll', 'continuous', 'eventsource'];

/** @throws CouchError bad_request */
export async function changesAsked(request: CouchRequest): Promise<ChangesAsked> {
  const { query } = request;
  const body = request.method === 'POST' && (await request.body()).length > 0 ? await request.object() : {};
  const named = query.get('feed') ?? 'normal';
  const feed = named === 'live' ? 'continuous' : named;
  if (!FEEDS.includes(feed)) throw badRequest('Supported `feed` types: normal, continuous, live, longpoll, eventsource');
  const since =
    (feed === 'eventsource' ? request.header('last-event-id') : null) ?? query.get('last-event-id') ?? query.get('since');
  const view = query.get('view');
  return {
    feed: feed as Feed,
    since: sinceOf(since ?? '0'),
    limit: query.has('limit') ? Math.max(1, wholeOf(query.get('limit')!, 'limit')) : Infinity,
    descending: isTrue(query, 'descending'),
    includeDocs: isTrue(query, 'include_docs'),
    conflicts: isTrue(query, 'conflicts'),
    attachments: isTrue(query, 'attachments'),
    allLeaves: query.get('style') === 'all_docs',
    heartbeat: heartbeatOf(query.get('heartbeat')),
    timeout: query.has('timeout') ? wholeOf(query.get('timeout')!, 'timeout') : TIMEOUT,
    filter: query.get('filter') ?? (view === null ? null : '_view'),
    parameters: Object.fromEntries(query),
    body,
  };
}

function wholeOf(text: string, name: string): number {
  if (!/^\d{1,15}$/.test(text)) throw badRequest(`Invalid value for ${name}. Expecting a whole number.`);
  return Number(text);
}

/** Sequences of this engine are numbers; JSON text of one is taken, too, because PouchDB sends whatever it was given. */
function sinceOf(text: string): number | 'now' {
  if (text === 'now') return 'now';
  const match = /^"?(\d{1,15})(?:-[^"]*)?"?$/.exec(text);
  if (!match) throw new CouchError(400, 'bad_request', "Malformed sequence supplied in 'since' parameter.");
  return Number(match[1]);
}

function heartbeatOf(text: string | null): number | null {
  if (text === null || text === 'false') return null;
  if (text === 'true') return HEARTBEAT;
  if (!/^\d{1,9}$/.test(text)) {
    throw badRequest('Invalid heartbeat value. Expecting a positive integer value (in milliseconds).');
  }
  if (Number(text) === 0) throw badRequest('The heartbeat value should be a positive integer (in milliseconds).');
  return Number(text);
}
