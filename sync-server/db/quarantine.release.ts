import { quarantineDatabase } from '../../design/databases.ts';
import type { Device } from '../../design/documents/people.ts';
import { DomainError, type ErrorCode } from '../../design/errors.ts';
import { keyOfId, rangeOf } from '../../design/ids.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { Database, DocumentInput, Engine } from '../engine/engine.ts';
import { writeBulkDocs, type BulkDocsDeps } from './bulk-docs.route.ts';
import { envelopePrefix, usageId, type Envelope } from './quarantine.ts';

/** What one revoked device has laid down for one database. */
export interface Lot {
  readonly store: string;
  readonly device: number;
  readonly database: string;
  readonly waiting: number;
  readonly released: number;
  /** Why the shop's database did not take the others, and how many. */
  readonly refused: ReadonlyMap<string, number>;
  readonly bytes: number;
  /** Epoch ms of the last one. */
  readonly last: number;
}

export interface Release {
  readonly taken: number;
  readonly refused: readonly { readonly id: string; readonly code: ErrorCode }[];
}

/** The administrator's side of the quarantine. */
export interface QuarantineDesk {
  list(stores: readonly string[]): Promise<Lot[]>;
  /** Offers everything of a device that is not released yet to the shop's databases, each row judged as if it came from the device. */
  release(device: Who): Promise<Release>;
}

/**
 * What became of a document that was offered. Beside the envelope, not in it: an envelope never changes, so that its one revision tells
 * a device for ever that it was kept. A released one is removed; the shop's database holds the document then.
 */
interface QuarantineVerdict extends DocumentInput {
  readonly type: 'quarantine-verdict';
  readonly schema: 1;
  readonly device: number;
  readonly database: string;
  readonly doc: string;
  readonly rev: string;
  readonly at: number;
  /** `null`: released. */
  readonly code: ErrorCode | null;
}

const PAGE = 50;
const verdictId = (envelope: Pick<Envelope, '_id'>): string => `quarantine-verdict:${keyOfId(envelope._id)}`;

type Kept = Envelope & { readonly _rev: string };
type Who = Pick<Device, 'number' | 'store' | 'till'>;

async function* pagesOf<T extends { _id: string }>(place: Database, range: { startkey: string; endkey: string }) {
  let { startkey } = range;
  for (;;) {
    const page = (await place.range({ startkey, endkey: range.endkey, limit: PAGE })) as unknown as T[];
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    startkey = `${page.at(-1)!._id}\u0000`;
  }
}

export function createQuarantineDesk(deps: BulkDocsDeps & { readonly engine: Engine; readonly clock: Clock }): QuarantineDesk {
  const { engine, clock } = deps;

  async function lotsOf(store: string): Promise<Lot[]> {
    const place = await engine.open(quarantineDatabase(store));
    const lots = new Map<string, { -readonly [K in keyof Lot]: Lot[K] } & { refused: Map<string, number> }>();
    const lotOf = ({ device, database, at }: { device: number; database: string; at: number }) => {
      const key = `${device} ${database}`;
      const empty = { store, device, database, waiting: 0, released: 0, refused: new Map<string, number>(), bytes: 0, last: 0 };
      const lot = lots.get(key) ?? empty;
      lots.set(key, lot);
      lot.last = Math.max(lot.last, at);
      return lot;
    };
    for await (const page of pagesOf<Kept>(place, rangeOf('quarantined'))) {
      for (const envelope of page) {
        const lot = lotOf(envelope);
        lot.waiting += 1;
        lot.bytes += envelope.bytes;
      }
    }
    for await (const page of pagesOf<QuarantineVerdict>(place, rangeOf('quarantine-verdict'))) {
      for (const { code, ...verdict } of page) {
        const lot = lotOf(verdict);
        if (code === null) lot.released += 1;
        else {
          lot.waiting -= 1;
          lot.refused.set(code, (lot.refused.get(code) ?? 0) + 1);
        }
      }
    }
    return [...lots.values()];
  }

  /** Why each of these does not go into its database; those that do are not named. */
  async function offered(device: Who, page: readonly Kept[]): Promise<Map<Kept, ErrorCode>> {
    const refused = new Map<Kept, ErrorCode>();
    for (const [database, those] of Map.groupBy(page, (one) => one.database)) {
      const codes = new Map<string, ErrorCode>();
      const isHeld = await engine.exists(database);
      if (isHeld) {
        const docs = those.map((one) => one.body);
        for (const row of await writeBulkDocs(database, device, { docs, new_edits: false }, deps)) {
          if (!('ok' in row)) codes.set(`${row.id}\n${row.rev ?? ''}`, row.code ?? 'DOCUMENT_MALFORMED');
        }
      }
      for (const one of those) {
        // A month that the server never held: the clock of the device was wrong, and a person has to say where it belongs.
        const code = isHeld ? (codes.get(`${one.doc}\n${one.rev}`) ?? codes.get(`${one.doc}\n`)) : 'CLOCK_WRONG';
        if (code !== undefined) refused.set(one, code);
      }
    }
    return refused;
  }

  async function settle(place: Database, page: readonly Kept[], refused: ReadonlyMap<Kept, ErrorCode>): Promise<void> {
    const before = new Map((await place.range({ keys: page.map(verdictId) })).map((doc) => [doc._id, doc._rev]));
    const verdicts = page.map((one): QuarantineVerdict => {
      const _id = verdictId(one);
      const { device, database, doc, rev } = one;
      const verdict = { device, database, doc, rev, at: clock.now(), code: refused.get(one) ?? null };
      const known = before.get(_id);
      return { _id, ...(known === undefined ? {} : { _rev: known }), type: 'quarantine-verdict', schema: 1, ...verdict };
    });
    // The verdicts first: a kill in between leaves an envelope that is offered once more, which changes nothing.
    await place.bulk(verdicts);
    await place.bulk(page.filter((one) => !refused.has(one)).map(({ _id, _rev }) => ({ _id, _rev, _deleted: true })));
  }

  async function release(device: Who): Promise<Release> {
    const name = quarantineDatabase(device.store);
    if (!(await engine.exists(name))) throw new DomainError('NOT_FOUND', { device: device.number });
    const place = await engine.open(name);
    const prefix = envelopePrefix(device.number);
    let freed = 0;
    let taken = 0;
    const left: { id: string; code: ErrorCode }[] = [];
    for await (const page of pagesOf<Kept>(place, { startkey: prefix, endkey: `${prefix}\ufff0` })) {
      const refused = await offered(device, page);
      await settle(place, page, refused);
      for (const [{ doc }, code] of refused) left.push({ id: doc, code });
      taken += page.length - refused.size;
      freed += page.filter((one) => !refused.has(one)).reduce((sum, { bytes }) => sum + bytes, 0);
    }
    const usage = await place.get(usageId(device.number));
    if (usage && freed > 0) await place.put({ ...usage, bytes: Math.max(0, Number(usage['bytes']) - freed) });
    return { taken, refused: left };
  }

  return {
    release,
    async list(stores) {
      const lots: Lot[] = [];
      for (const store of stores) if (await engine.exists(quarantineDatabase(store))) lots.push(...(await lotsOf(store)));
      return lots;
    },
  };
}
