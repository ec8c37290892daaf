import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import type { StockMovement } from '$design/documents/facts.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { StockDraft } from '$design/stock/desk.ts';
import type { PieceEvent, PieceState } from '$design/stock/pieces.ts';
import type { OpenTransfer } from '$design/stock/transfers.ts';
import type { PurchasesModel } from './purchases.model.ts';

/** One article of the shop. Pieces. */
export interface DeskRow {
  readonly sku: string;
  readonly name: string;
  readonly floor: number;
  readonly storeroom: number;
  readonly workshop: number;
  readonly reserved: number;
  /** Sent away and not accepted there yet. */
  readonly transit: number;
  /** On its way here. */
  readonly coming: number;
  /** Held by glasses orders. */
  readonly held: number;
  readonly sold: number;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly pack: number;
  readonly low: boolean;
  /** What to buy now; 0: nothing. */
  readonly order: number;
}

/** How much of an article a shop wants to have: pieces. `null`: nobody has said. */
export type StockNorm = Pick<DeskRow, 'minimum' | 'maximum' | 'pack'>;

/** A piece with a code of its own and what happened to it, the newest first. */
export interface PieceView {
  readonly code: string;
  readonly state: PieceState;
  readonly events: readonly PieceEvent[];
}

export interface OtherShop {
  readonly code: string;
  readonly name: string;
}

/** The shop's stock and its papers. Everything works offline; answers an error's code, `null` on success. */
export interface StockDeskModel {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly store: string;
  readonly rows: readonly DeskRow[];
  readonly transfers: readonly OpenTransfer[];
  /** Papers that this device knows, the newest first. */
  readonly papers: readonly StockMovement[];
  readonly shops: readonly OtherShop[];
  /** Names of suppliers that were written before. */
  readonly suppliers: readonly string[];
  readonly mayMove: boolean;
  /** Orders at suppliers. */
  readonly purchases: PurchasesModel;
  /** Frames that come in are given a code for each piece; this device remembers it. */
  eachPiece: boolean;
  /** The family of lenses that this device looked at last. */
  lensFamily: string | null;
  open(): Promise<void>;
  nameOf(sku: string): string;
  find(code: string): Promise<CatalogueEntry | null>;
  /** The articles as the catalogue knows them; those that it does not are left out. */
  entriesOf(skus: readonly string[]): Promise<readonly CatalogueEntry[]>;
  /** Writes a paper down; where goods go for nothing a manager signs. The fact as it was written, `null` where nobody signed. */
  post(draft: StockDraft, what: string): Promise<StockMovement | ErrorCode | null>;
  /** What lies there against what the books say, signed by a manager. */
  adjust(sku: string, lies: number, because: string, what: string): Promise<StockMovement | ErrorCode | null>;
  /** The article's pieces with a code of their own, as far as this device's months tell. */
  piecesOf(sku: string): Promise<readonly PieceView[]>;
  /** Pieces that somebody may have meant who typed a code that names none, the likeliest first. */
  nearPieces(code: string): Promise<readonly string[]>;
  setNorm(sku: string, norm: StockNorm): Promise<ErrorCode | null>;
}
