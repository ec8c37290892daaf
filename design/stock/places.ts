import { SALES_FLOOR } from '../folds/movement.ts';

/** Where goods of a shop lie (requirements E-01). Each shop has its own; `transit`: sent to another shop and not accepted there yet. */
export const SHELF_PLACES = [SALES_FLOOR, 'workshop', 'storeroom', 'reserved', 'transit'] as const;
export type ShelfPlace = (typeof SHELF_PLACES)[number];

/** Where goods come from and go to: nothing lies there, the sums there say how much ever went that way. */
export const OUTSIDE_PLACES = ['supplier', 'write-off', 'count', 'other-shop'] as const;
export type Place = ShelfPlace | (typeof OUTSIDE_PLACES)[number];

export const isShelf = (place: string): place is ShelfPlace => (SHELF_PLACES as readonly string[]).includes(place);

/** Places that a person can put goods into and take them from by hand. */
export const OWN_PLACES = [SALES_FLOOR, 'storeroom', 'workshop'] as const;
export type OwnPlace = (typeof OWN_PLACES)[number];
