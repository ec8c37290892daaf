import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogueEntry, Manifest, Product } from '../documents/catalogue.ts';
import { catalogueDelta, catalogueShard, manifest as manifestShape } from '../documents/catalogue.ts';
import { formatHlc } from '../time/hlc.ts';
import { MINUTE } from '../time/clock.ts';
import type { CatalogueChange, CataloguePlan } from './catalogue-build.ts';
import { buildCatalogue, piecesFor, SHARD_REWRITE_EVERY, updateCatalogue } from './catalogue-build.ts';
import type { CataloguePiece } from './catalogue.ts';
import { entryOf, foldCatalogue, pieceText } from './catalogue.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const digestOf = (piece: CataloguePiece): string => digest(pieceText(piece));
const hlcAt = (now: number): string => formatHlc({ wall: now, counter: 0, device: 0 });

const entry = (sku: string, price = 100_00): CatalogueEntry => ({
  sku,
  name: `Оправа ${sku}`,
  brand: 'Ray-Ban',
  kind: 'frame',
  category: 'Оправы',
  ean: null,
  price,
  vat: 'none',
  subject: 'goods',
});
const entries = (count: number): CatalogueEntry[] => Array.from({ length: count }, (_, i) => entry(`RB-${1001 + i}`));

/** A catalogue database in miniature: pieces by id, the manifest last. */
function shop(initial: readonly CatalogueEntry[], start = 1_763_000_000_000) {
  const pieces = new Map<string, CataloguePiece>();
  let now = start;
  let manifest: Manifest | null = null;
  const apply = (plan: CataloguePlan): void => {
    for (const piece of plan.pieces) pieces.set(piece._id, piece);
    manifest = manifestShape.parse(plan.manifest);
    for (const id of plan.superseded) pieces.delete(id);
  };
  apply(buildCatalogue(initial, null, { hlc: hlcAt(now), digest }));
  return {
    pieces,
    manifest: () => manifest!,
    pass: (ms: number) => (now += ms),
    update(changes: CatalogueChange[]) {
      const plan = updateCatalogue(manifest!, (id) => pieces.get(id), changes, { hlc: hlcAt(now), digest, now });
      if (plan !== null && plan !== 'rebuild') apply(plan);
      return plan;
    },
    fold: () => foldCatalogue(manifest!, (id) => pieces.get(id), digestOf),
  };
}

/** Mulberry32: the same numbers for the same seed. */
function below(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}

const contents = (folded: ReturnType<typeof foldCatalogue>): Record<string, number> =>
  folded.whole ? Object.fromEntries([...folded.entries.values()].map((e) => [e.sku, e.price])) : {};

