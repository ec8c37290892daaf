import { canonicalJson } from '../canonical-json.ts';
import type { Note } from '../documents/note.ts';
import type { Order, OrderEvent } from '../documents/order.ts';
import { formatHlc, parseHlc } from '../time/hlc.ts';
import type { Stamped } from './merge.ts';

/** Who edits, and when: `hlc` is later than everything that the document says (`stampAfter`). */
export interface Hand {
  readonly hlc: string;
  readonly by: string | null;
  readonly pos: string | null;
}

/** The fields that really change, each under the hand's stamp; the very same document where none does. */
export function editFields<T extends Stamped>(doc: T, patch: Partial<T>, { hlc, by, pos }: Hand): T {
  const now = doc as Readonly<Record<string, unknown>>;
  const changed = Object.entries(patch).filter(
    ([field, value]) => canonicalJson(value ?? null) !== canonicalJson(now[field] ?? null),
  );
  if (changed.length === 0) return doc;
  const stamps = { ...doc.stamps, ...Object.fromEntries(changed.map(([field]) => [field, hlc])) };
  return { ...doc, ...Object.fromEntries(changed), hlc, by, pos, stamps };
}

type WithoutHead<E> = E extends OrderEvent ? Omit<E, 'id' | 'by' | 'at'> & Partial<Pick<E, 'by' | 'at'>> : never;
/** What a screen says happened; who and when is added with it, unless it happened before and says so itself (a receipt). */
export type NewEvent = WithoutHead<OrderEvent>;

/** An event more; `at` is epoch ms of the device's corrected clock. Where it was written is the till, unless the event names a bench itself. */
export const addEvent = (order: Order, event: NewEvent, at: number, { hlc, by, pos }: Hand): Order => ({
  ...order,
  hlc,
  by,
  pos,
  events: [...order.events, { ...(pos === null ? {} : { where: pos }), by, at, ...event, id: hlc }],
});

/**
 * Several events as one write, replayed in this order: the stamps after the hand's are its next ones. They are this document's alone, and
 * whoever edits it next outdoes them (`stampAfter`).
 */
export function addEvents(order: Order, events: readonly NewEvent[], at: number, hand: Hand): Order {
  const first = parseHlc(hand.hlc);
  return events.reduce<Order>((held, event, n) => {
    const hlc = first ? formatHlc({ ...first, counter: first.counter + n }) : hand.hlc;
    return addEvent(held, event, at, { ...hand, hlc });
  }, order);
}

/** What an open editor says now (`design/merge/note.ts`); the very same document where that is what it says already. */
export const writeNote = (note: Note, content: Pick<Note, 'state' | 'text'>, { hlc, by, pos }: Hand): Note =>
  content.state === note.state ? note : { ...note, ...content, hlc, by, pos };

/**
 * The stamp of an edit: this device's next one, or, where the document bears a stamp of a clock far ahead that the device rightly did not
 * adopt (HLC_MAX_AHEAD), one tick after that. An edit must outdo what it replaces, or what a person wrote would vanish on the next merge.
 */
export function stampAfter(next: string, doc: object): string {
  const latest = latestStampOf(doc);
  const [own, other] = [parseHlc(next), parseHlc(latest)];
  if (own === null || other === null || next > latest) return next;
  return formatHlc({ wall: other.wall, counter: other.counter + 1, device: own.device });
}

/** The latest stamp anywhere in a document, '' where it has none. */
export function latestStampOf(doc: object): string {
  const {
    hlc = '',
    stamps = {},
    events = [],
  } = doc as { hlc?: string; stamps?: Record<string, string>; events?: { id: string }[] };
  return [hlc, ...Object.values(stamps), ...events.map(({ id }) => id)].reduce((a, b) => (a > b ? a : b));
}
