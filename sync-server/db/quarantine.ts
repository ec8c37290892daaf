import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseDatabaseName, quarantineDatabase } from '../../design/databases.ts';
import type { Device } from '../../design/documents/people.ts';
import { DomainError } from '../../design/errors.ts';
import { DOCUMENT_LIMIT, QUARANTINE_ROOM } from '../../design/sync/limits.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { DocumentInput, Engine } from '../engine/engine.ts';
import { domainErrorOf } from '../http/problems.ts';
import { bytesOfRow, refusal, type BulkRow } from './bulk-docs.route.ts';
import { perKey } from './in-turn.ts';
import type { ReplicationStore, RevsDiff } from './replication.ts';

/**
 * The hand-in of a revoked device (design §5): what it still holds is somebody's money, so it may deliver it, apart, and read nothing.
 *
 * The contract for the app's loop:
 * 1. Recognise: any `/api` or `/db` call answers 403 `DEVICE_REVOKED` with `handIn: true` (in `details` of the problem document under
 *    `/api`, beside `code` under `/db`). Without `handIn: true` nothing is taken.
 * 2. Deliver, with the same token, to the same addresses as before: for each local `store-<code>` and `sales-<code>-<yyyymm>` of the own
 *    shop (any month, closed ones too) `POST /db/<name>/_revs_diff`, then `POST /db/<name>/_bulk_docs` with `new_edits: false` and
 *    `_revisions`, as in an ordinary push. 201 with `[]`: all of it is kept. A row comes back only for a document without a usable `_id`
 *    or `_rev`. A revision that the shop's database or the quarantine holds already is not "missing".
 * 3. `GET /db/`, `GET /db/<name>` (`update_seq` is 0 for ever) and `GET|PUT /db/<name>/_local/<id>` answer as for a live device; the
 *    `_local` documents are this device's own. Everything else, every pull, is 403 `DEVICE_REVOKED`.
 *    Every such answer bears the header `QUARANTINED` (`design/sync/quarantine.ts`): an ordinary push of a device that does not know yet that it was
 *    switched off must not take it for the shop's acknowledgement.
 * 4. 507 `QUARANTINE_FULL`: the room of this device (`QUARANTINE_ROOM`) is used up; keep the rest and say so. 413, 429 as ever.
 * 5. Keep acknowledgements of the hand-in apart from those of replication and forget them when the device is paired again: a released
 *    document is in the shop's database, a kept one is not.
 */
export interface Quarantine {
  /** What is neither in quarantine nor in the database that it was meant for. */
  revsDiff(device: Who, name: string, revs: Readonly<Record<string, readonly string[]>>): Promise<RevsDiff>;
  /** @throws DomainError QUARANTINE_FULL, BODY_INVALID */
  take(device: Who, name: string, raw: unknown): Promise<BulkRow[]>;
  getLocal(device: Who, name: string, id: string): Promise<object | null>;
  putLocal(device: Who, name: string, id: string, doc: Readonly<Record<string, unknown>>): Promise<string | null>;
}

type Who = Pick<Device, 'number' | 'store'>;

/** A document of a revoked device, kept as it came until a person decides (`quarantine.release.ts`). */
export interface Envelope extends DocumentInput {
  readonly type: 'quarantined';
  readonly schema: 1;
  readonly device: number;
  readonly store: string;
  readonly database: string;
  readonly doc: string;
  readonly rev: string;
  /** Epoch ms. */
  readonly at: number;
  readonly bytes: number;
  /** The document untouched. */
  readonly body: Readonly<Record<string, unknown>>;
}

const body = z.object({ docs: z.array(z.record(z.string(), z.unknown())).max(1_000), new_edits: z.literal(false) });
const REVISION = /^[1-9]\d{0,8}-[0-9a-zA-Z]{1,64}$/;
const ASKED = 1_000;

const padded = (device: number): string => String(device).padStart(6, '0');
export const envelopePrefix = (device: number): string => `quarantined:${padded(device)}:`;
const envelopeId = (device: number, name: string, id: string, rev: string): string =>
  `${envelopePrefix(device)}${name}:${id}:${rev}`;
