import { canonicalJson } from '../canonical-json.ts';
import { withCost } from '../catalogue/cost-at.ts';
import type { FieldChanges } from '../catalogue/product-changes.ts';
import type { Cost, Product } from '../documents/catalogue.ts';
import { editFields } from '../merge/edit.ts';
import { NOTHING, type ArticleWrite, type HeldArticle } from './apply-change.ts';
import type { ProductChange } from './checked-row.ts';

/** Jobs that were taken back: what the writes of each bear → what those of its undo bear. */
export type TakenBack = ReadonlyMap<string, string>;
/** The history of an article, the oldest change first. */
export type Past = readonly { readonly stamp: string; readonly fields: FieldChanges }[];

/** What an undo asks of one article besides the change itself. */
export interface Surroundings {
  /** Other jobs that were taken back before. */
  readonly takenBack: TakenBack;
  /** Stamps of all jobs and undos: what bears none of them was written by a hand. */
  readonly jobs: ReadonlySet<string>;
  /** `null`: no other job that was taken back had anything to do with the article. */
  readonly past: Past | null;
  /** Pieces of it lie, are on their way or are promised. */
  readonly stands: boolean;
}

/** What a job's writes bear, and what those of its undo bear. */
export interface UndoStamps {
  readonly job: string;
  readonly undo: string;
}

type Fields = Readonly<Record<string, unknown>>;
type FieldBack = { readonly value: unknown } | 'done' | 'left' | 'not ours';

const same = (a: unknown, b: unknown): boolean => a === b || canonicalJson(a ?? null) === canonicalJson(b ?? null);

/** What may stand as `null` in a product; elsewhere the history's `null` says that there was nothing. */
const NULLABLE: ReadonlySet<string> = new Set(['ean', 'supplier']);
/** A value as the history tells it, as a product has it. */
export const fromHistory = (field: string, value: unknown): unknown =>
  value === null && !NULLABLE.has(field) ? undefined : value;

/** Rates that a plan or the law has changed are no hand's work on the article. */
const BY_PLAN: ReadonlySet<string> = new Set(['vat', 'vatPlan']);

/**
 * What a field would be had some jobs never run: what the last person or other job wrote, else what stood before all of them. A value that no
 * note tells of and the next one begins from was somebody's, too.
 * @param bottom what stood first, where it is not what the first change began from
 * @returns `by`: the stamp under which it became known, '' where it stood first; `now`: what the history ends with
 */
export function fieldWithout(
  past: Past,
  field: string,
  gone: TakenBack,
  bottom?: unknown,
): { readonly value: unknown; readonly by: string; readonly now: unknown } | null {
  const undos = new Set(gone.values());
  let found: { value: unknown; by: string; now: unknown } | null = null;
  for (const { stamp, fields } of past) {
    const change = fields[field];
    if (change === undefined) continue;
    if (found === null) found = { value: bottom === undefined ? change.from : bottom, by: '', now: change.from };
    else if (!same(change.from, found.now)) found = { value: change.from, by: stamp, now: change.from };
    found.now = change.to;
    if (!gone.has(stamp) && !undos.has(stamp)) found = { value: change.to, by: stamp, now: change.to };
  }
  return found;
}

/** Does what stands in a field now come of a job that was taken back, or of its undo? */
export function isOfTakenBack(stamp: string, takenBack: TakenBack): boolean {
  return takenBack.has(stamp) || [...takenBack.values()].includes(stamp);
}

/**
 * An article that a job made which was taken back belongs into the archive, unless that undo left it on sale and nobody else kept it there:
 * then the next change that is told of began from there.
 */
function bottomOf(field: string, product: Product, past: Past, gone: TakenBack): true | undefined {
  const undone = gone.get(product.stamps['sku'] ?? '');
  if (field !== 'archived' || undone === undefined) return undefined;
  const next = past.find(({ stamp, fields }) => stamp > undone && fields['archived'] !== undefined);
  if (next?.fields['archived']?.from !== false) return true;
  const goneThen = new Map([...gone].filter(([, undo]) => undo <= undone));
  const then = fieldWithout(past.filter(({ stamp }) => stamp < undone), 'archived', goneThen); // prettier-ignore
  return then === null || then.by === '' ? undefined : true;
}

