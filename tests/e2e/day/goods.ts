import { pick } from '../../faults/seeded.ts';
import type { Shop } from '../harness/shop.ts';

/** An article as its price tag shows it; kopecks a piece. */
export interface Article {
  readonly sku: string;
  readonly name: string;
  readonly kind: string;
  readonly ean: string;
  readonly price: number;
}

/** What hangs and lies in the demo shop, read past the till. */
export class Goods {
  readonly #articles: readonly Article[];
  readonly #random: () => number;

  private constructor(articles: readonly Article[], random: () => number) {
    this.#articles = articles;
    this.#random = random;
  }

  static async of(shop: Shop, random: () => number): Promise<Goods> {
    const documents = await shop.world.databases.documents('catalog');
    const entries = documents.flatMap(
      (document) => (document['entries'] as (Article & { ean: string | null })[] | undefined) ?? [],
    );
    return new Goods(
      entries.filter(({ ean }) => ean !== null).sort((a, b) => (a.sku < b.sku ? -1 : 1)),
      random,
    );
  }

  /** `count` different articles of these kinds. */
  some(count: number, kinds: readonly string[] = ['frame', 'sunglasses', 'care', 'accessory']): Article[] {
    const chosen = new Set<Article>();
    const fitting = this.#articles.filter(({ kind }) => kinds.includes(kind));
    while (chosen.size < Math.min(count, fitting.length)) chosen.add(pick(this.#random, fitting));
    return [...chosen];
  }

  one(kind: string): Article {
    return this.some(1, [kind])[0]!;
  }
}
