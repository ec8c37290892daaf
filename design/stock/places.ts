import { SALES_FLOOR } from '../folds/movement.ts';

/** Where goods of a shop lie (requirements E-01). Each shop has its own; `transit`: sent to another shop and not accepted there yet. */
export const SHELF_PLACES = [SALES_FLOOR, 'workshop', 'storeroom', 'reserved', 'transit'] as const;
type ShelfPlace = (typeof SHELF_PLACES)[number];

/** Beside them where goods come from and go to: nothing lies there, the sums there say how much ever went that way. */
export type Place = ShelfPlace | 'supplier' | 'write-off' | 'count' | 'other-shop';

/** Places that a person can put goods into and take them from by hand. */
export const OWN_PLACES = [SALES_FLOOR, 'storeroom', 'workshop'] as const;
export type OwnPlace = (typeof OWN_PLACES)[number];
