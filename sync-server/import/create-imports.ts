import { DomainError } from '../../design/errors.office.ts';
import { isApproved } from '../../design/import/apply-change.ts';
import type { ProductChange } from '../../design/import/checked-row.ts';
import type { Finding, FindingType } from '../../design/import/finding.ts';
import { mayApprove } from '../../design/import/approvers.ts';
import { approval, type ImportJob } from '../../design/import/job.ts';
import { goesOnByItself, holdsCatalogue } from '../../design/import/job-steps.ts';
import { QUEUE_ROOM } from '../../design/import/limits.ts';
import { inOrder, isWanted, reportOf } from '../../design/import/report.ts';
import { localDate } from '../../design/time/local-time.ts';
import { SECOND, type Clock } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { parsed } from '../http/problems.ts';
import type { Job } from '../jobs.ts';
import type { Log } from '../log.ts';
import type { Stamps } from '../stamps.ts';
import { confirmJob, waitedFor } from './activate.ts';
import { stageBulk } from './bulk.ts';
import type { CheckFile } from './check-file.ts';
import type { ChangeKind, FindingsQuery, Imports, Page, PageQuery, StagedChange, StartInput, UploadedFile } from './imports.ts';
import { createKnownNow } from './known-now.ts';
import { createOutlines } from './outlines.ts';
import { outlineInProcess, rowsInProcess } from './process/check-in-process.ts';
import type { ReadyReader } from './process/ready-reader.ts';
import { DEFAULT_TIME_ZONE } from '../provisioning/shops.ts';
import { previewRows } from './preview.ts';
import { jobStamp } from './job-stamp.ts';
import { createJobStore, type NewJob } from './jobs.store.ts';
import { NOT_WRITTEN } from './patience.ts';
import { createPlanned } from './planned-prices.ts';
import { createProfiles } from './profiles.store.ts';
import { createSharedUploads } from './shared-uploads.ts';
import { standingIn, standsNow } from './still-standing.ts';
import { previewUndo, undoContext } from './undo.ts';
import { createUploads } from './uploads.store.ts';
import { startImportWork, type ImportWork } from './work.ts';

export interface ImportsDeps {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly stamps: Stamps;
  readonly log: Log;
  /** Where uploaded files lie. */
  readonly folder: string;
  readonly check: CheckFile;
  /** Gets a reading process ready while somebody is at a file; absent: each begins when it is needed. */
  readonly ready?: ReadyReader;
  readonly shops: () => readonly string[];
  /** Of a shop whose stock a file enters; absent: the chain's. */
  readonly timeZoneOf?: (store: string) => string;
}

const PAGE = 50;

