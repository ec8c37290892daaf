import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldChanges, type FieldChanges } from '../catalogue/product-changes.ts';
import type { Product } from '../documents/catalogue.ts';
import { editFields } from '../merge/edit.ts';
import { applyChange, type ArticleWrite, type HeldArticle } from './apply-change.ts';
import type { ProductChange, ProductPatch } from './checked-row.ts';
import { undoChange, type Surroundings } from './take-back.ts';

type Value = string | number | boolean | null;
type Fields = Readonly<Record<string, Value>>;
const FIRST: Fields = { price: 100_00, name: 'Оправа', ean: null, archived: false };

/** One article with its history, as the server keeps them, and the jobs that came over it. */
class Shelf {
  held: HeldArticle;
  stands = false;
  readonly past: { stamp: string; fields: FieldChanges }[] = [];
  readonly jobs: { stamp: string; change: ProductChange; undo: string | null }[] = [];
  /** Whoever wrote a field, in order: what a naive reader of the story would say. */
  private readonly written: { field: string; value: Value; job: number | null }[] = [];
  private last = 0;
  private readonly isMade: boolean;

  constructor(isMade: boolean) {
    this.isMade = isMade;
    this.held = { product: isMade ? null : productOf(FIRST), cost: isMade ? null : costOf(50_00) };
    if (isMade) this.job({ ...FIRST, cost: 50_00 });
  }

  get now(): Fields {
    const { product, cost } = this.held;
    const { price, name, ean, archived } = product!;
    return { price, name, ean, archived, cost: cost!.cost };
  }

  /** A file, as its check says it of the article as it stands. */
  job(wanted: Fields): void {
    const { product } = this.held;
    const stamp = this.stamp();
    if (!product) {
      const { archived: _, ...after } = wanted;
      const made = { brand: '', kind: 'frame', category: 'Оправы', vat: 'none', ...after } as ProductPatch;
      const creation: ProductChange = { sku: 'A', row: 1, what: 'create', before: null, after: made, stock: null, held: [] };
      this.jobs.push({ stamp, change: creation, undo: null });
      this.write(applyChange(creation, this.held, stamp), stamp, false);
      return;
    }
    const { now } = this;
    const after = Object.fromEntries(Object.entries(wanted).filter(([field, value]) => now[field] !== value));
    if (Object.keys(after).length === 0) return;
    const before = Object.fromEntries(Object.keys(after).map((field) => [field, now[field]!]));
    const change: ProductChange = { sku: 'A', row: 1, what: 'update', before, after, stock: null, held: [] };
    for (const [field, value] of Object.entries(after)) this.written.push({ field, value, job: this.jobs.length });
    this.jobs.push({ stamp, change, undo: null });
    this.write(applyChange(change, this.held, stamp), stamp);
    // Begun again after a crash it has nothing left to do.
    expect(applyChange(change, this.held, stamp)).toMatchObject({ product: null, cost: null, left: [] });
  }

  hand(field: string, value: Value, isNoted = true): void {
    if (this.now[field] === value) return;
    this.written.push({ field, value, job: null });
    const stamp = this.stamp();
    const product = editFields<Product>(this.held.product!, { [field]: value }, { hlc: stamp, by: null, pos: null });
    this.write({ product, cost: null, inForce: true, left: [] }, stamp, isNoted);
  }

  undo(place: number): ArticleWrite {
    const job = this.jobs[place]!;
    const undo = this.stamp();
    const around: Surroundings = {
      takenBack: new Map(this.jobs.flatMap((one) => (one.undo === null ? [] : [[one.stamp, one.undo]]))),
      jobs: new Set([...this.jobs.flatMap((one) => [one.stamp, one.undo ?? '']), undo]),
      past: this.past,
      stands: this.stands,
    };
    const result = undoChange(job.change, this.held, { job: job.stamp, undo }, around);
    this.write(result, undo);
    job.undo = undo;
    const again = undoChange(job.change, this.held, { job: job.stamp, undo }, around);
    expect(again).toMatchObject({ product: null, cost: null, left: result.left });
    expect(again.inForce).toBe(result.inForce);
    return result;
  }

