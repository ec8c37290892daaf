import { canonicalJson } from '../../design/canonical-json.ts';
import { CATALOG } from '../../design/databases.ts';
import { DomainError } from '../../design/errors.office.ts';
import { MANIFEST_ID } from '../../design/folds/catalogue-build.ts';
import { priceListId } from '../../design/folds/price-list.ts';
import type { ProductChange } from '../../design/import/checked-row.ts';
import type { ImportJob } from '../../design/import/job.ts';
import { holdsCatalogue } from '../../design/import/job-steps.ts';
import { MINUTE, SECOND, type Clock } from '../../design/time/clock.ts';
import { parseHlc } from '../../design/time/hlc.ts';
import type { Engine } from '../engine/engine.ts';
import { reasonOf, type Log } from '../log.ts';
import type { Stamps } from '../stamps.ts';
import { announcePrices, withdrawPrices } from './announce.ts';
import { applyPieces, isToLookAt } from './apply.ts';
import type { CheckFile } from './check-file.ts';
import { isDamaged } from './damaged-piece.ts';
import { giveTurn, mayTakeTurn } from './hold.ts';
import { jobStamp } from './job-stamp.ts';
import type { JobStore } from './jobs.store.ts';
import { createPriceWatch, plannedPrices } from './planned-prices.ts';
import type { Profiles } from './profiles.store.ts';
import { enterShopStock, undoShopStock } from './shop-stock.ts';
import { soldSince } from './sold.ts';
import { stage } from './stage.ts';
import { standingIn } from './still-standing.ts';
import { NOT_WRITTEN } from './patience.ts';
import { publishSupplierStock } from './supplier-stock.ts';
import { undoContext, undoPieces } from './undo.ts';

export interface TaskDeps {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly stamps: Stamps;
  readonly log: Log;
  readonly store: JobStore;
  readonly profiles: Profiles;
  readonly check: CheckFile;
  readonly pathOf: (file: string) => Promise<string>;
  /** The check has ended well: a job that was confirmed beforehand goes on. */
  readonly checked: (id: string) => Promise<void>;
  /** Codes of the shops that have price lists. */
  readonly shops: () => readonly string[];
  readonly timeZoneOf: (store: string) => string;
}

const NONE_OVERTAKEN = { count: 0, named: [] };
/** Who takes a job back that nobody asked to be taken back. */
const SERVER = 'сервер';
/** So long a published catalogue is waited for before announced prices are taken out of the lists all the same. */
const PUBLISHED_WITHIN = MINUTE;
const total = (job: ImportJob): number => job.pieces.reduce((sum, { changes }) => sum + changes, 0);

