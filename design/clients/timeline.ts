import type { Client } from '../documents/people.ts';
import { instantOf } from '../time/day-range.ts';
import { parseHlc } from '../time/hlc.ts';
import { localDateTime } from '../time/local-time.ts';

export type TimelineKind =
  'opened' | 'consent' | 'consentHealth' | 'consentMessages' | 'merged' | 'sale' | 'refund' | 'prescription' | 'lenses' | 'order';

/** Something that happened with a client. `at`: epoch ms; `day` where only the day is known (`YYYY-MM-DD`). */
export interface TimelineEvent {
  readonly kind: TimelineKind;
  readonly at: number;
  readonly day: string | null;
  /** Goods, a name; '' where the kind says it all. */
  readonly text: string;
  /** The document it comes from. */
  readonly id: string;
}

interface Sources {
  readonly card: Client;
  /** Cards that it took in. */
  readonly taken: readonly Client[];
  readonly purchases: readonly { sale: string; at: number; kind: 'sale' | 'refund'; goods: readonly string[] }[];
  readonly prescriptions: readonly { _id: string; type: string; date: string; hlc: string }[];
  /** Confirmed ones; `number` as it stands on the papers. */
  readonly orders: readonly { _id: string; number: string | null }[];
}

const wallOf = (stamp: string): number => parseHlc(stamp)?.wall ?? 0;

/**
 * The life of a client, newest first. What happened on one day without an hour goes by the shop's clock when it was written down.
 * `timeZone`: of the shop.
 */
export function timelineOf({ card, taken, purchases, prescriptions, orders }: Sources, timeZone: string): TimelineEvent[] {
  const events: TimelineEvent[] = [];
  const add = (kind: TimelineKind, at: number, id: string, text = '', day: string | null = null): void => {
    events.push({ kind, at, day, text, id });
  };
  const opened = Math.min(...[card, ...taken].map(({ _id, hlc }) => wallOf(_id.slice(_id.indexOf(':') + 1)) || wallOf(hlc)));
  add('opened', opened, card._id);
  for (const field of ['consent', 'consentHealth', 'consentMessages'] as const) {
    const given = card[field];
    if (given) add(field, given.at, card._id);
  }
  for (const { _id, name, merged } of taken) if (merged) add('merged', merged.at, _id, name);
  for (const { sale, at, kind, goods } of purchases) add(kind, at, sale, goods.join(', '));
  for (const { _id, type, date, hlc } of prescriptions) {
    const hour = localDateTime(wallOf(hlc), timeZone).slice(11);
    add(type === 'prescription' ? 'prescription' : 'lenses', instantOf(`${date}T${hour}`, timeZone), _id, '', date);
  }
  for (const { _id, number } of orders) add('order', wallOf(_id.slice(_id.indexOf(':') + 1)), _id, number ?? '');
  return events.sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
}
