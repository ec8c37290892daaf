import type { Order, OrderEvent } from '../documents/order.ts';
import type { PairDetails, PrescriptionSnapshot } from '../documents/order-pair.ts';
import type { OrderState } from '../machines/manufacturing-order.machine.ts';

/** In these states the glasses are still owed to the client: what they are made by is needed (152-FZ art. 6 part 1 point 5). */
const IN_WORK: readonly OrderState[] = ['confirmed', 'production', 'ready'];

/** May the person be taken out of the order? Its own end comes first: the law lets a contract be fulfilled. */
export const mayForget = (state: OrderState): boolean => !IN_WORK.includes(state);

const NO_EYE = { sph: null, cyl: null, axis: null, add: null };
const forgotten = ({ date, signedAt }: PrescriptionSnapshot): PrescriptionSnapshot => ({
  ...{ id: null, date, signedAt, doctor: null, od: NO_EYE, os: NO_EYE },
  pd: { both: null, od: null, os: null },
});

function pairWithout(set: PairDetails): PairDetails {
  const { prescription, frame } = set;
  return {
    ...set,
    prescription: prescription && forgotten(prescription),
    frame: frame?.whose === 'own' ? { ...frame, note: null, photo: null } : frame,
  };
}

/** Free words where they stand; where there are none the event stays as it is. */
const silent = <E extends object>(event: E, field: string, word: string | null): E =>
  (event as Record<string, unknown>)[field] == null ? event : { ...event, [field]: word };

/** The event without what tells of a person: the prescription's figures, its doctor, pictures and free words. Its own square. */
function eventWithout(event: OrderEvent): OrderEvent {
  switch (event.kind) {
    case 'pair':
      return { ...event, set: pairWithout(event.set) };
    case 'promise':
      return silent(event, 'because', null);
    case 'cancel':
    case 'rework':
    case 'link':
      return silent(event, 'reason', '—');
    case 'breakage':
    case 'quality':
    case 'notice':
      return silent(event, 'note', null);
    case 'defect':
      return silent(silent(event, 'note', null), 'photo', null);
    default:
      return event;
  }
}

/**
 * An order whose client was erased (152-FZ art. 21). What stays is what the law wants kept and names nobody: number, days, articles, money
 * (402-FZ art. 29), and the lenses as they were made, for claims about them (law on consumers' rights art. 19, 29). The client's id stays
 * too, as it does in receipts: it leads nowhere any more. What the order is by its events is the same as before.
 */
export const withoutPerson = (order: Order): Order => ({ ...order, erased: true, events: eventsWithoutPerson(order.events) });

export const eventsWithoutPerson = (events: readonly OrderEvent[]): OrderEvent[] => events.map(eventWithout);