  /** The story told once more, without the jobs that were taken back. */
  expected(): Fields {
    const isGone = (job: number | null): boolean => job !== null && this.jobs[job]!.undo !== null;
    const first = { ...FIRST, cost: 50_00, ...(this.isMade && isGone(0) ? { archived: true } : {}) };
    return this.written.reduce<Fields>(
      (found, { field, value, job }) => (isGone(job) ? found : { ...found, [field]: value }),
      first,
    );
  }

  private write({ product, cost }: ArticleWrite, stamp: string, isNoted = true): void {
    const was = this.held;
    this.held = { product: product ?? was.product, cost: cost ?? was.cost };
    const fields = {
      ...(product && was.product ? fieldChanges(was.product, product) : {}),
      ...(cost && was.cost ? fieldChanges({ cost: was.cost.cost }, { cost: cost.cost }) : {}),
    };
    if (isNoted && Object.keys(fields).length > 0) this.past.push({ stamp, fields });
  }

  private stamp(): string {
    this.last += 1;
    return `${1_763_700_000_000 + this.last}-0000-0000`;
  }
}

const EARLY = '1763000000000-0000-0000';
const productOf = (fields: Fields): Product =>
  ({
    ...{ _id: 'product:A', type: 'product', schema: 1, hlc: EARLY, by: null, pos: null, sku: 'A', brand: 'Vogue' },
    ...{ kind: 'frame', category: 'Оправы', vat: 'none', subject: 'goods', supplier: null, stamps: {}, ...fields },
  }) as unknown as Product;
const costOf = (cost: number) =>
  ({
    _id: 'cost:A',
    type: 'cost',
    schema: 1,
    hlc: EARLY,
    by: null,
    pos: null,
    sku: 'A',
    cost,
    supplier: null,
    stamps: {},
  }) as const;

// Few values, so that one comes back, as a wrong file's does.
const VALUES = {
  ...{ price: [100_00, 120_00, 150_00], name: ['Оправа', 'Оправа 2'], ean: [null, '4006381333931'] },
  ...{ archived: [false, true], cost: [50_00, 60_00] },
} as const;
const wanted = fc.record(
  Object.fromEntries(Object.entries(VALUES).map(([field, values]) => [field, fc.constantFrom<Value>(...values)])),
  { requiredKeys: [] },
);
const hand = fc
  .constantFrom('price', 'name', 'ean', 'archived' as const)
  .chain((field) =>
    fc.constantFrom<Value>(...VALUES[field as 'price']).map((value) => ({ what: 'hand', field, value }) as const),
  );
const job = wanted.map((fields) => ({ what: 'job', fields: fields as Fields }) as const);
const undo = fc.nat().map((place) => ({ what: 'undo', place }) as const);

function play(shelf: Shelf, story: readonly { readonly what: string }[]): void {
  for (const step of story as readonly (
    { what: 'hand'; field: string; value: Value } | { what: 'job'; fields: Fields } | { what: 'undo'; place: number }
  )[]) {
    if (step.what === 'hand') shelf.hand(step.field, step.value);
    else if (step.what === 'job') shelf.job(step.fields);
    else {
      const done = shelf.jobs.flatMap((one, place) => (one.undo === null ? [place] : []));
      if (done.length > 0) shelf.undo(done[step.place % done.length]!);
    }
    expect(shelf.now).toEqual(shelf.expected());
  }
}

