import { docId, keyOfId } from '../ids.ts';
import type { Contact, SendWish } from '../documents/people.ts';
import type { Hand } from '../merge/edit.ts';
import { isMobile } from './address.ts';

/** Where an electronic receipt goes; as `readEmail` and `readPhone` give them. */
export interface Addresses {
  readonly email: string | null;
  readonly phone: string | null;
}

export const contactIdOf = (saleId: string): string => docId('contact', keyOfId(saleId));
export const sendingIdOf = (saleId: string): string => docId('sending', keyOfId(saleId));

export const isEmpty = ({ email, phone }: Addresses): boolean => email === null && phone === null;

/** Everything that can reach the customer. A fixed line gets the receipt from the operator's data alone. */
export const wishOf = ({ email, phone }: Addresses, at: number): SendWish => ({
  email: email !== null,
  sms: phone !== null && isMobile(phone),
  at,
});

export interface NewContact {
  readonly sale: string;
  readonly addresses: Addresses;
  readonly consent: 'paper' | 'electronic';
  /** Epoch ms, by the server's clock. */
  readonly at: number;
  /** Given before the register is asked: the receipt's request carries it (tag 1008), now and in every repeat. */
  readonly before: boolean;
  readonly hand: Hand;
}

/** The contact of a sale that has none yet. */
export function composeContact({ sale, addresses, consent, at, before, hand }: NewContact): Contact {
  const { email, phone } = addresses;
  const fields = {
    sale,
    email,
    phone,
    ...(before ? { asked: { email, phone } } : {}),
    consent: { at, kind: consent },
    send: wishOf(addresses, at),
  };
  return {
    _id: contactIdOf(sale),
    type: 'contact',
    schema: 1,
    hlc: hand.hlc,
    by: hand.by,
    pos: hand.pos,
    ...fields,
    stamps: Object.fromEntries(Object.keys(fields).map((field) => [field, hand.hlc])),
  };
}
