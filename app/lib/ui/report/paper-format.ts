/** A roll of 80 mm or a sheet. */
export type PaperFormat = 'tape' | 'a4';
