import type { ClientsModel } from './client.model.ts';
import type { ClientsDeps, ClientStore } from './client.store.ts';

/** The shop's clients as a piece that comes when somebody first asks for one (docs/decisions/0022). */
export class LateClients implements ClientsModel {
  private made: Promise<ClientStore> | null = null;
  private readonly deps: ClientsDeps;

  constructor(deps: ClientsDeps) {
    this.deps = deps;
  }

  private get store(): Promise<ClientStore> {
    this.made ??= import('./client.store.ts').then(
      ({ ClientStore }) => new ClientStore(this.deps),
      (error: unknown) => {
        this.made = null;
        throw error;
      },
    );
    return this.made;
  }

  async find(text: string, most?: number) {
    return (await this.store).find(text, most);
  }
  async add(client: Parameters<ClientsModel['add']>[0]) {
    return (await this.store).add(client);
  }
  async choose(client: Parameters<ClientsModel['choose']>[0]) {
    return (await this.store).choose(client);
  }
  async changed(database: string, ids: readonly string[]): Promise<void> {
    if (this.made !== null) await (await this.made).changed(database, ids);
  }
}
