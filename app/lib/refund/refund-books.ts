import type { Refund, ShiftRef } from '$design/documents/facts.ts';
import type { RefundOverride, RefundPlan } from '$design/machines/refund.machine.ts';
import { SaleFailure } from '$design/machines/sale.machine.ts';
import { composeRefund } from '$design/refund/refund-document.ts';
import { composeVoid } from '$design/sale/sale-document.ts';
import { isRegistered, toFailure } from '../sale/fiscal-port.ts';
import type { RefundDeps } from './refund.deps.ts';

type BooksDeps = Pick<RefundDeps, 'facts' | 'stamps' | 'uuid' | 'now' | 'device' | 'cashier' | 'known' | 'gateway' | 'port'>;

/** What a refund writes down: itself before anything else happens, and its end where it ends without a receipt. */
export class RefundBooks {
  private readonly deps: BooksDeps;

  constructor(deps: BooksDeps) {
    this.deps = deps;
  }

  /** Durable when it resolves. Rejects with a SaleFailure: nothing is written then; REFUND_MADE where this plan was carried out already. */
  async commit(plan: RefundPlan, override: RefundOverride | null): Promise<Refund> {
    const { facts, stamps, uuid, now, device, cashier, known, gateway } = this.deps;
    const info = device();
    const staff = cashier();
    if (gateway.shift?.state !== 'open') gateway.shift = await gateway.client.shift().catch(() => gateway.shift);
    const shift = this.shiftRef();
    if (!info?.till || !staff || !shift) throw new SaleFailure(shift ? 'FORBIDDEN' : 'SHIFT_NOT_OPEN');
    try {
      const fate = await known.fateOf(plan.key);
      // By another tab, or it lies in the tray.
      if (fate === 'made') throw new SaleFailure('REFUND_MADE');
      const key = fate === 'given-up' ? uuid() : plan.key;
      const by = { id: staff._id, name: staff.name, inn: staff.inn };
      const place = { store: info.store, pos: info.till, by, shift };
      return await facts.write(async () =>
        composeRefund({ ...plan, ...place, key, stamp: await stamps.next(), at: now(), override }),
      );
    } catch (error) {
      throw toFailure(error);
    }
  }

  private shiftRef(): ShiftRef | null {
    const { shift } = this.deps.gateway;
    if (shift?.state !== 'open' || shift.fn === null || shift.opened_at === null) return null;
    return { fn: shift.fn, number: shift.number, openedAt: shift.opened_at };
  }

  /** The refund ends without a receipt, for `reason`: only where the gateway says for certain that there is none. */
  async abandon(refund: Refund, reason: string): Promise<void> {
    const { gateway, port, facts, stamps, now, cashier } = this.deps;
    try {
      const known = await gateway.client.byKey(refund.key);
      if (known && isRegistered(known)) {
        await port.note(known);
        throw new SaleFailure('RECEIPT_NOT_PARKED');
      }
      if (known && known.stage !== 'voided') await gateway.client.voidReceipt(known.receipt_id, reason);
      const given = { by: cashier()?._id ?? null, at: now(), reason };
      await facts.write(async () => composeVoid(refund, { ...given, stamp: await stamps.next() }));
    } catch (error) {
      throw toFailure(error);
    }
  }
}