/** What the server does with a job, each task to be begun again after a crash. Only the holder of the jobs' lease runs them. */
export function createTasks(deps: TaskDeps) {
  const { engine, clock, stamps, store, log } = deps;

  /** At most one a second: each is a durable write. */
  function progressOf(id: string, of: number): (done: number) => Promise<void> {
    let last = clock.now();
    return async (done) => {
      if (clock.now() - last < SECOND) return;
      last = clock.now();
      await store.change(id, () => ({ progress: { done, of } }));
    };
  }

  async function fail(id: string, error: unknown): Promise<void> {
    const known = error instanceof DomainError && error.code !== 'INTERNAL';
    if (!known) log('error', 'import-failed', { job: id, why: reasonOf(error) });
    await store.step(id, 'fail', () => ({ failure: known ? error.code : 'IMPORT_CHECK_FAILED' }));
  }

  /** A decided job of which a piece is damaged cannot become the new catalogue: it is taken back, before anybody has seen it. */
  async function abandoned(id: string, error: unknown): Promise<null> {
    if (!isDamaged(error)) throw error;
    log('error', 'import-abandoned', { job: id, why: reasonOf(error) });
    const undo = { name: SERVER, at: clock.now(), stamp: await jobStamp(store, stamps), restored: 0, left: 0 };
    await store.step(id, 'abandon', () => ({ undo, failure: 'IMPORT_PIECE_DAMAGED' }));
    return null;
  }

  const standing = standingIn(deps);

  const watch = createPriceWatch(engine, store);
  /** The price lists of the shops as they were when a job's prices were last held against them: `job shop` → revision. */
  const listsSeen = new Map<string, string>();
  const revOf = async (shop: string): Promise<string> => (await (await engine.open(CATALOG)).get(priceListId(shop)))?._rev ?? '';

  /** @param anyhow damaged pieces are left out; else they are thrown */
  async function articles(job: ImportJob, isMeant: (change: ProductChange) => boolean, anyhow: boolean): Promise<Set<string>> {
    const found = new Set<string>();
    for (const named of job.pieces) {
      const changes = await store.piece(named).catch((error: unknown) => {
        if (anyhow && isDamaged(error)) return [];
        throw error;
      });
      for (const change of changes) if (isMeant(change)) found.add(change.sku);
    }
    return found;
  }

  return {
    async check(id: string, signal: AbortSignal): Promise<void> {
      const job = await store.get(id);
      if (job.state !== 'checking') return;
      try {
        const staged = await stage({ ...deps, now: () => clock.now(), standing }, job, signal);
        await store.step(id, 'checked', ({ state, started }) => {
          // Called off and begun anew while this one still read: what it laid down is gone by now.
          if (started !== job.started) throw new DomainError('IMPORT_STATE', { state });
          return staged;
        });
        await deps.checked(id);
      } catch (error) {
        // Called off, or the server stops: the one is written already, the other begins anew.
        const now = await store.get(id);
        if (now.state === 'checking' && now.started !== job.started) return;
        if (now.state !== 'checking') await store.clear(id);
        else if (!signal.aborted) await fail(id, error);
      }
    },

    /** The decision is one write; from then on the job is carried through, whatever happens. */
    async apply(id: string): Promise<void> {
      const before = await store.get(id);
      if (before.state !== 'scheduled' && before.state !== 'applying') return;
      if (!(await mayTakeTurn(engine, before._id))) return;
      let archived: Set<string>;
      try {
        archived = await articles(before, isToLookAt, before.state === 'applying');
      } catch (error) {
        return fail(id, error);
      }
      const stands = archived.size > 0 ? await standing(archived) : new Map<string, never>();
      await giveTurn(engine, before._id);
      const stamp = before.stamp ?? (await jobStamp(store, stamps));
      const job = await store.step(id, 'apply', () => ({ stamp, progress: { done: 0, of: total(before) } }));
      const writing = applyPieces({ engine, jobs: store, progress: progressOf(id, total(job)) }, job, stands);
      const written = await writing.catch((error: unknown) => abandoned(id, error));
      if (written === null) return;
      const stock = await enterShopStock(deps, job);
      const outcome = { ...written, ...(stock ? { stock } : {}) };
      await publishSupplierStock(deps, job.supplier);
      await store.step(id, 'applied', ({ counters }) => ({
        ...{ outcome, applied: clock.now(), failure: null, progress: { done: total(job), of: total(job) } },
        counters: {
          ...{ ...counters, created: outcome.created, updated: outcome.updated },
          skipped: counters.skipped + outcome.held - (outcome.heldGone ?? 0),
        },
      }));
      await giveTurn(engine, null);
      if (job.profile) await deps.profiles.used(job.profile.id, clock.now());
      log('info', 'import-applied', { job: job.number, ...outcome, meanwhile: outcome.changedMeanwhile });
    },

    async undo(id: string): Promise<void> {
      const before = await store.get(id);
      if (!before.undo || (before.state !== 'done' && before.state !== 'undoing')) return;
      if (!(await mayTakeTurn(engine, before._id))) return;
      await giveTurn(engine, before._id);
      if (before.state === 'done') {
        const sold = await soldSince(engine, await articles(before, () => true, true), before.applied ?? before.made);
        const undo = { ...before.undo, stamp: await jobStamp(store, stamps) };
        await store.step(id, 'undo', () => ({ sold, undo, progress: { done: 0, of: total(before) } }));
      }
      const job = await store.get(id);
      const found = await undoContext({ engine, store, standing }, job);
      const sums = await undoPieces({ ...found, progress: progressOf(id, total(job)) }, job);
      await undoShopStock(deps, job);
      await publishSupplierStock(deps, job.supplier);
      await store.step(id, 'undone', ({ undo, failure }) => ({
        undo: { ...undo!, ...sums },
        failure: failure === NOT_WRITTEN ? null : failure,
        progress: { done: total(job), of: total(job) },
      }));
      await giveTurn(engine, null);
      log('info', 'import-undone', { job: job.number, restored: sums.restored, left: sums.left, kept: sums.kept.count });
    },

    /**
     * Prices go ahead to every shop, and those that somebody overtakes come back out of the lists. A shop is named before its list is
     * written: whoever calls the job off looks there.
     */
    async announce(id: string): Promise<void> {
      const job = await store.get(id);
      if (job.state !== 'scheduled') return;
      try {
        const stands = await watch.standing(job);
        const { told } = stands;
        if (canonicalJson(job.overtaken ?? NONE_OVERTAKEN) !== canonicalJson(told))
          await store.change(id, ({ state }) => (state === 'scheduled' ? { overtaken: told } : null));
        for (const shop of stands.holding.size + stands.overtaken.size > 0 ? deps.shops() : []) {
          const { state, announced, due } = await store.get(id);
          if (state !== 'scheduled' || due === null) return;
          const seen = `${id} ${shop}`;
          if (announced.includes(shop) && !stands.isNew && listsSeen.get(seen) === (await revOf(shop))) continue;
          if (!announced.includes(shop)) await store.change(id, (held) => ({ announced: [...held.announced, shop] }));
          await announcePrices(deps, shop, stands, due);
          listsSeen.set(seen, await revOf(shop));
        }
      } catch (error) {
        watch.forget(id);
        throw error;
      }
    },

    /** Says in the job, as far as anything can be written, that what was decided cannot be. */
    async tell(id: string): Promise<void> {
      await store.change(id, ({ state, failure }) =>
        holdsCatalogue(state) && failure === null ? { failure: NOT_WRITTEN } : null,
      );
    },

    /** After the time has come the catalogue itself has the prices: they leave the lists once it is published. */
    async withdraw(id: string): Promise<void> {
      const job = await store.get(id);
      if (job.due === null || holdsCatalogue(job.state) || job.state === 'scheduled') return;
      if (job.state === 'done' && !(await isPublished(job))) return;
      // Of a damaged piece nobody knows which prices it sent ahead: then all of that minute go.
      watch.forget(id);
      const planned = job.failure === 'IMPORT_PIECE_DAMAGED' ? null : await plannedPrices(store, job);
      const changed = planned && new Map([...planned].map(([sku, { price }]) => [sku, price]));
      for (const shop of job.announced) {
        await withdrawPrices(deps, shop, changed, job.due);
        listsSeen.delete(`${id} ${shop}`);
      }
      await store.change(id, () => ({ announced: [] }));
    },
  };

  async function isPublished(job: ImportJob): Promise<boolean> {
    const applied = job.applied ?? 0;
    const manifest = await (await engine.open(CATALOG)).get(MANIFEST_ID);
    const written = parseHlc((manifest?.['hlc'] as string | undefined) ?? '')?.wall ?? 0;
    return written >= applied || clock.now() - applied > PUBLISHED_WITHIN;
  }
}
