import { untrack } from 'svelte';
import { readQuantity } from '$design/barcode/scan-code.ts';
import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import type { CatalogueModel } from '$lib/app.model.ts';
import type { Category } from '$lib/search/categories.ts';
import type { SearchFilter } from '$lib/search/search-index.ts';

export const SEARCH_LIMIT = 50;
/** Rows that fill the screen, a row being 60 px or more. The rest is drawn as soon as somebody looks further. */
const inSight = () => Math.ceil(innerHeight / 60);

interface Options {
  /** SKUs that sell most here: they stand first in a section that is only looked through. */
  readonly bestSellers?: () => readonly string[];
  /** Nothing else is looked for, whatever section is chosen. */
  readonly only?: SearchFilter;
  /** Names that come first while nothing is typed. */
  readonly prefer?: RegExp;
}

/** What stands in the search field, within which section, and what it found. A slow answer never replaces that of a later question. */
export class ProductSearch {
  text = $state('');
  /** The section that is looked through; `null`: the whole catalogue. */
  category = $state.raw<Category | null>(null);
  results = $state.raw<readonly CatalogueEntry[]>([]);
  /** The row that Enter adds. */
  active = $state(0);
  /** So many of the results are drawn. */
  drawn = $state(0);
  /** The question that `results` answer. */
  answered = $state('');
  #asked = 0;
  readonly #catalogue: CatalogueModel;
  readonly #options: Options;

  constructor(catalogue: CatalogueModel, options: Options = {}) {
    this.#catalogue = catalogue;
    this.#options = options;
  }

  /** What is looked for: the text without the number of pieces before it. */
  readonly query = $derived(readQuantity(this.text).rest.trim());
  /** Pieces that the next article is added with; `null` where none were typed. */
  readonly qty = $derived(readQuantity(this.text).qty);
  get isEmpty(): boolean {
    return this.query === '' && this.category === null && this.#options.only === undefined;
  }
  /** The question that stands has been answered. */
  get isAnswered(): boolean {
    return !this.isEmpty && this.answered === this.#question();
  }

  #question(): string {
    return `${this.category?.name ?? ''}\n${this.query}`;
  }

  /** Asks for what stands in the field; resolves with what was found unless a later question has overtaken this one. */
  async ask(): Promise<readonly CatalogueEntry[] | null> {
    const number = ++this.#asked;
    const { query } = this;
    const question = this.#question();
    const found = this.isEmpty ? [] : await this.#find(query);
    if (number !== this.#asked) return null;
    untrack(() => {
      this.results = found;
      this.active = 0;
      this.drawn = inSight();
      this.answered = question;
    });
    return this.results;
  }

  async #find(query: string): Promise<readonly CatalogueEntry[]> {
    const category = this.category?.name;
    const filter = { ...this.#options.only, ...(category === undefined ? {} : { category }) };
    const found = await this.#catalogue.search(query, SEARCH_LIMIT, filter);
    if (query !== '') return found;
    const best = await this.#catalogue.bySkus(this.#options.bestSellers?.() ?? []);
    const first = best.filter(
      (entry) =>
        (category === undefined || entry.category === category) && (filter.kind === undefined || entry.kind === filter.kind),
    );
    const held = first.map(({ sku }) => sku);
    const all = [...first, ...found.filter(({ sku }) => !held.includes(sku))].slice(0, SEARCH_LIMIT);
    const { prefer } = this.#options;
    if (!prefer) return all;
    return [...all.filter(({ name }) => prefer.test(name)), ...all.filter(({ name }) => !prefer.test(name))];
  }

  /** The catalogue changed (or has only now arrived) under a question that stands: ask again, the chosen row stays chosen. */
  async refresh(): Promise<void> {
    if (this.isEmpty) return;
    const chosen = this.results[this.active]?.sku;
    const found = await this.ask();
    const at = found?.findIndex((entry) => entry.sku === chosen) ?? -1;
    if (at > 0) this.active = at;
  }

  async choose(category: Category | null): Promise<void> {
    this.category = category;
    this.text = '';
    await this.ask();
  }

  clear(): void {
    this.category = null;
    this.text = '';
    void this.ask();
  }

  /** Somebody looks beyond the first rows. */
  further(): void {
    this.drawn = SEARCH_LIMIT;
  }

  move(by: number): void {
    this.further();
    this.active = Math.min(Math.max(0, this.active + by), Math.max(0, this.results.length - 1));
  }
}
