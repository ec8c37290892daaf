import { laterTexts } from '$lib/i18n/language.svelte.ts';
import { fetchPiece } from '../parts/piece.ts';

type Panes = typeof import('./panes.ts');

/** What could not be fetched is asked for again, ms. */
const AGAIN = 5_000;

/** The panes of paying as soon as they are here; then for the page's life, drawn without waiting. */
class SalePanes {
  here = $state.raw<Panes | null>(null);
  /** They could not be had; asked for again all the time, and at a press. */
  missing = $state(false);
  private asked = false;

  fetch(): void {
    if (this.asked || this.here) return;
    this.asked = true;
    fetchPiece(async () => (await Promise.all([import('./panes.ts'), laterTexts()]))[0]).then(
      (panes) => (this.here = panes),
      () => {
        this.asked = false;
        this.missing = true;
        setTimeout(() => this.fetch(), AGAIN);
      },
    );
  }
}

export const salePanes = new SalePanes();