describe('the catalogue of a till', () => {
  it('is what was built, in any order of products', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 60 }), (skus) => {
        const products = skus.map((sku) => entry(sku));
        const one = buildCatalogue(products, null, { hlc: hlcAt(1), digest });
        const other = buildCatalogue([...products].reverse(), null, { hlc: hlcAt(1), digest });
        expect(other.manifest).toEqual(one.manifest);
        const held = new Map(one.pieces.map((p) => [p._id, p]));
        const folded = foldCatalogue(one.manifest, (id) => held.get(id), digestOf);
        expect(folded.whole && new Set(folded.entries.keys())).toEqual(new Set(skus));
      }),
    );
  });

  it('updated step by step equals the catalogue built anew', () => {
    const change = fc.record({ sku: fc.integer({ min: 0, max: 1500 }), price: fc.option(fc.integer({ min: 1, max: 99 })) });
    const step = fc.record({
      wait: fc.constantFrom(0, MINUTE, SHARD_REWRITE_EVERY),
      changes: fc.array(change, { maxLength: 700 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const s = shop(entries(1200));
        const naive = new Map(entries(1200).map((e) => [e.sku, e.price]));
        for (const { wait, changes } of steps) {
          s.pass(wait);
          const plan = s.update(
            changes.map((c) => ({
              sku: `RB-${1001 + c.sku}`,
              entry: c.price === null ? null : entry(`RB-${1001 + c.sku}`, c.price),
            })),
          );
          expect(plan).not.toBe('rebuild');
          for (const c of changes) {
            if (c.price === null) naive.delete(`RB-${1001 + c.sku}`);
            else naive.set(`RB-${1001 + c.sku}`, c.price);
          }
        }
        expect(contents(s.fold())).toEqual(Object.fromEntries(naive));
        expect(s.manifest().products).toBe(naive.size);
      }),
      { numRuns: 30 },
    );
  });

  it('stays whole or is not applied: a missing or altered piece is named', () => {
    const s = shop(entries(1200));
    s.update([{ sku: 'RB-1001', entry: entry('RB-1001', 1) }]);
    const [shard, delta] = [s.manifest().shards[1]!.id, s.manifest().deltas[0]!.id];
    s.pieces.delete(shard);
    const held = s.pieces.get(delta)!;
    s.pieces.set(delta, { ...held, entries: [entry('RB-1001', 2)] });
    expect(s.fold()).toEqual({ whole: false, version: 2, missing: [shard, delta] });
  });

  it('writes documents of the registered shapes', () => {
    const s = shop(entries(700));
    s.update([{ sku: 'RB-1001', entry: null }]);
    for (const piece of s.pieces.values()) (piece.type === 'catalogue-shard' ? catalogueShard : catalogueDelta).parse(piece);
  });

  it('says nothing where nothing differs, also when keys come in another order', () => {
    const s = shop(entries(10));
    const turned = Object.fromEntries(Object.entries(entry('RB-1001')).reverse()) as CatalogueEntry;
    expect(s.update([{ sku: 'RB-1001', entry: turned }])).toBeNull();
    expect(s.update([{ sku: 'RB-9999', entry: null }])).toBeNull();
  });

  it('rewrites a shard at most once in ten minutes', () => {
    const s = shop(entries(900));
    const shards = (): string[] => s.manifest().shards.map((x) => x.id);
    const first = shards();
    const reprice = (by: number) => s.update(entries(900).map((e) => ({ sku: e.sku, entry: { ...e, price: e.price + by } })));
    const more = (count: number, by: number) =>
      s.update(Array.from({ length: count }, (_, i) => ({ sku: `NEW-${i}`, entry: entry(`NEW-${i}`, by) })));
    reprice(1);
    more(200, 1);
    expect(shards()).toEqual(first);
    s.pass(SHARD_REWRITE_EVERY);
    more(1, 2);
    const second = shards();
    expect(second.filter((id) => first.includes(id))).toEqual([]);
    expect(s.manifest().deltas).toEqual([]);
    s.pass(SHARD_REWRITE_EVERY - 1);
    reprice(3);
    more(200, 3);
    expect(shards()).toEqual(second);
    s.pass(1);
    more(1, 4);
    expect(shards().filter((id) => second.includes(id))).toEqual([]);
  });

  it('lets a till pull a bounded number of bytes, at 1,000 changes a minute', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(2, 12), (seed, passes) => {
        const s = shop(entries(2_000));
        const random = below(seed);
        const size = (docs: readonly object[]) => docs.reduce((sum, doc) => sum + JSON.stringify(doc).length, 0);
        const whole = size([...s.pieces.values()]);
        const one = JSON.stringify(entry('RB-1001')).length;
        const rewrites = new Map<number, number[]>();
        let [pieces, changed] = [0, 0];
        for (let minute = 0; minute < 22; minute++) {
          for (let pass = 0; pass < passes; pass++) {
            s.pass(MINUTE / passes);
            const before = s.manifest();
            const changes = Array.from({ length: Math.ceil(1_000 / passes) }, () => {
              const sku = `RB-${1001 + random(2_000)}`;
              return { sku, entry: entry(sku, random(1e6)) };
            });
            const plan = s.update(changes);
            if (plan === null || plan === 'rebuild') throw new Error('no plan');
            pieces += size(plan.pieces);
            changed += changes.length;
            plan.manifest.shards.forEach(({ id }, place) => {
              if (id !== before.shards[place]!.id) rewrites.set(place, [...(rewrites.get(place) ?? []), minute + pass / passes]);
            });
            expect(plan.pieces.every((piece) => piece.type === 'catalogue-shard' || piece.entries.length <= 200)).toBe(true);
            expect(plan.manifest.deltas.length).toBeLessThan(70);
          }
        }
        for (const at of rewrites.values()) {
          at.slice(1).forEach((minute, i) => expect(minute - at[i]!).toBeGreaterThanOrEqual(10 - 1e-6));
        }
        // Ten times what changed, and the catalogue every ten minutes.
        expect(pieces).toBeLessThan(changed * one * 10 + whole * 3);
      }),
      {
        numRuns: 1,
        examples: [[1, 12]],
      },
    );
  });

  it('asks for a rebuild when the shards no longer suit, and names the pieces an update needs', () => {
    const s = shop(entries(400));
    const many = Array.from({ length: 900 }, (_, i) => ({ sku: `NEW-${i}`, entry: entry(`NEW-${i}`) }));
    expect(s.update(many)).toBe('rebuild');
    expect(piecesFor(s.manifest(), [], ['RB-1001'])).toEqual(s.manifest().shards.map((x) => x.id));
  });
});

it('shows tills nothing of an archived product, and no supplier', () => {
  const product: Product = {
    ...entry('RB-1001'),
    _id: 'product:RB-1001',
    type: 'product',
    schema: 1,
    hlc: hlcAt(1),
    by: null,
    pos: null,
    supplier: 'FrameStore',
    archived: false,
    stamps: {},
  };
  expect(entryOf(product)).toEqual(entry('RB-1001'));
  expect(entryOf({ ...product, archived: true })).toBeNull();
});