/** What one field becomes when the job is taken back. `before`: what the job says stood there. */
function fieldBack(
  field: string,
  { top, now, before, bottom }: { top: string; now: unknown; before: unknown; bottom: (gone: TakenBack) => true | undefined },
  stamps: UndoStamps,
  { takenBack, past }: Surroundings,
): FieldBack {
  if (top === stamps.undo) return 'done';
  const isOurs = top === stamps.job;
  if (!isOurs && !isOfTakenBack(top, takenBack)) return top > stamps.job ? 'left' : 'not ours';
  if (!isOurs && top < stamps.job) return 'not ours';
  const gone = new Map([...takenBack, [stamps.job, stamps.undo]]);
  const found = past && fieldWithout(past, field, gone, bottom(gone));
  // A history that does not end where the article stands tells nothing for certain.
  if (!found || !same(found.now, now)) return isOurs ? { value: before } : 'left';
  if (found.by > stamps.job) return 'left';
  return { value: fromHistory(field, found.value) };
}

/** Did a person work on an article since a job has made it? */
const isEdited = ({ product, cost }: HeldArticle, jobs: ReadonlySet<string>): boolean =>
  Object.entries(product?.stamps ?? {}).some(([field, stamp]) => !BY_PLAN.has(field) && !jobs.has(stamp)) ||
  (cost?.stamps['cost'] !== undefined && !jobs.has(cost.stamps['cost']));

/**
 * Takes one change of a job back, as if it had never been: what still is the job's becomes what it would be without it and all the others
 * that were taken back, in whatever order that happens; what somebody changed since then stays and is told. An article that would go into the
 * archive with that stays on sale where it stands (`kept`), or where a hand has worked on it since the job made it. Done twice it says the
 * same and writes nothing.
 */
export function undoChange(change: ProductChange, held: HeldArticle, stamps: UndoStamps, around: Surroundings): ArticleWrite {
  const { product, cost } = held;
  if (!product) return NOTHING;
  const isCreation = change.what === 'create';
  if (isCreation && product.stamps['sku'] !== stamps.job) return NOTHING;
  if (isCreation && product.archived) return { ...NOTHING, inForce: true };
  const before = isCreation ? { archived: true } : (change.before as Fields | null);
  const [patch, left]: [Record<string, unknown>, string[]] = [{}, []];
  let done = 0;
  // Begun again, it finds its own notes, which are written before the article.
  const past = around.past?.filter(({ stamp }) => stamp !== stamps.undo) ?? null;
  const after: Fields = isCreation ? { archived: false } : change.after;
  for (const field of Object.keys(after).filter((name) => name !== 'cost')) {
    const now = (product as unknown as Fields)[field];
    const top = product.stamps[field] ?? '';
    const bottom = (gone: TakenBack): true | undefined => bottomOf(field, product, past ?? [], gone);
    const back = fieldBack(field, { top, now, before: before?.[field], bottom }, stamps, { ...around, past });
    if (back === 'left') left.push(field);
    else if (back === 'done') done += 1;
    else if (back !== 'not ours') {
      if (same(back.value, now)) done += 1;
      patch[field] = back.value;
    }
  }
  const kept = patch['archived'] !== true || product.archived ? null : keptFor(isCreation, held, around);
  if (kept !== null) delete patch['archived'];
  const edited = editFields<Product>(product, patch, { hlc: stamps.undo, by: null, pos: null });
  const money = isCreation ? { doc: null, inForce: false, isLeft: false } : costBack(change, cost, stamps, { ...around, past });
  return {
    product: edited === product ? null : edited,
    cost: money.doc,
    inForce: edited !== product || done > 0 || money.inForce,
    left: [...left, ...(money.isLeft ? ['cost'] : [])],
    ...(kept === null ? {} : { kept }),
  };
}

const keptFor = (isCreation: boolean, held: HeldArticle, { stands, jobs }: Surroundings): 'stands' | 'edited' | null =>
  stands ? 'stands' : isCreation && isEdited(held, jobs) ? 'edited' : null;

/** A cost that was not known before stays: what was sold meanwhile has its margin by it. */
function costBack(change: ProductChange, cost: Cost | null, stamps: UndoStamps, around: Surroundings) {
  const nothing = { doc: null, inForce: false, isLeft: false };
  if (!cost || change.after.cost === undefined || change.before?.cost === undefined) return nothing;
  const top = cost.stamps['cost'] ?? '';
  const ours = { top, now: cost.cost, before: change.before.cost, bottom: () => undefined };
  const back = fieldBack('cost', ours, stamps, around);
  if (back === 'left') return { ...nothing, isLeft: true };
  if (back === 'done') return { ...nothing, inForce: true };
  if (back === 'not ours' || typeof back.value !== 'number') return nothing;
  const doc = withCost(cost, back.value, stamps.undo);
  return { doc: doc === cost ? null : doc, inForce: true, isLeft: false };
}
