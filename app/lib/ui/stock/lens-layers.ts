import type { GridCell } from '$design/stock/lens-grid.ts';
import type { StockLine } from '$design/stock/paper.ts';
import type { DeskRow, StockNorm } from '$lib/stock/stock-desk.model.ts';
import { formatNumber } from '../text/format.ts';
import { piecesOf } from './pieces.ts';

/** What the table of powers shows, or takes: what lies there · what came · how much there should be · what to buy. */
export const LENS_LAYERS = ['lying', 'receive', 'norm', 'order'] as const;
export type LensLayer = (typeof LENS_LAYERS)[number];
export type LensCell = GridCell<DeskRow>;

/** A power as people read it, the sign always shown: `+1,25`, `−0,50`, `0,00`. */
export const powerText = (dioptres: number): string =>
  `${dioptres > 0 ? '+' : dioptres < 0 ? '−' : ''}${formatNumber(Math.abs(dioptres), 2)}`;

/** Pieces of a power in the shop. */
export const lyingOf = ({ row }: LensCell): number => (row ? row.floor + row.storeroom : 0);

/** A norm as it is typed into a cell: `2` is a minimum, `2/6` fills up to six, nothing is none. `undefined`: no norm at all. */
export function normOf(text: string, pack: number): StockNorm | undefined {
  if (text.trim() === '') return { minimum: null, maximum: null, pack };
  const [least, most, ...more] = text.split('/').map(piecesOf);
  if (least === undefined || least === null || most === null || more.length > 0) return undefined;
  return most === undefined || most >= least ? { minimum: least, maximum: most ?? null, pack } : undefined;
}

export const normText = (row: Pick<DeskRow, 'minimum' | 'maximum'> | null): string =>
  row === null || row.minimum === null ? '' : `${row.minimum}${row.maximum === null ? '' : `/${row.maximum}`}`;

/** What was typed into the table, as lines of a paper; what is no number is left out. */
export const linesOf = (typed: Readonly<Record<string, string>>): StockLine[] =>
  Object.entries(typed).flatMap(([sku, text]) => {
    const qty = piecesOf(text);
    return qty === null || qty === 0 ? [] : [{ sku, qty }];
  });
