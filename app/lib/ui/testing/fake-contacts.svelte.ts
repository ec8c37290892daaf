import { wishOf, type Addresses } from '$design/contact/contact.ts';
import { sendingView } from '$design/contact/sending-view.ts';
import type { Contact } from '$design/documents/people.ts';
import type { Sending } from '$design/documents/sending.ts';
import type { ContactsModel } from '$lib/contact/contact.model.ts';
import { NOW } from './fake-data.ts';

/** Scenes: `mailed` (sent by e-mail), `unmailed` (there is no such address). */
export function fakeContacts(has: (word: string) => boolean): ContactsModel {
  let consent = $state<'paper' | 'electronic'>('electronic');
  const given = has('mailed') || has('unmailed');
  let contact = $state.raw<Pick<Contact, 'email' | 'phone' | 'send'>>(
    given
      ? { email: 'ivan.petrov@mail.ru', phone: null, send: { email: true, sms: false, at: NOW } }
      : { email: null, phone: null, send: null },
  );
  let sending = $state.raw<Pick<Sending, 'email' | 'sms'> | null>(
    given
      ? {
          email: {
            ...{ wish: NOW, at: NOW + 2_000, tries: 1 },
            ...(has('mailed')
              ? ({ state: 'sent', code: null, via: 'smtp' } as const)
              : ({ state: 'failed', code: 'SENDING_ADDRESS_UNKNOWN', via: null } as const)),
          },
          sms: null,
        }
      : null,
  );
  const send = (addresses: Addresses) => {
    const at = NOW + 60_000;
    contact = {
      email: addresses.email ?? contact.email,
      phone: addresses.phone ?? contact.phone,
      send: wishOf(addresses, at),
    };
    setTimeout(() => {
      const outcome = { wish: at, state: 'sent', at, tries: 1, code: null } as const;
      sending = {
        email: addresses.email ? { ...outcome, via: 'smtp' } : (sending?.email ?? null),
        sms: addresses.phone ? { ...outcome, via: 'sms' } : (sending?.sms ?? null),
      };
    }, 1_500);
    return Promise.resolve(null);
  };
  return {
    get consent() {
      return consent;
    },
    set consent(next) {
      consent = next;
    },
    of: () => ({
      email: contact.email,
      phone: contact.phone,
      consent: contact.send ? consent : null,
      sending: { email: sendingView(contact, sending, 'email'), sms: sendingView(contact, sending, 'sms') },
    }),
    send: (_saleId, addresses) => send(addresses),
    again: (_saleId, channel) =>
      send({ email: channel === 'email' ? contact.email : null, phone: channel === 'sms' ? contact.phone : null }),
    ofClient: () => Promise.resolve(null),
  };
}
