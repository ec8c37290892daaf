import type { TakeCost } from '$design/documents/chain.ts';
import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import type { SheetLine, StockTake, StockZone, TakeScope } from '$design/documents/stock-take.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { Counted, ZoneCount } from '$design/stock-take/count.ts';
import type { DifferenceLine } from '$design/stock-take/differences.ts';
import type { Obstacle, TakeState } from '$design/stock-take/state.ts';

export interface TakeDraft {
  readonly name: string;
  readonly place: StockTake['place'];
  readonly scope: TakeScope;
  readonly blind: boolean;
  readonly zones: readonly string[];
}

export interface ShownZone {
  readonly doc: StockZone;
  readonly key: string;
  /** `null`: nobody has begun. */
  readonly count: ZoneCount | null;
}

/** What a person needs to know of an article; a power of a lens bears its family's name. */
export type Named = Pick<CatalogueEntry, 'name' | 'brand' | 'category' | 'price' | 'kind'>;

/** A take as this device knows it now. */
export interface ShownTake {
  readonly take: StockTake;
  readonly state: TakeState;
  readonly zones: readonly ShownZone[];
  readonly counted: Counted;
  /** By article; `null` while the books are being read. */
  readonly lines: readonly DifferenceLine[] | null;
  readonly obstacles: readonly Obstacle[];
}

/** What became of a scan. It is durable; `failed`: it is not kept, and the code says why. */
export type Scanned =
  | { readonly kind: 'counted'; readonly line: SheetLine; readonly name: string; readonly sku: string }
  /** A single piece, by a code of its own, that was read before: it counts once. */
  | { readonly kind: 'again'; readonly name: string; readonly piece: string }
  | { readonly kind: 'unknown'; readonly line: SheetLine }
  /** Meant as the code of a single piece and the code of none: nothing is counted. `near`: what may have been meant, the likeliest first. */
  | { readonly kind: 'doubtful'; readonly code: string; readonly near: readonly string[] }
  | { readonly kind: 'failed'; readonly code: ErrorCode };

/** Stock-takes of this shop. Everything works offline; answers an error's code, `null` on success. */
export interface StockTakeModel {
  readonly state: 'loading' | 'ready' | 'failed';
  /** The newest first. */
  readonly takes: readonly StockTake[];
  readonly current: ShownTake | null;
  /** Reads the ways of single pieces, for `missing`. */
  lookForPieces(): Promise<void>;
  /** Codes of the article's pieces that should be here and were not read; none until they were looked for. */
  missing(sku: string): readonly string[];
  /** What a posted take found at purchase cost; `null` where this person or this device may not see costs, or none is known yet. */
  costOf(take: string): Promise<TakeCost | null>;
  /** Begin, end, call off: `stock.move`. */
  readonly mayLead: boolean;
  readonly device: number;
  readonly names: Readonly<Record<string, Named>>;
  /** Who somebody of the staff is; empty: this device does not know them. */
  nameOf(staff: string | null): string;
  /** What the books say now; `null` in a blind count and while they are being read. */
  expected(sku: string): number | null;
  /** Pieces of an article in one zone. */
  inZone(zone: string, sku: string): number;
  open(): Promise<void>;
  /** Reads a take and follows it; `null`: back to the list. */
  show(id: string | null): Promise<void>;
  /** The id of the new take, or an error's code. */
  begin(draft: TakeDraft): Promise<{ readonly id: string } | ErrorCode>;
  addZone(name: string): Promise<ErrorCode | null>;
  endZone(zone: StockZone, done: boolean): Promise<ErrorCode | null>;
  /** Which count of a zone holds that several devices counted. */
  rule(zone: StockZone, ruling: StockZone['ruling']): Promise<ErrorCode | null>;
  /** The device was lost in the middle of the zone: somebody goes on from what it delivered, or counts the zone anew. */
  takeOver(zone: StockZone, device: number, anew: boolean): Promise<ErrorCode | null>;
  /** What the device delivered after that counts again. */
  giveBack(zone: StockZone, device: number): Promise<ErrorCode | null>;
  /** `qty` pieces of what the code names. */
  scan(zone: string, code: string, qty: number): Promise<Scanned>;
  undo(zone: string, line: SheetLine): Promise<ErrorCode | null>;
  /** So many pieces of the article there are in all. */
  recount(sku: string, qty: number): Promise<ErrorCode | null>;
  /** A code that was not known means this article. */
  assign(code: string, sku: string): Promise<ErrorCode | null>;
  finish(): Promise<ErrorCode | null>;
  goOn(): Promise<ErrorCode | null>;
  cancel(reason: string): Promise<ErrorCode | null>;
  decideMissing(areNone: boolean): Promise<ErrorCode | null>;
  /** Asks who signs; nobody signing is no error. `what`: the sentence that is signed. */
  approve(what: string): Promise<ErrorCode | null>;
}
