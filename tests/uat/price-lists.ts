import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cell } from '../../design/import/table.ts';
import type { CatalogueEntry } from '../../design/documents/catalogue.ts';
import type { World } from '../e2e/harness/world.ts';
import { writeXlsx } from '../import/generator/write-table.ts';

/** Files of suppliers as a story writes them, in a folder of its own. */
export class PriceLists {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async open(): Promise<PriceLists> {
    return new PriceLists(await mkdtemp(join(tmpdir(), 'price-lists-')));
  }

  async xlsx(name: string, titles: readonly string[], rows: readonly (readonly Cell[])[]): Promise<string> {
    const path = join(this.folder, name);
    await writeXlsx(path, { titles, rows });
    return path;
  }

  async text(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, content);
    return path;
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

interface CatalogueDocument {
  readonly _id: string;
  readonly shards?: readonly { readonly id: string }[];
  readonly deltas?: readonly { readonly id: string }[];
  readonly entries?: readonly CatalogueEntry[];
  readonly removed?: readonly string[];
}

/** Goods that tills of this world sell, as the catalogue is published; by SKU. */
export async function publishedGoods({ databases }: World): Promise<Map<string, CatalogueEntry>> {
  const documents = (await databases.documents('catalog')) as unknown as CatalogueDocument[];
  const byId = new Map(documents.map((document) => [document._id, document]));
  const { shards = [], deltas = [] } = byId.get('manifest:catalogue') ?? {};
  const goods = new Map<string, CatalogueEntry>();
  for (const { id } of [...shards, ...deltas]) {
    const { entries = [], removed = [] } = byId.get(id) ?? {};
    for (const entry of entries) goods.set(entry.sku, entry);
    for (const sku of removed) goods.delete(sku);
  }
  return goods;
}

/** Kopecks of an article whose price is `percent` higher; prices of the stories' frames are whole tens of roubles. */
export const raised = ({ price }: CatalogueEntry, percent: number): number => (price / 100) * (100 + percent);
