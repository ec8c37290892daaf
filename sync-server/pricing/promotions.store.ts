import { CATALOG } from '../../design/databases.ts';
import { settings as settingsShape, type Settings } from '../../design/documents/catalogue.ts';
import {
  coupon as couponShape,
  promotion as promotionShape,
  type Coupon,
  type Promotion,
} from '../../design/documents/promotion.ts';
import { DomainError } from '../../design/errors.ts';
import { rangeOf } from '../../design/ids.ts';
import { editFields } from '../../design/merge/edit.ts';
import type { RoundingStep } from '../../design/pricing/rounding.ts';
import type { Engine, StoredDocument } from '../engine/engine.ts';
import type { Stamps } from '../stamps.ts';

type Head = '_id' | '_rev' | 'type' | 'schema' | 'hlc' | 'by' | 'pos' | 'stamps';
export type PromotionFields = Omit<Promotion, Head>;
export type CouponFields = Omit<Coupon, Head>;

/** The chain's promotions and coupons, in `catalog`, which the server alone writes. */
export interface Promotions {
  promotions(): Promise<Promotion[]>;
  coupons(): Promise<Coupon[]>;
  /** Makes it, or changes its fields. `key`: what stands after `promotion:`. */
  put(key: string, fields: PromotionFields): Promise<Promotion>;
  putCoupon(fields: CouponFields): Promise<Coupon>;
  /** On or off. @throws DomainError NOT_FOUND */
  setActive(id: string, active: boolean): Promise<void>;
  /** What receipts' totals are rounded down to, kopecks: one rule for the whole chain (A-33). */
  rounding(): Promise<RoundingStep>;
  setRounding(step: RoundingStep): Promise<void>;
}

export function createPromotions(engine: Engine, stamps: Stamps): Promotions {
  const all = async (type: string): Promise<StoredDocument[]> => (await engine.open(CATALOG)).range(rangeOf(type));

  const settings = async (): Promise<Settings[]> =>
    (await all('settings')).flatMap((doc) => settingsShape.safeParse(doc).data ?? []);

  async function write<T extends Promotion | Coupon>(_id: string, type: T['type'], fields: object): Promise<T> {
    const catalog = await engine.open(CATALOG);
    const hlc = stamps();
    const before = (await catalog.get(_id)) as unknown as T | null;
    const made = {
      ...{ _id, type, schema: 1, hlc, by: null, pos: null, ...fields },
      stamps: Object.fromEntries(Object.keys(fields).map((field) => [field, hlc])),
    } as unknown as T;
    const next = before ? editFields<T>(before, fields, { hlc, by: null, pos: null }) : made;
    if (next === before) return before;
    const result = await catalog.put(next);
    if (!result.ok) throw new Error(`${_id}: ${result.error}`);
    return next;
  }

  return {
    promotions: async () => (await all('promotion')).flatMap((doc) => promotionShape.safeParse(doc).data ?? []),
    coupons: async () => (await all('coupon')).flatMap((doc) => couponShape.safeParse(doc).data ?? []),
    put: (key, fields) => write<Promotion>(`promotion:${key}`, 'promotion', fields),
    putCoupon: (fields) => write<Coupon>(`coupon:${fields.code}`, 'coupon', fields),
    async setActive(id, active) {
      const held = await (await engine.open(CATALOG)).get(id);
      const type = held?.['type'];
      if (type !== 'promotion' && type !== 'coupon') throw new DomainError('NOT_FOUND', { id });
      await write(id, type, { active });
    },
    rounding: async () => (await settings()).find(({ rounding }) => rounding !== undefined)?.rounding ?? 1,
    async setRounding(rounding) {
      const catalog = await engine.open(CATALOG);
      for (const before of await settings()) {
        const next = editFields<Settings>(before, { rounding }, { hlc: stamps(), by: null, pos: null });
        const result = next === before ? null : await catalog.put(next);
        if (result?.ok === false) throw new Error(`${before._id}: ${result.error}`);
      }
    },
  };
}
