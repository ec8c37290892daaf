import type { Signature } from '../documents/facts.ts';
import type { StockDocumentKind } from '../documents/stock-document.ts';
import type { StockLine, StockPaper, StockPrice } from './paper.ts';
import type { OwnPlace, Place } from './places.ts';
import { codesFor } from './piece-code.ts';
import { transferId } from './transfers.ts';

/** What a person can write at the stock desk. */
export const DESK_KINDS = [
  'receipt',
  'sent',
  'accepted',
  'write-off',
  'supplier-return',
  'move',
  'hold',
  'release',
  'count',
] as const;
export type DeskKind = (typeof DESK_KINDS)[number] | 'recalled';

/** As it stands in the form. */
export interface StockDraft {
  readonly kind: DeskKind;
  /** Where it is taken from, or put. */
  readonly place: OwnPlace;
  /** Of `move`: where it goes. */
  readonly to: OwnPlace;
  /** The supplier's name; the other shop's code. */
  readonly party: string;
  /** On the paper that came with the goods; empty: the shop gives its own. */
  readonly number: string;
  /** The transfer that this settles, where goods under way come back or are written off. */
  readonly of: string | null;
  readonly lines: readonly StockLine[];
  readonly expected: readonly StockLine[] | null;
  readonly because: string;
  /** Single pieces that were scanned by their own codes. */
  readonly codes?: NonNullable<StockPaper['codes']>;
  /** Each frame that comes in is given a code of its own. */
  readonly each?: boolean;
  /** Of a delivery that was ordered: what the supplier's paper says that a piece costs. */
  readonly prices?: readonly StockPrice[];
}

type DraftFault = 'NO_LINES' | 'NO_PARTY' | 'NO_NUMBER' | 'NO_REASON' | 'SAME_PLACE';

/** For what a signature is asked: goods that go for nothing. */
export const NEEDS_APPROVAL: ReadonlySet<StockDocumentKind> = new Set(['write-off', 'adjustment']);
const NEEDS_REASON: ReadonlySet<StockDocumentKind> = new Set(['write-off', 'supplier-return', 'recalled']);
/** Goods that leave without money or for no shelf say why; elsewhere a word is only a note. */
export const needsReason = (kind: DeskKind): boolean => NEEDS_REASON.has(kind);
const NEEDS_PARTY: ReadonlySet<StockDocumentKind> = new Set(['receipt', 'sent', 'accepted', 'supplier-return']);

/** What the form still lacks; `null`: nothing. Where something was expected, nothing at all may have come. */
export function faultOf(draft: StockDraft): DraftFault | null {
  const { kind, lines, expected, party, number, because, place, to } = draft;
  const isEmpty = kind === 'count' ? lines.length === 0 : lines.every(({ qty }) => qty === 0);
  if (isEmpty && (expected === null || expected.length === 0)) return 'NO_LINES';
  if (NEEDS_PARTY.has(kind) && party.trim() === '') return 'NO_PARTY';
  if (kind === 'accepted' && number.trim() === '') return 'NO_NUMBER';
  if (NEEDS_REASON.has(kind) && because.trim() === '') return 'NO_REASON';
  return kind === 'move' && place === to ? 'SAME_PLACE' : null;
}

interface OwnPaper {
  readonly store: string;
  /** The number that the shop would give this paper. */
  readonly number: string;
  /** Of which articles each piece can have a code of its own. */
  readonly hasPieces?: (sku: string) => boolean;
}

export function paperOf(draft: StockDraft, own: OwnPaper, signed?: Signature): StockPaper {
  const { kind, lines, expected, because, of } = draft;
  const party = draft.party.trim();
  const number = draft.number.trim() === '' ? own.number : draft.number.trim();
  const transfer = kind === 'accepted' ? transferId(party, number) : kind === 'sent' ? transferId(own.store, number) : of;
  const [from, to] = wayOf(draft);
  // Where nothing came of what was expected, the first line says so.
  const missing = (expected ?? []).map(({ sku }) => ({ sku, qty: 0 }));
  return {
    ...{ kind, from, to, number, party: party === '' ? null : party, of: transfer, because: because.trim() },
    codes: codesOf(draft, own),
    lines: lines.some(({ qty }) => qty !== 0) ? lines : [...lines, ...missing],
    ...(expected ? { expected } : {}),
    ...(draft.prices ? { prices: draft.prices } : {}),
    ...(signed ? { signed } : {}),
  };
}

/** A line that was cut by hand says how many there are: codes beyond it go. */
function codesOf({ kind, lines, codes = [], each = false }: StockDraft, own: OwnPaper): NonNullable<StockPaper['codes']> {
  if (kind === 'receipt' && each) return codesFor(lines, own.number, own.hasPieces ?? (() => false));
  return lines.flatMap(({ sku, qty }) => codes.filter((one) => one.sku === sku).slice(0, Math.floor(qty)));
}

function wayOf({ kind, place, to, of }: StockDraft): readonly [Place, Place] {
  const ways: Readonly<Record<DeskKind, readonly [Place, Place]>> = {
    receipt: ['supplier', place],
    sent: [place, 'transit'],
    accepted: ['other-shop', place],
    recalled: ['transit', place],
    'write-off': [of === null ? place : 'transit', 'write-off'],
    'supplier-return': [place, 'supplier'],
    move: [place, to],
    hold: ['floor', 'reserved'],
    release: ['reserved', 'floor'],
    count: ['floor', 'floor'],
  };
  return ways[kind];
}

/** One more of an article, as a scanner says it; the newest line on top. */
export function withPiece(lines: readonly StockLine[], sku: string, by = 1): readonly StockLine[] {
  const before = lines.find((line) => line.sku === sku)?.qty ?? 0;
  return [{ sku, qty: before + by }, ...lines.filter((line) => line.sku !== sku)];
}
