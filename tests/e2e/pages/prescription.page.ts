import { expect, type Locator, type Page } from '@playwright/test';
import type { Seen } from '../monkey/prescription-oracle.ts';

type Doc = Readonly<Record<string, unknown>>;

/** The prescription form as the one who writes and the one who checks meet it. */
export class PrescriptionPage {
  readonly page: Page;
  readonly form: Locator;
  readonly sign: Locator;

  constructor(page: Page) {
    this.page = page;
    this.form = page.getByTestId('rx-entry');
    this.sign = page.getByTestId('rx-sign');
  }

  /** Id of the document under the hands. */
  get id(): string {
    return new URL(this.page.url()).searchParams.get('id') ?? '';
  }

  field(path: string): Locator {
    return this.page.getByTestId(`rx-${path}`);
  }

  /** The whole form as it stands on the screen; `inForm`: the keyboard is among its figures; `kept`: what a hand has changed so far. */
  seen(): Promise<Seen & { readonly kept: Doc | null; readonly inForm: boolean }> {
    return this.page.evaluate((id) => {
      const texts: Record<string, string> = {};
      for (const field of document.querySelectorAll<HTMLInputElement>('input[data-figure]'))
        texts[field.dataset['testid']!.slice('rx-'.length)] = field.value;
      const bases: Record<string, string> = {};
      for (const base of document.querySelectorAll<HTMLElement>('[data-testid^="base-"]')) {
        const [, path, name] = /^base-(.+)-(\w+)$/.exec(base.dataset['testid']!)!;
        bases[path!] ??= '';
        if (base.getAttribute('aria-pressed') === 'true') bases[path!] = name!;
      }
      const forms = JSON.parse(localStorage.getItem('optics.prescription-forms') ?? '{}') as Record<
        string,
        { doc: Doc; touched: boolean }
      >;
      const kept = forms[id];
      const inForm = document.activeElement?.matches('input[data-figure], [data-testid="rx-entry"] input[type="radio"]') ?? false;
      return { texts, bases, kept: kept?.touched ? kept.doc : null, inForm };
    }, this.id);
  }

  /** The document in this device's own database, read past the program; `null`: none. */
  stored(id: string, database: string): Promise<Doc | null> {
    return this.page.evaluate(
      async ([id, name]) => {
        const asked = <T>(request: IDBRequest<T>) =>
          new Promise<T>((done, fail) => {
            request.onsuccess = () => done(request.result);
            request.onerror = () => fail(request.error ?? new Error('no answer'));
          });
        const db = await asked(indexedDB.open(`_pouch_${name}`));
        try {
          const read = db.transaction(['document-store', 'by-sequence']);
          const head = (await asked(read.objectStore('document-store').get(id))) as { winningRev: string } | undefined;
          if (!head) return null;
          const index = read.objectStore('by-sequence').index('_doc_id_rev');
          return ((await asked(index.get(`${id}::${head.winningRev}`))) as Doc | undefined) ?? null;
        } finally {
          db.close();
        }
      },
      [id, database] as const,
    );
  }

  /** Rows of a table of figures: `Sph`, `Cyl`, `Axis` of the right eye, then of the left one; `''` where it says "none". */
  async table(within: Locator): Promise<string[][]> {
    const rows = within.getByTestId('rx-table').locator('tbody tr');
    await expect(rows).toHaveCount(2);
    return rows.evaluateAll((all) =>
      all.map((row) =>
        [...row.querySelectorAll('td')].slice(0, 3).map((cell) => (cell.textContent ?? '').replace(/^[–—]$/, '').trim()),
      ),
    );
  }

  card(id: string): Locator {
    return this.page.locator(`[data-testid="rx-card"][data-id="${id}"]`);
  }
}
