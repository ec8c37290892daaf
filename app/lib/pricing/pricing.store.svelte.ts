import { CATALOG } from '$design/databases.ts';
import type { Settings } from '$design/documents/catalogue.ts';
import type { Sale, SaleVoid } from '$design/documents/facts.ts';
import type { Coupon, Promotion } from '$design/documents/promotion.ts';
import { rangeOf } from '$design/ids.ts';
import { couponOf, isCounted } from '$design/pricing/coupons.ts';
import { NO_RULES, withCodes, withoutCodes, type PricingRules } from '$design/pricing/rules.ts';
import type { Databases } from '../storage/databases.ts';
import type { Facts } from '../storage/facts.ts';
import type { ServerClient } from '../sync/server.client.ts';

export interface PricingDeps {
  readonly databases: Pick<Databases, 'range'>;
  readonly facts: Pick<Facts, 'names'>;
  readonly client: Pick<ServerClient, 'coupon'>;
  /** The rules are others now. */
  readonly onChanged: () => void;
}

const SETS_RULES = /^(promotion|coupon):/;

/** The chain's price rules as this device holds them; they come with the catalogue and work without any network. */
export class PricingStore {
  rules = $state.raw<PricingRules>(NO_RULES);
  /** Codes that the server has called used up. */
  private spentInChain: ReadonlySet<string> = NO_RULES.spent;
  private readonly deps: PricingDeps;

  constructor(deps: PricingDeps) {
    this.deps = deps;
  }

  async load(): Promise<void> {
    const all = async <T>(type: string) => {
      const { startkey, endkey } = rangeOf(type);
      return this.deps.databases.range<T>(CATALOG, startkey, endkey);
    };
    const [promotions, coupons] = await Promise.all([all<Promotion>('promotion'), all<Coupon>('coupon')]);
    this.take({ promotions: promotions.filter(({ active }) => active), coupons });
  }

  /** Documents of the catalogue's database have changed. */
  async changed(ids: readonly string[]): Promise<void> {
    if (ids.some((id) => SETS_RULES.test(id))) await this.load();
  }

  settled({ store, timeZone, rounding }: Settings): void {
    this.take({ store: store ?? '', timeZone, rounding: rounding ?? 1 });
  }

  /**
   * Is a counted coupon used up? What this device knows of, and the server where it answers within two seconds. Where one of the two
   * cannot be asked, the coupon is not confirmed: the pricing gives what its risk allows. A use that has been voided since is none. Never
   * rejects.
   */
  async ask(code: string): Promise<void> {
    const coupon = couponOf(code, this.rules.coupons);
    if (!coupon || !isCounted(coupon)) return;
    const [here, chain] = await Promise.all([
      this.usesHere(code).catch(() => null),
      this.deps.client.coupon(code).catch(() => null),
    ]);
    if (chain) this.spentInChain = (chain.spent ? withCodes : withoutCodes)(this.spentInChain, [code]);
    const { confirmed, spent } = this.rules;
    // What cannot be read says nothing new: a code that was known to be used stays used.
    const usedHere = here === null ? spent.has(code) : coupon.once && here > 0;
    if (usedHere || this.spentInChain.has(code))
      this.take({ spent: withCodes(spent, [code]), confirmed: withoutCodes(confirmed, [code]) });
    else {
      const known = here === null ? withoutCodes(confirmed, [code]) : chain ? withCodes(confirmed, [code]) : confirmed;
      this.take({ spent: withoutCodes(spent, [code]), confirmed: known });
    }
  }

  /** A sale with these codes is written: a single-use one is used up from now on, and what was asked is not true any more. */
  used(codes: readonly string[]): void {
    if (codes.length === 0) return;
    const once = codes.filter((code) => couponOf(code, this.rules.coupons)?.once);
    const { confirmed, spent } = this.rules;
    this.take({ confirmed: withoutCodes(confirmed, codes), spent: withCodes(spent, once) });
  }

  /** A sale was voided: those of `codes` that were used up are looked at anew. */
  async voided(codes: readonly string[]): Promise<void> {
    for (const code of codes) if (this.rules.spent.has(code)) await this.ask(code);
  }

  private async usesHere(code: string): Promise<number> {
    const range = async <T>(type: string): Promise<T[]> => {
      const { startkey, endkey } = rangeOf(type);
      const all = this.deps.facts.names().map((name) => this.deps.databases.range<T>(name, startkey, endkey));
      return (await Promise.all(all)).flat();
    };
    const used = (await range<Sale>('sale')).filter(({ coupons }) => coupons?.includes(code));
    if (used.length === 0) return 0;
    // A card that was declined leaves a sale that never was.
    const voids = await range<SaleVoid>('sale-void');
    return used.filter(({ _id }) => !voids.some(({ sale }) => sale === _id)).length;
  }

  private take(rules: Partial<PricingRules>): void {
    this.rules = { ...this.rules, ...rules };
    this.deps.onChanged();
  }
}
