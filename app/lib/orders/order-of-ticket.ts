import { ticketsOf } from '$design/workshop/ticket.ts';
import type { HeldOrder } from './order-shelf.ts';

interface Orders {
  byNumber(number: string): Promise<Pick<HeldOrder, 'order'> | null>;
}

/** `order:…` that a scanned paper names (its likeliest reading first); `null`: it is not on this device. */
export async function orderOfTicket(orders: Orders, code: string): Promise<string | null> {
  for (const { number } of ticketsOf(code)) {
    const held = await orders.byNumber(number);
    if (held) return held.order._id;
  }
  return null;
}
