import { createHash } from 'node:crypto';
import { canonicalJson } from '../../design/canonical-json.ts';
import { IMPORTS } from '../../design/databases.ts';
import { DomainError } from '../../design/errors.office.ts';
import { rangeOf } from '../../design/ids.ts';
import type { ProductChange, SupplierOffer } from '../../design/import/checked-row.ts';
import type { Finding } from '../../design/import/finding.ts';
import { stepOf, type JobStep } from '../../design/import/job-steps.ts';
import { importJob, type ImportJob, type ImportLog, type ImportOffer, type ImportPiece } from '../../design/import/job.ts';
import { wellFormedJson } from '../engine/couch.json.ts';
import type { Database, Engine, StoredDocument } from '../engine/engine.ts';
import type { Stamps } from '../stamps.ts';

const PREFIX = 'import-job:';
const LAST_OF_FIVE = 99_999;
const KEY = /^IMP-\d{5,9}$/;
/** Log and piece documents read or removed at a time. */
const PAGE = 20;

export type NewJob = Pick<
  ImportJob,
  'source' | 'file' | 'profile' | 'supplier' | 'choice' | 'mapping' | 'rules' | 'dryRun' | 'ahead'
>;
/** `piece`: what is to be applied; `vanished`: what is only told. */
export type PieceKind = 'piece' | 'vanished';

/** Jobs with what they are to change and what was found, in `imports`. */
export interface JobStore {
  make(fields: NewJob, now: number): Promise<ImportJob>;
  /** @throws DomainError NOT_FOUND */
  get(id: string): Promise<ImportJob>;
  all(): Promise<ImportJob[]>;
  /** Writes what `edit` makes of the job as it stands; `null`: nothing. Durable when it resolves. */
  change(id: string, edit: (job: ImportJob) => Partial<ImportJob> | null): Promise<ImportJob>;
  /** A step of the machine with what it brings. @throws DomainError IMPORT_STATE */
  step(id: string, step: JobStep, edit?: (job: ImportJob) => Partial<ImportJob>): Promise<ImportJob>;
  addPiece(job: string, kind: PieceKind, number: number, changes: readonly ProductChange[]): Promise<ImportJob['pieces'][number]>;
  addLog(job: string, number: number, findings: readonly Finding[]): Promise<void>;
  pieces(job: string, kind: PieceKind): AsyncIterable<readonly ProductChange[]>;
  /** A piece as it was decided. @throws DomainError IMPORT_PIECE_DAMAGED where it is missing or another one */
  piece(named: ImportJob['pieces'][number]): Promise<readonly ProductChange[]>;
  findings(job: string): AsyncIterable<readonly Finding[]>;
  addOffers(job: string, number: number, offers: readonly SupplierOffer[]): Promise<void>;
  offers(job: string): AsyncIterable<readonly SupplierOffer[]>;
  /** Everything staged or found by a job; `logs` leaves the pieces. */
  clear(job: string, what?: 'all' | 'logs'): Promise<void>;
  flush(): Promise<void>;
}

/** Of the text as every engine keeps it. */
export const digestOf = (changes: readonly ProductChange[]): string =>
  createHash('sha256')
    .update(wellFormedJson(canonicalJson(changes)))
    .digest('hex');

const keyOf = (id: string): string => (id.startsWith(PREFIX) ? id.slice(PREFIX.length) : id);
const padded = (number: number): string => String(number).padStart(6, '0');
const LETTERS: Readonly<Record<PieceKind, string>> = { piece: 'p', vanished: 'v' };

