import { CATALOG } from '$design/databases.ts';
import type { SnapshotHead } from '$design/folds/catalogue-snapshot.ts';
import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import { ServerError, type ServerClient } from '../sync/server.client.ts';

export interface Snapshot {
  readonly head: SnapshotHead;
  /** JSON of `CatalogueColumns`: read by the worker, not by the page. */
  readonly base: Uint8Array;
}

/** What the catalogue asks of the server past replication. Every method throws where the server does not answer. */
export interface CatalogueRemote {
  snapshot(): Promise<Snapshot>;
  /** A document of `catalog` as the server holds it; `null` where it does not. */
  document(id: string): Promise<{ readonly _id: string } | null>;
  /** An article by its code as the server knows it, within two seconds; `null` where it does not. */
  product(code: string): Promise<CatalogueEntry | null>;
}

export function createCatalogueRemote(
  client: Pick<ServerClient, 'origin' | 'databaseUrl' | 'requestWith' | 'product'>,
): CatalogueRemote {
  const request = client.requestWith();
  const get = async (url: string): Promise<Response | null> => {
    const answer = await request(url);
    if (answer.ok) return answer;
    if (answer.status === 404) return null;
    throw new Error(`catalogue: ${answer.status}`);
  };
  const must = (answer: Response | null): Response => {
    if (!answer) throw new Error('catalogue: not found');
    return answer;
  };
  return {
    async snapshot() {
      const address = `${client.origin}/api/catalogue/snapshot`;
      const head = (await must(await get(address)).json()) as SnapshotHead;
      const base = must(await get(`${address}/${head.base}`));
      return { head, base: new Uint8Array(await base.arrayBuffer()) };
    },
    async document(id) {
      const answer = await get(`${client.databaseUrl(CATALOG)}/${encodeURIComponent(id)}`);
      return answer && ((await answer.json()) as { _id: string });
    },
    product: (code) =>
      client.product(code).catch((error: unknown) => {
        if (error instanceof ServerError && error.status === 404) return null;
        throw error;
      }),
  };
}