describe('taking jobs back', () => {
  it('any of them, in any order, between new files and hands, leaves the article as if they had never run', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(job, job, hand, undo, undo), { maxLength: 14 }), (story) => play(new Shelf(false), story)),
      { numRuns: 2_000 },
    );
  });

  it('one that made the article takes it out of the catalogue, whatever other files did with it since', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(job, undo), { maxLength: 14 }), (story) => play(new Shelf(true), story)),
      { numRuns: 2_000 },
    );
  });

  it('an older one first: the price of before both comes back, not the older one’s', () => {
    const shelf = new Shelf(false);
    shelf.job({ price: 120_00 });
    shelf.job({ price: 150_00 });
    expect(shelf.undo(0)).toMatchObject({ left: ['price'], inForce: false });
    expect(shelf.now['price']).toBe(150_00);
    expect(shelf.undo(1)).toMatchObject({ left: [], inForce: true });
    expect(shelf.now['price']).toBe(100_00);
  });

  it('the newer one first: the older one’s undo finds its own price again', () => {
    const shelf = new Shelf(false);
    shelf.job({ price: 120_00, cost: 60_00 });
    shelf.job({ price: 150_00, cost: 50_00 });
    shelf.undo(1);
    expect(shelf.now).toMatchObject({ price: 120_00, cost: 60_00 });
    expect(shelf.undo(0)).toMatchObject({ left: [] });
    expect(shelf.now).toMatchObject({ price: 100_00, cost: 50_00 });
  });

  it('a hand’s price between two files stays and is told, also where the server died before it could note it', () => {
    for (const isNoted of [true, false]) {
      const shelf = new Shelf(false);
      shelf.job({ price: 120_00 });
      shelf.hand('price', 130_00, isNoted);
      shelf.job({ price: 150_00 });
      shelf.undo(0);
      shelf.undo(1);
      expect(shelf.now['price']).toBe(130_00);
    }
  });

  it('killed between its note and the article, an undo goes on to the same price', () => {
    const shelf = new Shelf(false);
    shelf.job({ price: 120_00 });
    shelf.job({ price: 150_00 });
    shelf.undo(0);
    const { held } = shelf;
    shelf.undo(1);
    const [older, newer] = shelf.jobs;
    const around = {
      takenBack: new Map([[older!.stamp, older!.undo!]]),
      jobs: new Set<string>(),
      past: shelf.past,
      stands: false,
    };
    const again = undoChange(newer!.change, held, { job: newer!.stamp, undo: newer!.undo! }, around);
    expect(again.product?.price).toBe(100_00);
  });
});

describe('an article that the job made', () => {
  it('stays on sale at its price where it lies, comes or is promised', () => {
    const shelf = new Shelf(true);
    shelf.stands = true;
    expect(shelf.undo(0)).toMatchObject({ kept: 'stands', inForce: false, product: null });
    expect(shelf.now).toMatchObject({ archived: false, price: 100_00 });
    // A later file archives it, and is taken back when it is sold out: it was on sale then.
    shelf.job({ archived: true });
    shelf.stands = false;
    shelf.undo(1);
    expect(shelf.now['archived']).toBe(false);
  });

  it('stays where a person has worked on it; a rate that the law has changed is no work on it', () => {
    const edited = new Shelf(true);
    edited.hand('name', 'Оправа детская');
    expect(edited.undo(0)).toMatchObject({ kept: 'edited' });
    expect(edited.now).toMatchObject({ archived: false, name: 'Оправа детская' });
    const planned = new Shelf(true);
    planned.hand('vat', '22');
    expect(planned.undo(0)).toMatchObject({ inForce: true });
    expect(planned.now['archived']).toBe(true);
  });

  it('one that the file brought back from the archive stays, too, where it stands by now; its price is the one of before', () => {
    const shelf = new Shelf(false);
    shelf.hand('archived', true);
    shelf.job({ archived: false, price: 120_00 });
    shelf.stands = true;
    expect(shelf.undo(0)).toMatchObject({ kept: 'stands', inForce: true });
    expect(shelf.now).toMatchObject({ archived: false, price: 100_00 });
  });
});
