import { COSTS, PRODUCTS } from '../../design/databases.ts';
import { keyOfId, typeOfId } from '../../design/ids.ts';
import { knownCatalogue } from '../../design/import/check/known-catalogue.ts';
import type { KnownCatalogue, KnownProduct } from '../../design/import/checked-row.ts';
import { MINUTE } from '../../design/time/clock.ts';
import type { Engine, Seq } from '../engine/engine.ts';
import { knownOf, knownProducts } from './known.ts';

const PAGE = 1_000;
/** 100,000 articles are some 50 MB: nobody has looked at a file for so long. */
const LET_GO_AFTER = 10 * MINUTE;

interface Held {
  readonly products: Map<string, KnownProduct>;
  readonly since: Map<string, Seq>;
  catalogue: KnownCatalogue;
}

/**
 * The catalogue of this moment for previews, one after another while a person maps columns: read whole for the first, from then on only
 * what changed, and let go when nobody asks any more.
 */
export function createKnownNow(engine: Engine): { read(): Promise<KnownCatalogue>; letGo(): void } {
  let held: Held | null = null;
  let timer: NodeJS.Timeout | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  async function readWhole(): Promise<Held> {
    const since = new Map<string, Seq>();
    // Taken before: what changes while it is read is looked at again.
    for (const name of [PRODUCTS, COSTS]) since.set(name, (await (await engine.open(name)).info()).seq);
    const products = new Map<string, KnownProduct>();
    for await (const page of knownProducts(engine)) for (const product of page) products.set(product.sku, product);
    return { products, since, catalogue: knownCatalogue(products.values()) };
  }

  async function changedSkus({ since }: Held): Promise<string[]> {
    const skus = new Set<string>();
    for (const name of [PRODUCTS, COSTS]) {
      const database = await engine.open(name);
      for (;;) {
        const { rows, lastSeq } = await database.changes({ since: since.get(name)!, limit: PAGE });
        for (const { id } of rows) if (['product', 'cost'].includes(typeOfId(id) ?? '')) skus.add(keyOfId(id));
        since.set(name, lastSeq);
        if (rows.length < PAGE) break;
      }
    }
    return [...skus];
  }

  async function follow(now: Held): Promise<Held> {
    const skus = await changedSkus(now);
    for (let from = 0; from < skus.length; from += PAGE) {
      const part = skus.slice(from, from + PAGE);
      for (const sku of part) now.products.delete(sku);
      for (const product of await knownOf(engine, part)) now.products.set(product.sku, product);
    }
    if (skus.length > 0) now.catalogue = knownCatalogue(now.products.values());
    return now;
  }

  async function readNow(): Promise<KnownCatalogue> {
    const before = held;
    // A reading that fails half-way has taken notes of changes that it did not read.
    held = null;
    held = before ? await follow(before) : await readWhole();
    return held.catalogue;
  }

  function letGo(): void {
    if (timer) clearTimeout(timer);
    [held, timer] = [null, null];
  }

  return {
    letGo,
    read() {
      if (timer) clearTimeout(timer);
      timer = setTimeout(letGo, LET_GO_AFTER).unref();
      const read = turn.then(readNow);
      turn = read.catch(() => undefined);
      return read;
    },
  };
}
