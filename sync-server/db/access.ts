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
  /** Only documents of these types are there for the device; absent: all. */
  readonly types?: { readonly reads: readonly string[]; readonly writes: readonly string[] };
}

/**
 * A tablet of the workshop (the scope `workshop` without `till`): the orders, with what they are made by, and who works here. No client's
 * card, no prescription beside the order's own copy, no contact, no sale.
 */
const WORKSHOP = { reads: ['staff', 'order'], writes: ['order'] } as const;

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
  } else if (device.scopes.includes('workshop')) {
    databases.push({ name: CATALOG, pull: true, push: false });
    databases.push({ name: storeDatabase(device.store), pull: true, push: true, types: WORKSHOP });
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
