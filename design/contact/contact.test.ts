import { describe, expect, it } from 'vitest';
import { contact as contactShape, type Contact } from '../documents/people.ts';
import type { SendingOutcome } from '../documents/sending.ts';
import { editFields } from '../merge/edit.ts';
import { merge } from '../merge/merge.ts';
import { composeContact, wishOf } from './contact.ts';
import { sendingView } from './sending-view.ts';

const SALE = 'sale:1795253460000-0000-0001';
const hand = (tick: string) => ({ hlc: `1795253460000-${tick}-0001`, by: 'staff:1', pos: 'POS-001' });
const addresses = { email: 'ivan@mail.ru', phone: null };
const before = composeContact({
  sale: SALE,
  addresses,
  consent: 'electronic',
  at: 1_795_253_460_000,
  before: true,
  hand: hand('0001'),
});

describe('the contact of a sale', () => {
  it('is a valid document under the key of its sale, with the consent and its time (I-09)', () => {
    expect(contactShape.parse(before)).toMatchObject({ _id: 'contact:1795253460000-0000-0001', consent: { kind: 'electronic' } });
  });

  it('keeps what the receipt’s request carries, whatever address it is sent to later: same key, same body', () => {
    const later = editFields(
      before,
      { email: 'other@mail.ru', send: wishOf({ ...addresses, email: 'other@mail.ru' }, 2) },
      hand('0002'),
    );
    expect(later.asked).toEqual(addresses);
    // Another device gave an address after the receipt and had not heard of the first contact yet.
    const elsewhere = composeContact({
      sale: SALE,
      addresses: { email: null, phone: '+79001234567' },
      consent: 'electronic',
      at: 3,
      before: false,
      hand: { hlc: '1795253470000-0000-0002', by: null, pos: null },
    });
    expect(merge<Contact>(before, elsewhere).asked).toEqual(addresses);
    expect(merge<Contact>(elsewhere, before)).toEqual(merge<Contact>(before, elsewhere));
  });

  it('wishes no SMS to a fixed line', () => {
    expect(wishOf({ email: null, phone: '+74951234567' }, 1)).toEqual({ email: false, sms: false, at: 1 });
  });
});

describe('how a sending stands at the till', () => {
  const outcome = (more: Partial<SendingOutcome>): { email: SendingOutcome; sms: null } => ({
    email: { wish: 1, state: 'sent', at: 9, tries: 1, code: null, via: 'smtp', ...more },
    sms: null,
  });
  const wish = { send: { email: true, sms: false, at: 1 } };
  it('is nothing without a wish, and waits where the server has not heard of it', () => {
    expect(sendingView(null, null, 'email').state).toBe('none');
    expect(sendingView(wish, null, 'email')).toMatchObject({ state: 'queued', at: 1 });
    expect(sendingView(wish, null, 'sms').state).toBe('none');
  });
  it('is the server’s word on this wish, not on the one before', () => {
    expect(sendingView(wish, outcome({}), 'email')).toMatchObject({ state: 'sent', at: 9 });
    expect(sendingView({ send: { email: true, sms: false, at: 2 } }, outcome({}), 'email').state).toBe('queued');
    expect(sendingView(wish, outcome({ state: 'failed', code: 'SENDING_ADDRESS_UNKNOWN' }), 'email')).toMatchObject({
      state: 'failed',
      code: 'SENDING_ADDRESS_UNKNOWN',
    });
  });
  it('does not call sent what only lies in a folder', () => {
    expect(sendingView(wish, outcome({ via: 'outbox' }), 'email').state).toBe('kept');
  });
  it('stays known after the contact is erased', () => expect(sendingView(null, outcome({}), 'email').state).toBe('sent'));
});
