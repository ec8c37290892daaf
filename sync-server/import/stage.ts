import { catalogueEntry } from '../../design/documents/catalogue.ts';
import { DomainError } from '../../design/errors.office.ts';
import type { ProductChange, SupplierOffer } from '../../design/import/checked-row.ts';
import type { Finding, FindingType } from '../../design/import/finding.ts';
import { LOG_FINDINGS, OFFERS, PIECE_CHANGES, type ImportJob } from '../../design/import/job.ts';
import { SECOND } from '../../design/time/clock.ts';
import { localDate } from '../../design/time/local-time.ts';
import type { CheckFile } from './check-file.ts';
import type { JobStore } from './jobs.store.ts';
import { knownProducts } from './known.ts';
import type { Engine } from '../engine/engine.ts';
import { heldWhileStanding } from './still-standing.ts';
import type { Standing } from '../catalogue/back-office/standing-goods.ts';
import { DEFAULT_TIME_ZONE } from '../provisioning/shops.ts';

export interface StageDeps {
  readonly engine: Engine;
  readonly store: JobStore;
  readonly check: CheckFile;
  readonly pathOf: (file: string) => Promise<string>;
  readonly now: () => number;
  /** Where articles still lie, are expected or promised, by SKU. */
  readonly standing: (skus: ReadonlySet<string>) => Promise<ReadonlyMap<string, readonly Standing[]>>;
}

const patchShape = catalogueEntry.partial();

/** What cannot stand in a product document must not be staged: applying does not fail half-way. @throws DomainError IMPORT_CHECK_FAILED */
export function assertSound({ sku, what, after }: ProductChange): void {
  const { cost, typePrices = {}, ...entry } = after;
  const whole = { brand: '', ean: null, subject: 'goods', ...entry, sku };
  const isSound = (what === 'create' ? catalogueEntry.safeParse(whole) : patchShape.safeParse(entry)).success;
  const isMoney = [...(cost === undefined ? [] : [cost]), ...Object.values(typePrices)].every(
    (sum) => Number.isSafeInteger(sum) && sum >= 0,
  );
  if (!isSound || !isMoney) throw new DomainError('IMPORT_CHECK_FAILED', { sku: sku.slice(0, 64) });
}

/** Gathers items and hands them on in parts of a size. */
function inParts<T>(size: number, write: (part: readonly T[]) => Promise<void>) {
  let held: T[] = [];
  return {
    async add(items: readonly T[]): Promise<void> {
      held.push(...items);
      while (held.length >= size) {
        const part = held.slice(0, size);
        held = held.slice(size);
        await write(part);
      }
    },
    async end(): Promise<void> {
      if (held.length > 0) await write(held);
      held = [];
    },
  };
}

/**
 * Checks a job's file and lays down what it is to change and what was found. Durable when it resolves; begun again it starts from nothing.
 * @returns what the job says of it
 */
export async function stage(deps: StageDeps, job: ImportJob, signal: AbortSignal): Promise<Partial<ImportJob>> {
  const { store } = deps;
  await store.clear(job._id);
  const named: ImportJob['pieces'] = [];
  const found: Partial<Record<FindingType, number>> = {};
  const changes = { new: 0, changed: 0, vanished: 0, held: 0, stock: 0, offers: 0 };
  let logs = 0;
  const pieces = inParts<ProductChange>(PIECE_CHANGES, async (part) => {
    named.push(await store.addPiece(job._id, 'piece', named.length + 1, part));
  });
  const log = inParts<Finding>(LOG_FINDINGS, (part) => store.addLog(job._id, (logs += 1), part));
  let offers = 0;
  const offered = inParts<SupplierOffer>(OFFERS, (part) => store.addOffers(job._id, (offers += 1), part));
  /** What the file's end archives: told apart when all of it is known. */
  const archived: ProductChange[] = [];
  const lay = async (part: readonly ProductChange[], findings: readonly Finding[]): Promise<void> => {
    for (const { held } of part) if (held.length > 0) changes.held += 1;
    for (const { type } of findings) found[type] = (found[type] ?? 0) + 1;
    await pieces.add(part);
    await log.add(findings);
  };
  let told = deps.now();
  // Each is a durable write.
  const progress = async (done: number, of: number): Promise<void> => {
    if (deps.now() - told < SECOND) return;
    told = deps.now();
    await store.change(job._id, ({ state }) => (state === 'checking' ? { progress: { done, of } } : null));
  };
  const path = await deps.pathOf(job.file.id);
  const today = localDate(deps.now(), DEFAULT_TIME_ZONE);
  const checking = deps.check(
    {
      ...{ path, today, known: () => knownProducts(deps.engine) },
      reading: { choice: job.choice, mapping: job.mapping, rules: job.rules },
      supplier: job.supplier === '' ? null : job.supplier,
    },
    {
      async batch(part) {
        const kept: ProductChange[] = [];
        for (const change of part.changes) {
          assertSound(change);
          (change.what === 'archive' ? archived : kept).push(change);
          // What only enters stock changes nothing of the article.
          const isIdle = Object.keys(change.after).length === 0;
          if (change.what !== 'archive' && !isIdle) changes[change.what === 'create' ? 'new' : 'changed'] += 1;
          if (change.stock !== null) changes.stock += 1;
        }
        await lay(kept, part.findings);
        changes.offers += part.offers?.length ?? 0;
        await offered.add(part.offers ?? []);
      },
      progress,
    },
    signal,
  );
  const { counts, vanished } = await checking.catch(async (error: unknown) => {
    // What was found until then is kept (E-22).
    await log.end().catch(() => undefined);
    throw error;
  });
  /** By article: why it waits before it is archived. */
  const waiting = new Map<string, ProductChange['held']>();
  if (archived.length > 0) {
    const gone = heldWhileStanding(archived, await deps.standing(new Set(archived.map(({ sku }) => sku))));
    for (const { sku, held } of gone.changes) waiting.set(sku, held);
    await lay(gone.changes, gone.findings);
  }
  await pieces.end();
  await log.end();
  await offered.end();
  changes.vanished = vanished.length;
  let parts = 0;
  const gone = inParts<ProductChange>(
    PIECE_CHANGES,
    async (part) => void (await store.addPiece(job._id, 'vanished', (parts += 1), part)),
  );
  await gone.add(
    vanished.map(({ sku }) => ({
      sku,
      row: 0,
      what: 'archive',
      before: { archived: false },
      after: { archived: true },
      stock: null,
      held: waiting.get(sku) ?? [],
    })),
  );
  await gone.end();
  await store.flush();
  const { total_rows, processed, created, updated, skipped, errors } = counts;
  return {
    counters: { total: total_rows, processed, created, updated, skipped, errors },
    ...{ found, changes, pieces: named, checked: deps.now(), progress: { done: total_rows, of: total_rows } },
  };
}
