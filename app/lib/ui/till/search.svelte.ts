import { untrack } from 'svelte';
import type { CatalogueEntry, ProductKind } from '$design/documents/catalogue.ts';
import type { CatalogueModel } from '$lib/app.model.ts';
import { t } from '$lib/i18n/i18n.ts';
import type { Category } from './categories.ts';

export const SEARCH_LIMIT = 50;

/** What stands in the search field and what it found. A slow answer never replaces that of a later question. */
export class ProductSearch {
  text = $state('');
  results = $state.raw<readonly CatalogueEntry[]>([]);
  /** The row that Enter adds. */
  active = $state(0);
  /** The text that `results` answer. */
  answered = $state('');
  #asked = 0;
  #kind: ProductKind | undefined;
  readonly #catalogue: CatalogueModel;

  constructor(catalogue: CatalogueModel) {
    this.#catalogue = catalogue;
  }

  /** Asks for `text`; resolves with what was found unless a later question has overtaken this one. */
  async ask(text: string, kind?: ProductKind): Promise<readonly CatalogueEntry[] | null> {
    const number = ++this.#asked;
    this.#kind = kind;
    const query = text.trim();
    const found = query === '' ? [] : await this.#catalogue.search(query, SEARCH_LIMIT);
    if (number !== this.#asked) return null;
    const ofKind = kind ? found.filter((entry) => entry.kind === kind) : found;
    untrack(() => {
      this.results = ofKind.length > 0 ? ofKind : found;
      this.active = 0;
      this.answered = query;
    });
    return this.results;
  }

  /** The catalogue changed (or has only now arrived) under a question that stands: ask again, the chosen row stays chosen. */
  async refresh(): Promise<void> {
    if (this.text.trim() === '') return;
    const chosen = this.results[this.active]?.sku;
    const found = await this.ask(this.text, this.#kind);
    const at = found?.findIndex((entry) => entry.sku === chosen) ?? -1;
    if (at > 0) this.active = at;
  }

  async category({ name, kind }: Category): Promise<void> {
    this.text = t(`categoryQuery.${name}`);
    await this.ask(this.text, kind);
  }

  clear(): void {
    this.text = '';
    void this.ask('');
  }

  move(by: 1 | -1): void {
    this.active = Math.min(Math.max(0, this.active + by), Math.max(0, this.results.length - 1));
  }
}