/** Known from the id alone: whether an envelope is there is a question to `_revs_diff`, and to keep it twice changes nothing. */
const envelopeRev = (id: string): string => `1-${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
export const usageId = (device: number): string => `quarantine-use:${padded(device)}`;

export interface QuarantineDeps {
  readonly engine: Engine;
  readonly store: ReplicationStore;
  readonly clock: Clock;
  /** Documents laid down; counted. */
  readonly kept: (documents: number) => void;
  readonly room?: number;
}

export function createQuarantine(deps: QuarantineDeps): Quarantine {
  const { engine, store, clock, room = QUARANTINE_ROOM } = deps;
  const inTurn = perKey();

  /** The quarantine of the shop whose database this is. */
  function placeOf(device: Who, name: string): string {
    const parts = parseDatabaseName(name);
    const isOwn = parts !== null && parts.store === device.store && (parts.kind === 'store' || parts.kind === 'sales');
    if (!isOwn) throw new DomainError('DATABASE_NOT_FOUND', { database: name });
    return quarantineDatabase(device.store);
  }

  async function missingEnvelopes(place: string, ids: readonly string[]): Promise<Set<string>> {
    await engine.open(place);
    const missing = new Set<string>();
    for (let from = 0; from < ids.length; from += ASKED) {
      const asked = Object.fromEntries(ids.slice(from, from + ASKED).map((id) => [id, [envelopeRev(id)]]));
      for (const id of Object.keys(await store.revsDiff(place, asked))) missing.add(id);
    }
    return missing;
  }

  async function revsDiff(device: Who, name: string, revs: Readonly<Record<string, readonly string[]>>): Promise<RevsDiff> {
    const place = placeOf(device, name);
    const pairs = Object.entries(revs).flatMap(([id, list]) => list.map((rev) => ({ id, rev })));
    const missing = await missingEnvelopes(
      place,
      pairs.map(({ id, rev }) => envelopeId(device.number, name, id, rev)),
    );
    const left = pairs.filter(({ id, rev }) => missing.has(envelopeId(device.number, name, id, rev)));
    const asked = new Map<string, string[]>();
    for (const { id, rev } of left) asked.set(id, [...(asked.get(id) ?? []), rev]);
    if (asked.size === 0 || !(await engine.exists(name)))
      return Object.fromEntries([...asked].map(([id, list]) => [id, { missing: list }]));
    const answer = await store.revsDiff(name, Object.fromEntries(asked));
    // Whatever else the database knows of these documents is not this device's to learn.
    return Object.fromEntries(Object.entries(answer).map(([id, row]) => [id, { missing: row.missing }]));
  }

  async function take(device: Who, name: string, raw: unknown): Promise<BulkRow[]> {
    const place = placeOf(device, name);
    const request = body.safeParse(raw);
    if (!request.success) throw domainErrorOf(request.error);
    const refused: BulkRow[] = [];
    const envelopes = new Map<string, Envelope>();
    for (const doc of request.data.docs) {
      const { _id: id, _rev: rev } = doc;
      const usable = typeof id === 'string' && id !== '' && id.length <= 256 && id.isWellFormed() && !id.startsWith('_');
      const bytes = bytesOfRow(doc);
      if (!usable || typeof rev !== 'string' || !REVISION.test(rev) || bytes > DOCUMENT_LIMIT) {
        refused.push(refusal(typeof id === 'string' ? id : '', rev, 'DOCUMENT_MALFORMED', 'no usable _id or _rev, or too large'));
        continue;
      }
      const _id = envelopeId(device.number, name, id, rev);
      const mark = { device: device.number, store: device.store, database: name, doc: id, rev, at: clock.now(), bytes };
      const envelope = { _id, _rev: envelopeRev(_id), type: 'quarantined', schema: 1, ...mark } as const;
      envelopes.set(_id, { ...envelope, body: doc });
    }
    await inTurn(place, () => keep(place, device.number, envelopes));
    return refused;
  }

  async function keep(place: string, device: number, envelopes: ReadonlyMap<string, Envelope>): Promise<void> {
    const missing = await missingEnvelopes(place, [...envelopes.keys()]);
    if (missing.size === 0) return;
    const database = await engine.open(place);
    const fresh = [...envelopes.values()].filter(({ _id }) => missing.has(_id));
    const before = await database.get(usageId(device));
    const bytes = Number(before?.['bytes'] ?? 0) + fresh.reduce((sum, one) => sum + one.bytes, 0);
    if (bytes > room) throw new DomainError('QUARANTINE_FULL', { limit: room });
    const written = await database.bulk(fresh, { newEdits: false });
    if (written.some(({ ok }) => !ok)) throw new DomainError('STORE_UNAVAILABLE');
    const usage = { _id: usageId(device), type: 'quarantine-use', schema: 1, device, bytes };
    await database.put(before ? { ...usage, _rev: before._rev } : usage);
    // "Accepted" lets the device stop worrying: it must be true after a power cut too.
    await database.flush?.();
    deps.kept(fresh.length);
  }

  const localId = (device: Who, name: string, id: string): string => `${padded(device.number)}.${name}.${id}`;
  return {
    revsDiff,
    take,
    async getLocal(device, name, id) {
      const place = placeOf(device, name);
      await engine.open(place);
      const doc = await store.getLocal(place, localId(device, name, id));
      return doc && { ...doc, _id: `_local/${id}` };
    },
    async putLocal(device, name, id, doc) {
      const place = placeOf(device, name);
      await engine.open(place);
      return store.putLocal(place, localId(device, name, id), doc);
    },
  };
}
