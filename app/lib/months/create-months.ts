import { parseDatabaseName } from '$design/databases.ts';
import { RECEIPT_TYPES } from '$design/folds/movement.ts';
import { rangeOf } from '$design/ids.ts';
import type { LocalDatabase, OpenRemote } from '../storage/database.types.ts';
import type { Databases } from '../storage/databases.ts';
import type { LocalStore } from '../storage/local-store.ts';
import { everythingSent } from '../sync/everything-sent.ts';
import type { ServerClient } from '../sync/server.client.ts';
import { withoutOutcome } from '../tray/open-sales.ts';
import type { HomeMap } from './home-map.ts';
import { Months } from './months.ts';

export interface CreateMonthsDeps {
  readonly client: ServerClient;
  readonly openRemote: OpenRemote;
  readonly databases: Databases;
  readonly homes: HomeMap;
  readonly store: LocalStore;
  readonly place: () => { readonly store: string; readonly timeZone: string };
  readonly now: () => number;
  /** Documents of this database that the server has refused. */
  readonly refused: (database: string) => number;
}

/** The months of a device over its databases and its server. */
export function createMonths({ client, openRemote, ...deps }: CreateMonthsDeps): Months {
  const remotes = new Map<string, LocalDatabase>();
  const remote = (name: string): LocalDatabase => {
    let opened = remotes.get(name);
    if (!opened) remotes.set(name, (opened = openRemote(client.databaseUrl(name), client.requestWith())));
    return opened;
  };
  return new Months({
    ...deps,
    remote,
    everythingSent,
    ask: (database, shifts) => client.homes(database, shifts),
    openReceipts: (database) => openReceipts(deps.databases, database),
  });
}

/** Receipts of a month that have neither result nor void anywhere on this device. */
async function openReceipts(databases: Databases, month: string): Promise<number> {
  const idsIn = (name: string, types: readonly string[]): Promise<string[]> =>
    Promise.all(types.map((type) => databases.ids(name, rangeOf(type).startkey, rangeOf(type).endkey))).then((all) => all.flat());
  const open = withoutOutcome(
    await idsIn(month, RECEIPT_TYPES),
    await idsIn(month, ['fiscal-result']),
    await idsIn(month, ['sale-void']),
  );
  if (open.length === 0) return 0;
  const others = databases.known().filter((name) => name !== month && parseDatabaseName(name)?.kind === 'sales');
  const elsewhere = await Promise.all(others.map((name) => idsIn(name, ['fiscal-result', 'sale-void'])));
  return withoutOutcome(open, elsewhere.flat(), []).length;
}
