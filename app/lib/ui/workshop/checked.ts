import type { EventOf } from '$design/folds/order-pair.ts';

type New<E> = E extends unknown ? Omit<E, 'id' | 'by' | 'at' | 'pair'> : never;

/** What the check and the report of a damage hand over: events of the pair that the dialog shows. */
export type Checked = New<EventOf<'quality'>>;
export type Damaged = New<EventOf<'breakage'> | EventOf<'defect'>>;
