import type { CatalogueEntry, ProductKind } from '../../design/documents/catalogue.ts';
import type { Order, OrderEvent } from '../../design/documents/order.ts';
import type { Client } from '../../design/documents/people.ts';
import type { ContactLensPrescription, Prescription } from '../../design/documents/prescription.ts';
import { replayOrder } from '../../design/folds/order.ts';
import type { NewEvent } from '../../design/merge/edit.ts';
import { orderNotice } from '../../design/orders/notices.ts';
import type { PairLetter } from '../../design/orders/words.ts';
import { DAY, HOUR } from '../../design/time/clock.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import { localDate } from '../../design/time/local-time.ts';
import { addDays } from '../../design/workshop/calendar.ts';
import { COURSES, type Course } from './order-courses.ts';
import { demoPair } from './order-pairs.ts';
import type { Signer } from './prescriptions.ts';
import type { Random } from './random.ts';
import { DEMO_TIME_ZONE } from './shops.ts';

export interface OrdersOptions {
  readonly store: string;
  readonly device: number;
  readonly pos: string;
  /** Noon of the day of the load, or the load itself where that was earlier, epoch ms. */
  readonly noon: number;
  readonly clients: readonly Client[];
  readonly prescriptions: readonly (Prescription | ContactLensPrescription)[];
  readonly shelves: Readonly<Record<ProductKind, readonly CatalogueEntry[]>>;
  readonly opticians: readonly Signer[];
  /** Of the first order; the others count on. */
  readonly number: number;
}

const TECHNICIAN = 'staff:office-technician-1';
/** Written of each pair by itself. */
const OF_PAIR: readonly OrderEvent['kind'][] = ['step', 'location', 'bench', 'assign', 'timer', 'breakage', 'defect'];

/** Orders in every state as they stand on the day of the load, late ones included. Payments name no receipt: the demo's tills are retired. */
export function orderDocuments(options: OrdersOptions, random: Random): Order[] {
  // A catalogue of a few hundred articles, as tests load it, has no work to order.
  if (options.shelves.frame.length === 0 || options.shelves.service.length === 0) return [];
  const glasses = new Map<string, Prescription>();
  for (const doc of options.prescriptions) if (doc.type === 'prescription') glasses.set(doc.client, doc);
  const clients = options.clients.filter(({ _id }) => glasses.has(_id));
  return COURSES.map((course, n) => {
    const client = clients[(n * 7) % clients.length]!;
    return orderOf(course, n, client, glasses.get(client._id)!, options, random);
  });
}

function orderOf(
  course: Course,
  n: number,
  client: Client,
  prescription: Prescription,
  options: OrdersOptions,
  random: Random,
): Order {
  const { noon, device, pos, store, opticians, number } = options;
  const taken = noon - course.age * DAY - 4 * HOUR + n * 60_000;
  const letters: readonly PairLetter[] = course.pairs === 2 ? ['A', 'B'] : ['A'];
  const chosen = letters.map((letter) => demoPair(course, letter, prescription, options.shelves, random));
  const lines = chosen.flatMap((pair) => pair.lines);
  const total = lines.reduce((sum, { amount }) => sum + amount, 0);
  const optician = random.pick(opticians).id;
  const promised = addDays(localDate(noon, DEMO_TIME_ZONE), course.due);
  const written: { at: number; event: NewEvent; by: string }[] = [];
  const write = (hours: number, event: NewEvent, by = optician): void =>
    void written.push({ at: taken + hours * HOUR, event, by });

  letters.forEach((pair, i) => write(i / 60, { kind: 'pair', pair, over: null, set: chosen[i]!.details }));
  write(0.1, { kind: 'lines', lines });
  write(0.15, { kind: 'promise', day: promised });
  const half = Math.round(total / 2 / 100) * 100;
  if (course.paid) write(0.3, { kind: 'payment', amount: half, sale: null, role: 'deposit' });
  for (const { after, event, by } of course.steps) {
    if (event.kind === 'deliver')
      write(after - 0.1, { kind: 'payment', amount: course.paid ? total - half : total, sale: null, role: 'balance' });
    const each = letters.length > 1 && OF_PAIR.includes(event.kind) ? letters : [undefined];
    for (const pair of each) write(after, pair ? ({ ...event, pair } as NewEvent) : event, by ? TECHNICIAN : optician);
  }
  const stamp = (at: number, counter: number): string => formatHlc({ wall: Math.round(at), counter, device });
  // Nothing of it lies ahead: what a course says of later hours has happened by now.
  const latest = noon - 10 * 60_000;
  const events: OrderEvent[] = written
    .map((one, i) => ({ ...one, at: Math.min(Math.round(one.at), latest), i }))
    .sort((a, b) => a.at - b.at || a.i - b.i)
    .map(({ event, at, by }, i) => ({ ...event, id: stamp(at, i), by, at, where: pos }));
  const key = stamp(taken, 0);
  // Most clients were told by an earlier program; the rest the server tells when it starts.
  const due = orderNotice(`order:${key}`, replayOrder(events), latest, DEMO_TIME_ZONE);
  if (due && n % 4 !== 0) {
    const told = { kind: 'notice', notice: due.kind, key: due.key, channel: 'sms', status: 'delivered' } as const;
    events.push({ ...told, id: stamp(latest, events.length), by: null, at: latest });
  }
  const hlc = events.at(-1)!.id;
  return {
    ...{ _id: `order:${key}`, type: 'order', schema: 1, hlc, by: optician, pos },
    ...{ store, client: client._id, number: String(number + n), events },
  };
}
