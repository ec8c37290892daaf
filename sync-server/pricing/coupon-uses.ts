import { CONTROL, parseDatabaseName } from '../../design/databases.ts';
import { sale as saleShape, saleVoid as voidShape } from '../../design/documents/facts.ts';
import { keyOfId } from '../../design/ids.ts';
import type { CouponUse } from '../../design/pricing/coupon-use.ts';
import { voidIdOf } from '../../design/sale/sale-document.ts';
import type { Database, Engine, StoredDocument } from '../engine/engine.ts';
import { createCursors } from '../follow/cursor.ts';
import { startFollower, type Follower } from '../follow/follower.ts';
import type { Log } from '../log.ts';

const PAGE = 200;
const TYPE = 'coupon-use';
const idOf = (code: string, sale: string): string => `${TYPE}:${code}:${keyOfId(sale)}`;

const useOf = ({ code, sale, store, pos, at, unasked }: StoredDocument): CouponUse =>
  ({ code, sale, store, pos, at, unasked }) as unknown as CouponUse;

/** Uses of a code, or of all codes that begin with it. */
export async function usesOf(engine: Engine, code: string, series = false): Promise<CouponUse[]> {
  const from = `${TYPE}:${code}${series ? '' : ':'}`;
  return (await (await engine.open(CONTROL)).range({ startkey: from, endkey: `${from}\ufff0` })).map(useOf);
}

export const allUses = (engine: Engine): Promise<CouponUse[]> => usesOf(engine, '', true);

async function put(control: Database, use: CouponUse): Promise<void> {
  const _id = idOf(use.code, use.sale);
  const result = await control.put({ _id, type: TYPE, ...use });
  // It is there: the work is being repeated.
  if (!result.ok && result.error !== 'conflict') throw new Error(`${_id}: ${result.error}`);
}

/**
 * Notes each use of a coupon in the chain: one document a code and sale in `control`, written again by whoever repeats the work. A sale
 * that was voided (its card was declined) has used nothing.
 */
export function followCoupons(engine: Engine, log: Log): Follower {
  const cursors = createCursors(engine, 'coupons');

  async function take(database: Database, control: Database, doc: StoredDocument | null): Promise<void> {
    if (doc?.['type'] === 'sale') {
      const sale = saleShape.safeParse(doc).data;
      if (!sale?.coupons?.length || (await database.get(voidIdOf(sale._id)))) return;
      const { _id, store, pos, at } = sale;
      for (const code of sale.coupons) {
        await put(control, { code, sale: _id, store, pos, at, unasked: sale.unasked?.includes(code) ?? false });
      }
    } else if (doc?.['type'] === 'sale-void') {
      const voided = voidShape.safeParse(doc).data;
      const sale = voided && saleShape.safeParse(await database.get(voided.sale)).data;
      for (const code of sale?.coupons ?? []) {
        const held = await control.get(idOf(code, sale!._id));
        if (held) await control.put({ _id: held._id, _rev: held._rev, _deleted: true });
      }
    }
  }

  return startFollower(engine, {
    what: 'coupon-uses',
    wants: (name) => parseDatabaseName(name)?.kind === 'sales',
    log,
    async work(name) {
      const [database, control] = [await engine.open(name), await engine.open(CONTROL)];
      for (;;) {
        const since = await cursors.of(name);
        const { rows, lastSeq } = await database.changes({ since, limit: PAGE, includeDocs: true });
        for (const { doc } of rows) await take(database, control, doc);
        if (lastSeq !== since) await cursors.move(name, lastSeq);
        if (rows.length < PAGE) return;
      }
    },
  });
}
