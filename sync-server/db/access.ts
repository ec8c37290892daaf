import {
  monthState,
  openMonths,
  parseDatabaseName,
  CATALOG,
  CHAIN,
  CHAIN_COST,
  salesDatabase,
  storeDatabase,
} from '../../design/databases.ts';
import type { Device } from '../../design/documents/people.ts';
import type { ErrorCode } from '../../design/errors.ts';

export interface Access {
  readonly pull: boolean;
  readonly push: boolean;
}

export interface DatabaseAccess extends Access {
  readonly name: string;
}

export interface AccessContext {
  /** Server time, epoch ms. */
  readonly now: number;
  readonly timeZoneOf: (store: string) => string;
  /** Is a database of this name there? */
  readonly provisioned?: (name: string) => boolean;
}

type Who = Pick<Device, 'store' | 'scopes'>;

/** Everything this device may replicate today (design §4, the last column of the table). */
export function databasesOf(device: Who, context: AccessContext): DatabaseAccess[] {
  const databases: DatabaseAccess[] = [];
  if (device.scopes.includes('till')) {
    databases.push({ name: CATALOG, pull: true, push: false }, { name: storeDatabase(device.store), pull: true, push: true });
    for (const month of openMonths(context.now, context.timeZoneOf(device.store))) {
      databases.push({ name: salesDatabase(device.store, month), pull: true, push: true });
    }
  }
  if (device.scopes.includes('dashboard')) databases.push({ name: CHAIN, pull: true, push: false });
  if (device.scopes.includes('cost')) databases.push({ name: CHAIN_COST, pull: true, push: false });
  return databases;
}

/** What the device may do with a database, or why it may not know of it. */
export function accessOf(device: Who, name: string, context: AccessContext): Access | ErrorCode {
  // `_all_dbs`, `_users`, `_replicate` …: calls of the server, of which the allow-list has none (design §5).
  if (name.startsWith('_')) return 'FORBIDDEN';
  const found = databasesOf(device, context).find((database) => database.name === name);
  if (found) return found;
  const { kind, store, month } = parseDatabaseName(name) ?? { kind: null, store: null, month: null };
  if (kind !== 'sales' || store !== device.store || month === null || !device.scopes.includes('till'))
    return 'DATABASE_NOT_FOUND';
  const held = context.provisioned?.(name) ?? false;
  const state = monthState(month, { now: context.now, timeZone: context.timeZoneOf(store), held });
  // A till that was away for months hands in what it sold then, into the month that the server has held.
  return state === 'wrong' ? 'CLOCK_WRONG' : { pull: false, push: true };
}
