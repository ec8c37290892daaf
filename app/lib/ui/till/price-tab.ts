/** Parts of the dialog for prices by hand. */
export type PriceTab = 'percent' | 'sum' | 'price' | 'note' | 'why' | 'coupon';
