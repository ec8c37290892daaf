import { laterTexts } from '$lib/i18n/language.svelte.ts';

type Panes = typeof import('./panes.ts');

/** A piece that could not be fetched is asked for again, ms. */
const AGAIN = 1_000;

/** The panes of paying as soon as they are here; then for the page's life, drawn without waiting. */
class SalePanes {
  here = $state.raw<Panes | null>(null);
  private asked = false;

  fetch(): void {
    if (this.asked) return;
    this.asked = true;
    Promise.all([import('./panes.ts'), laterTexts()]).then(
      ([panes]) => (this.here = panes),
      () =>
        setTimeout(() => {
          this.asked = false;
          this.fetch();
        }, AGAIN),
    );
  }
}

export const salePanes = new SalePanes();