export function createJobStore(engine: Engine, stamps: Stamps): JobStore {
  const database = (): Promise<Database> => engine.open(IMPORTS);
  const head = () => ({ schema: 1, hlc: stamps(), by: null, pos: null }) as const;

  async function must(doc: Parameters<Database['put']>[0]): Promise<void> {
    const imports = await database();
    const written = await imports.put(doc);
    if (!written.ok) throw new Error(`${doc._id}: ${written.error}`);
  }

  async function get(id: string): Promise<ImportJob> {
    const key = keyOf(id);
    const held = KEY.test(key) ? await (await database()).get(`${PREFIX}${key}`) : null;
    if (!held) throw new DomainError('NOT_FOUND', { job: key.slice(0, 40) });
    return importJob.parse(held);
  }

  async function change(id: string, edit: (job: ImportJob) => Partial<ImportJob> | null): Promise<ImportJob> {
    const imports = await database();
    // Progress and a person's word meet: the later one is written over what the other made.
    for (let tries = 0; tries < 20; tries += 1) {
      const held = await get(id);
      const patch = edit(held);
      if (patch === null) return held;
      const next = { ...held, ...patch, hlc: stamps() };
      const written = await imports.put(next);
      if (!written.ok) {
        if (written.error === 'conflict') continue;
        throw new Error(`${held._id}: ${written.error}`);
      }
      await imports.flush?.();
      return { ...next, _rev: written.rev! };
    }
    throw new Error(`${id}: conflict`);
  }

  async function* range(type: string, from: string): AsyncGenerator<StoredDocument[]> {
    const imports = await database();
    let startkey = `${type}:${from}`;
    const endkey = `${type}:${from}\ufff0`;
    for (;;) {
      const docs = await imports.range({ startkey, endkey, limit: PAGE });
      if (docs.length > 0) yield docs;
      if (docs.length < PAGE) return;
      startkey = `${docs.at(-1)!._id}\u0000`;
    }
  }

  /** Numbers have no gaps. As text the last one stands last only up to 99999: beyond it is felt for. */
  async function nextNumber(imports: Database): Promise<number> {
    const { startkey: endkey, endkey: startkey } = rangeOf('import-job');
    const [last] = await imports.range({ startkey, endkey, descending: true, limit: 1 });
    const number = Number(last?._id.slice(PREFIX.length + 4) ?? 0) + 1;
    if (number <= LAST_OF_FIVE) return number;
    const isTaken = async (one: number): Promise<boolean> => (await imports.get(`${PREFIX}IMP-${one}`)) !== null;
    let [taken, free] = [LAST_OF_FIVE, LAST_OF_FIVE + 1];
    while (await isTaken(free)) [taken, free] = [free, free * 2];
    while (free - taken > 1) {
      const between = Math.floor((taken + free) / 2);
      if (await isTaken(between)) taken = between;
      else free = between;
    }
    return free;
  }

  return {
    async make(fields, now) {
      const imports = await database();
      for (;;) {
        const number = String(await nextNumber(imports)).padStart(5, '0');
        const job = importJob.parse({
          _id: `${PREFIX}IMP-${number}`,
          ...{ type: 'import-job', ...head(), number: `IMP/${number}`, state: 'draft', made: now, ...fields },
          counters: { total: 0, processed: 0, created: 0, updated: 0, skipped: 0, errors: 0 },
          ...{ found: {}, changes: { new: 0, changed: 0, vanished: 0, held: 0 }, progress: { done: 0, of: 0 } },
          ...{ started: null, checked: null, due: null, announced: [], approvals: [], confirmed: null, pieces: [] },
          ...{ stamp: null, applied: null, outcome: null, undo: null, sold: null, failure: null },
        });
        const written = await imports.put(job);
        if (written.ok) return { ...job, _rev: written.rev! };
        if (written.error !== 'conflict') throw new Error(`${job._id}: ${written.error}`);
      }
    },
    get,
    async all() {
      const docs = await (await database()).range(rangeOf('import-job'));
      return docs.flatMap((doc) => importJob.safeParse(doc).data ?? []);
    },
    change,
    step: (id, step, edit) =>
      change(id, (job) => {
        const state = stepOf(job.state, step);
        if (state === null) throw new DomainError('IMPORT_STATE', { state: job.state });
        return { ...edit?.(job), state };
      }),
    async addPiece(job, kind, number, changes) {
      const digest = digestOf(changes);
      const _id = `import-piece:${keyOf(job)}-${LETTERS[kind]}${padded(number)}`;
      await must({ _id, type: 'import-piece', ...head(), job: keyOf(job), digest, changes: [...changes] } satisfies ImportPiece);
      return { id: _id, digest, changes: changes.length };
    },
    async addLog(job, number, findings) {
      const _id = `import-log:${keyOf(job)}-${padded(number)}`;
      await must({ _id, type: 'import-log', ...head(), job: keyOf(job), findings: [...findings] } satisfies ImportLog);
    },
    async *pieces(job, kind) {
      for await (const docs of range('import-piece', `${keyOf(job)}-${LETTERS[kind]}`)) {
        for (const doc of docs) yield (doc as unknown as ImportPiece).changes;
      }
    },
    async piece({ id, digest }) {
      const held = (await (await database()).get(id)) as unknown as ImportPiece | null;
      if (!held || digestOf(held.changes) !== digest) throw new DomainError('IMPORT_PIECE_DAMAGED', { piece: id });
      return held.changes;
    },
    async *findings(job) {
      for await (const docs of range('import-log', `${keyOf(job)}-`)) {
        for (const doc of docs) yield (doc as unknown as ImportLog).findings;
      }
    },
    async addOffers(job, number, offers) {
      const _id = `import-offer:${keyOf(job)}-${padded(number)}`;
      await must({ _id, type: 'import-offer', ...head(), job: keyOf(job), offers: [...offers] } satisfies ImportOffer);
    },
    async *offers(job) {
      for await (const docs of range('import-offer', `${keyOf(job)}-`)) {
        for (const doc of docs) yield (doc as unknown as ImportOffer).offers;
      }
    },
    async clear(job, what = 'all') {
      const imports = await database();
      for (const type of what === 'all' ? ['import-piece', 'import-offer', 'import-log'] : ['import-log']) {
        for await (const docs of range(type, `${keyOf(job)}-`)) {
          await imports.bulk(docs.map(({ _id, _rev }) => ({ _id, _rev, _deleted: true })));
        }
      }
    },
    async flush() {
      await (await database()).flush?.();
    },
  };
}
