import type { ErrorCode } from '../../../design/errors.ts';

/** What people wrote, kept apart from every database: the truth that all of them are compared with. */
export class Books {
  /** Shop → id → revision of each fact that the server must take. */
  readonly facts = new Map<string, Map<string, string>>();
  /** Device → `database id` → the code of each document that the server must refuse. */
  readonly refused = new Map<number, Map<string, ErrorCode>>();
  /** `id field` → the latest stamp and what was written under it. */
  readonly fields = new Map<string, { stamp: string; value: unknown }>();
  /** Order → ids of its events. */
  readonly events = new Map<string, Set<string>>();

  fact(shop: string, id: string, rev: string): void {
    inner(this.facts, shop).set(id, rev);
  }

  refuse(device: number, database: string, id: string, code: ErrorCode): void {
    inner(this.refused, device).set(`${database} ${id}`, code);
  }

  field(id: string, field: string, stamp: string, value: unknown): void {
    const key = `${id} ${field}`;
    if (stamp > (this.fields.get(key)?.stamp ?? '')) this.fields.set(key, { stamp, value });
  }

  event(order: string, id: string): void {
    let ids = this.events.get(order);
    if (!ids) this.events.set(order, (ids = new Set()));
    ids.add(id);
  }
}

function inner<K, V>(outer: Map<K, Map<string, V>>, key: K): Map<string, V> {
  let map = outer.get(key);
  if (!map) outer.set(key, (map = new Map<string, V>()));
  return map;
}
