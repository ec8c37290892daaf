import { askJson } from './http-json.ts';

export interface ServerDocument {
  readonly _id: string;
  readonly _rev: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

interface Session {
  readonly store: string;
  readonly databases: readonly { readonly name: string }[];
}

/** The sync server's databases as a paired device may read them, asked past the network line (the test is not the shop). */
export class ServerReader {
  readonly url: string;
  #token: Promise<string> | null = null;

  constructor(port: number) {
    this.url = `http://127.0.0.1:${port}`;
  }

  session(): Promise<Session> {
    return this.#get('/api/session');
  }

  async documents(database: string): Promise<ServerDocument[]> {
    const changes = await this.#get<{ results: { deleted?: boolean; doc: ServerDocument }[] }>(
      `/db/${database}/_changes?since=0&include_docs=true`,
    );
    return changes.results.filter((row) => row.deleted !== true).map((row) => row.doc);
  }

  /** Every fact of this shop in the months a device may see, the generated history of retired drives left out. */
  async facts(since: number): Promise<ServerDocument[]> {
    const { databases } = await this.session();
    const names = databases.map(({ name }) => name).filter((name) => name.startsWith('sales-'));
    const all = (await Promise.all(names.map((name) => this.documents(name)))).flat();
    return all.filter((fact) => typeof fact['at'] === 'number' && fact['at'] >= since);
  }

  async factsOf(type: string, since: number): Promise<ServerDocument[]> {
    return (await this.facts(since)).filter((fact) => fact.type === type);
  }

  async #get<T>(path: string): Promise<T> {
    this.#token ??= askJson<{ token: string }>(`${this.url}/api/pair`, {
      method: 'POST',
      body: { code: null, name: 'the tests' },
    }).then(({ token }) => token);
    return askJson<T>(`${this.url}${path}`, { headers: { authorization: `Bearer ${await this.#token}` } });
  }
}
