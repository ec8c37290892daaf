import { storeDatabase } from '../../design/databases.ts';
import { rangeOf } from '../../design/ids.ts';
import { can, ROLES, type Action, type Role } from '../../design/people/roles.ts';
import type { Engine } from '../engine/engine.ts';

/** The action that writing a fact of this type takes; types that anyone at a till may write are absent. */
const ACTION_OF: Readonly<Record<string, Action>> = {
  sale: 'sale',
  refund: 'refund',
  correction: 'receipt.correct',
  'sale-void': 'receipt.void',
  'cash-movement': 'cash.move',
  'stock-movement': 'stock.move',
};

export interface StaffJudge {
  /** May this person write a fact of this type? `null` where the person is not known in the shop. */
  mayWrite(staff: string, type: string): boolean | null;
  /** `null` where the person is not known in the shop. */
  roleOf(staff: string): Role | null;
}

/** Roles of a shop's people, kept current, for flagging facts that the wrong role wrote. */
export interface StaffDirectory {
  /** A synchronous judge over the people known now. */
  judgeOf(store: string): Promise<StaffJudge>;
  /** Ids of the shop's people. */
  idsOf(store: string): Promise<string[]>;
  stop(): void;
}

export function createStaffDirectory(engine: Engine): StaffDirectory {
  const shops = new Map<string, Promise<ReadonlyMap<string, Role>>>();
  const unwatch = engine.watch((name) => void shops.delete(name));

  async function load(database: string): Promise<ReadonlyMap<string, Role>> {
    const roles = new Map<string, Role>();
    for (const doc of await (await engine.open(database)).range(rangeOf('staff'))) {
      const role = ROLES.find((known) => known === doc['role']);
      if (role) roles.set(doc._id, role);
    }
    return roles;
  }

  function rolesOf(store: string): Promise<ReadonlyMap<string, Role>> {
    const database = storeDatabase(store);
    let loading = shops.get(database);
    if (!loading) {
      loading = load(database);
      shops.set(database, loading);
      loading.catch(() => shops.delete(database));
    }
    return loading;
  }

  return {
    idsOf: async (store) => [...(await rolesOf(store)).keys()],
    async judgeOf(store) {
      const roles = await rolesOf(store);
      return {
        mayWrite(staff, type) {
          const role = roles.get(staff);
          if (!role) return null;
          const action = ACTION_OF[type];
          return action === undefined || can(role, action);
        },
        roleOf: (staff) => roles.get(staff) ?? null,
      };
    },
    stop: unwatch,
  };
}
