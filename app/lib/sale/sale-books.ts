import type { Sale, ShiftRef } from '$design/documents/facts.ts';
import { SaleFailure, type CommitInput } from '$design/machines/sale.machine.ts';
import { composeSale, composeVoid, voidIdOf } from '$design/sale/sale-document.ts';
import { settledBy } from '$design/sale/tenders.ts';
import { localDate } from '$design/time/local-time.ts';
import { toFailure } from './fiscal-port.ts';
import type { SaleDeps } from './sale.store.svelte.ts';

type BooksDeps = Pick<
  SaleDeps,
  'cart' | 'facts' | 'stamps' | 'gateway' | 'demandDeposits' | 'keepContact' | 'uuid' | 'now' | 'device' | 'cashier'
>;

/** What a sale writes down: itself before anything else happens, and its end where it ends without a receipt. */
export class SaleBooks {
  private readonly deps: BooksDeps;
  private draft: Promise<string | null> | null = null;

  constructor(deps: BooksDeps) {
    this.deps = deps;
  }

  /**
   * The key that this cart was begun with, `null` where it has none or where it is spent: another tab may have sold the cart that this
   * one brought back. Begun while the gateway is asked; a sale waits for the longer of the two.
   */
  lookAtDraft(): Promise<string | null> {
    const mark = this.deps.cart.draft;
    const look = async () => (mark === null || (await this.deps.facts.hasSale(mark.key, mark.begun)) ? null : mark.key);
    this.draft = look();
    // Whoever writes the sale hears of the trouble.
    this.draft.catch(() => null);
    return this.draft;
  }

  /** Durable when it resolves. Rejects with a SaleFailure: nothing is written then. */
  async commit(input: CommitInput): Promise<Sale> {
    const { cart, facts, stamps, uuid, now, device, cashier } = this.deps;
    const info = device();
    const staff = cashier();
    const shift = this.shiftRef();
    if (!info?.till || !staff || !shift) throw new SaleFailure(shift ? 'FORBIDDEN' : 'SHIFT_NOT_OPEN');
    try {
      // Once more before it is written: another till of the shop may have used it up, or taken the money for the debt, meanwhile.
      await this.deps.demandDeposits(settledBy(input.tenders), input.settlement);
      const key = (await (this.draft ?? this.lookAtDraft())) ?? uuid();
      const place = { store: info.store, pos: info.till, by: { id: staff._id, name: staff.name, inn: staff.inn } };
      const sale = await facts.write(async () =>
        composeSale({
          ...{ stamp: await stamps.next(), key, at: now(), day: localDate(now(), info.timeZone), ...place, shift, ...input },
        }),
      );
      // A customer's address that could not be kept is asked for again on the receipt's screen: the sale does not wait for it.
      await this.deps.keepContact(sale._id, cart.cart.contact).catch(() => null);
      this.draft = null;
      cart.spend();
      return sale;
    } catch (error) {
      throw toFailure(error);
    }
  }

  private shiftRef(): ShiftRef | null {
    const shift = this.deps.gateway.shift;
    if (shift?.state !== 'open' || shift.fn === null || shift.opened_at === null) return null;
    return { fn: shift.fn, number: shift.number, openedAt: shift.opened_at };
  }

  /** Ends a sale without a receipt; `reason` is for the books. */
  async abandon(sale: Sale, reason: string): Promise<void> {
    const { facts, stamps, now, cashier } = this.deps;
    const given = { by: cashier()?._id ?? null, at: now(), reason };
    // Another tab, or this one before a power cut, has ended it already.
    if (await facts.find(voidIdOf(sale._id))) return;
    await facts.write(async () => composeVoid(sale, { ...given, stamp: await stamps.next() }));
  }
}