/** The imports as pages and routes see them, and the work behind, which runs where the lease of the jobs is held. */
export function createImports(deps: ImportsDeps): Imports & { work(engine: Engine): Job } {
  const { engine, clock, stamps, ready } = deps;
  const store = createJobStore(engine, stamps);
  const profiles = createProfiles(engine, stamps);
  const uploads = createUploads(deps.folder, { shared: createSharedUploads(engine, stamps) });
  const known = createKnownNow(engine);
  const outlineOf = createOutlines(async (file, choice) => outlineInProcess(await uploads.pathOf(file), choice, ready));
  const standing = standingIn({ engine, clock, shops: deps.shops, timeZoneOf: deps.timeZoneOf ?? (() => DEFAULT_TIME_ZONE) });
  const activating = { engine, clock, store };
  const waiters = new Set<() => void>();
  let work: ImportWork | null = null;

  const began = (job: ImportJob, priority: StartInput['priority'] = 'high'): ImportJob => {
    work?.look(job._id, priority);
    return job;
  };

  async function readingOf(
    profile: StartInput['profile'],
  ): Promise<Pick<NewJob, 'profile' | 'supplier' | 'choice' | 'mapping' | 'rules'>> {
    if (typeof profile !== 'string') return { profile: null, ...profile };
    const { _id, name, supplier, file, mapping, rules } = await profiles.get(profile);
    return {
      profile: { id: _id, name },
      supplier,
      choice: file,
      mapping: Object.keys(mapping).length > 0 ? mapping : null,
      rules,
    };
  }

  /** What no job was ever of is unknown; what one was of and is kept no longer is gone. */
  async function fileOf(id: string): Promise<UploadedFile> {
    try {
      return await uploads.get(id);
    } catch (error) {
      const isGone = error instanceof DomainError && error.code === 'IMPORT_FILE_GONE';
      if (!isGone || (await store.all()).some(({ file }) => file?.id === id)) throw error;
      throw new DomainError('NOT_FOUND', { file: 'unknown' });
    }
  }

  /** On their way into the row: of many that ask at once none finds it full when its job is made already. */
  let coming = 0;
  async function withRoom<T>(begin: () => Promise<T>): Promise<T> {
    if ((work?.waiting() ?? 0) + coming >= QUEUE_ROOM) throw new DomainError('IMPORT_QUEUE_FULL', {}, 60);
    coming += 1;
    try {
      return await begin();
    } finally {
      coming -= 1;
    }
  }

  const checkSoon = async (id: string, priority: StartInput['priority']): Promise<ImportJob> =>
    began(await store.step(id, 'check', () => ({ started: clock.now(), failure: null })), priority);

  /** A disk that takes nothing takes no word about it either: this server knows all the same. */
  const withTrouble = (job: ImportJob): ImportJob =>
    job.failure === null && holdsCatalogue(job.state) && work?.failing().some(({ id }) => id === job._id)
      ? { ...job, failure: NOT_WRITTEN }
      : job;

  async function allFindings(id: string): Promise<Finding[]> {
    const found: Finding[] = [];
    for await (const part of store.findings(id)) found.push(...part);
    return found;
  }

  async function wantedFindings(id: string, query: FindingsQuery = {}): Promise<Finding[]> {
    const job = await store.get(id);
    const found = (await allFindings(job._id)).filter((one) => isWanted(one, query));
    return inOrder(found, query.sort ?? 'row');
  }

  async function* changesOf(job: ImportJob, kind: ChangeKind): AsyncGenerator<ProductChange> {
    for await (const part of store.pieces(job._id, kind === 'vanished' ? 'vanished' : 'piece')) {
      for (const change of part) {
        if (
          kind === 'held'
            ? change.held.length > 0
            : kind === 'vanished' ||
              (change.what === (kind === 'new' ? 'create' : 'update') && Object.keys(change.after).length > 0)
        )
          yield change;
      }
    }
  }

  /** Why articles still wait for a word. */
  async function heldTypes(id: string, skus: ReadonlySet<string>): Promise<FindingType[]> {
    const job = await store.get(id);
    const types = new Set<FindingType>();
    for await (const change of changesOf(job, 'held')) {
      if (skus.has(change.sku)) change.held.forEach((type) => types.add(type));
    }
    const given = new Set(job.approvals.flatMap((one) => one.types));
    return [...types].filter((type) => !given.has(type));
  }

  return {
    profiles: () => profiles.list(),
    profile: (id) => profiles.get(id),
    putProfile: (id, fields, seen) => profiles.put(id, fields, seen),
    copyProfile: (id) => profiles.copy(id),
    removeProfile: (id) => profiles.remove(id),

    upload(file, name) {
      ready?.getReady();
      return uploads.put(file, name, clock.now());
    },
    file: fileOf,
    pathOf: (file) => uploads.pathOf(file),
    async outline(file, choice) {
      // Who looks at a file previews it next.
      known.read().catch(() => undefined);
      const outline = await outlineOf(file, choice);
      // And has it checked then.
      ready?.getReady();
      return outline;
    },
    async preview(file, input) {
      const [outline, catalogue] = await Promise.all([outlineOf(file, input.choice), known.read()]);
      ready?.getReady();
      const path = await uploads.pathOf(file);
      const today = localDate(clock.now(), DEFAULT_TIME_ZONE);
      return previewRows({ outline, rows: () => rowsInProcess(path, input.choice) }, input, { today, catalogue });
    },

    // Before anything is made: a refused file leaves no job behind.
    start: ({ file, profile, dryRun, priority, ahead }) =>
      withRoom(async () => {
        const { id, name, bytes } = await fileOf(file);
        const reading = await readingOf(profile);
        const confirmed = ahead ? { name: ahead.name, at: ahead.at, override: ahead.override ?? null } : null;
        const job = await store.make({ file: { id, name, bytes }, ...reading, dryRun, ahead: confirmed }, clock.now());
        if (reading.profile) await profiles.used(reading.profile.id, null);
        return checkSoon(job._id, priority);
      }),
    startBulk: (edit) => stageBulk(store, edit, clock.now()),
    job: async (id) => withTrouble(await store.get(id)),
    stuck: async () =>
      (await store.all()).map(withTrouble).filter(({ state, failure }) => holdsCatalogue(state) && failure !== null),
    failing: () => work?.failing() ?? [],
    planned: createPlanned(engine, store),
    async jobs(query = {}) {
      const all = (await store.all()).map(withTrouble).filter(({ source = 'file' }) => (query.source ?? source) === source);
      return pageOf(
        all.sort((a, b) => (a._id.length - b._id.length || (a._id < b._id ? -1 : 1)) * -1),
        query,
      );
    },
    async settled(id) {
      for (;;) {
        const job = await store.get(id);
        if (!goesOnByItself(job) || (job.state === 'scheduled' && (job.due ?? 0) > clock.now())) return job;
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            waiters.delete(wake);
            clearTimeout(timer);
            resolve();
          };
          // Another server may hold the lease: it tells nobody here.
          const timer = setTimeout(wake, SECOND);
          waiters.add(wake);
        });
      }
    },
    findings: async (id, query = {}) => pageOf(await wantedFindings(id, query), query),
    everyFinding: wantedFindings,
    async changes(id, query) {
      const job = await store.get(id);
      const { page, limit } = boundsOf(query);
      const rows: StagedChange[] = [];
      let total = 0;
      for await (const change of changesOf(job, query.kind)) {
        total += 1;
        if (total > (page - 1) * limit && rows.length < limit)
          rows.push({ ...change, approved: isApproved(change, job.approvals) });
      }
      return { total, page, limit, rows };
    },
    async report(id) {
      const job = await store.get(id);
      const startedAt = job.started ?? job.made;
      const run = {
        ...{ importId: job.number, profileId: job.profile?.id ?? null, startedAt },
        ...{ completedAt: job.applied ?? job.checked ?? startedAt, dryRun: job.dryRun },
      };
      const findings = [...(await allFindings(job._id)), ...standsNow(job)];
      return reportOf(run, { total_rows: job.counters.total, ...job.counters }, findings);
    },

    async approve(id, { types = [], skus = [], approver: { id: by, name, role }, reason }) {
      const signed = { name: name.slice(0, 80), by, role, reason, at: clock.now() };
      const word = parsed(approval, { types: [...types], skus: [...skus], ...signed });
      const asked = [...types, ...(skus.length > 0 ? await heldTypes(id, new Set(skus)) : [])];
      const refused = asked.filter((type) => !mayApprove(role, type));
      if (refused.length > 0) throw new DomainError('IMPORT_APPROVER', { types: [...new Set(refused)] });
      return store.change(id, (job) => {
        if (job.state !== 'checked' || job.dryRun) throw new DomainError('IMPORT_STATE', { state: job.state });
        return { approvals: [...job.approvals, word] };
      });
    },
    unsynced: async (id) => waitedFor(activating, await store.get(id)),
    confirm: async (id, confirmation) => began(await confirmJob(activating, id, confirmation)),
    async cancel(id) {
      const job = await store.step(id, 'cancel');
      work?.abort(job._id);
      return began(job);
    },
    async reset(id) {
      const job = await store.get(id);
      // Nothing could be checked again: an edit is begun anew where it was made.
      if (job.announced.length > 0 || job.source === 'bulk') throw new DomainError('IMPORT_STATE', { state: job.state });
      const draft = await store.step(id, 'reset', () => ({
        ...{ approvals: [], confirmed: null, due: null, pieces: [], found: {}, failure: null, checked: null },
        ...{ changes: { new: 0, changed: 0, vanished: 0, held: 0 }, progress: { done: 0, of: 0 } },
        counters: { total: 0, processed: 0, created: 0, updated: 0, skipped: 0, errors: 0 },
      }));
      await store.clear(job._id);
      return draft;
    },
    async check(id) {
      const { source, state } = await store.get(id);
      if (source === 'bulk') throw new DomainError('IMPORT_STATE', { state });
      return withRoom(() => checkSoon(id, 'high'));
    },
    async undoPreview(id) {
      const job = await store.get(id);
      if (job.state !== 'done' || job.undo !== null) throw new DomainError('IMPORT_STATE', { state: job.state });
      return previewUndo(await undoContext({ engine, store, standing }, job), job, await jobStamp(store, stamps));
    },
    async undo(id, { name, by }) {
      const undo = { name, ...(by === undefined ? {} : { by }), at: clock.now(), stamp: '', restored: 0, left: 0 };
      return began(
        await store.change(id, (job) => {
          if (job.state !== 'done' || job.undo !== null) throw new DomainError('IMPORT_STATE', { state: job.state });
          return { undo };
        }),
      );
    },

    work(guarded) {
      const held = createJobStore(guarded, stamps);
      const started = startImportWork({
        ...{ engine: guarded, clock, stamps, log: deps.log, store: held, uploads, check: deps.check, shops: deps.shops },
        profiles: createProfiles(guarded, stamps),
        timeZoneOf: deps.timeZoneOf ?? (() => DEFAULT_TIME_ZONE),
        pathOf: (file) => uploads.pathOf(file),
        async checked(id) {
          const { ahead, dryRun } = await held.get(id);
          if (!ahead || dryRun) return;
          const confirmation = { name: ahead.name, at: ahead.at, override: ahead.override ?? undefined };
          await confirmJob({ engine: guarded, clock, store: held }, id, confirmation).catch(async (error: unknown) => {
            if (!(error instanceof DomainError)) throw error;
            // It stays checked: a person decides.
            await held.change(id, () => ({ failure: error.code }));
          });
        },
        changed: () => waiters.forEach((wake) => wake()),
      });
      work = started;
      return {
        settled: () => started.settled(),
        async stop() {
          if (work === started) work = null;
          ready?.letGo();
          await started.stop();
        },
      };
    },
  };
}

const boundsOf = ({ page = 1, limit = PAGE }: PageQuery): { page: number; limit: number } => ({
  page: Math.max(1, page),
  limit: Math.min(1_000, Math.max(1, limit)),
});

function pageOf<T>(rows: readonly T[], query: PageQuery): Page<T> {
  const { page, limit } = boundsOf(query);
  return { total: rows.length, page, limit, rows: rows.slice((page - 1) * limit, page * limit) };
}
