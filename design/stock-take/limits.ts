/** Articles of one take: a shop has a few thousand. Keeps the signed take far below the 8 MB of a document. */
export const MOST_ARTICLES = 20_000;
/** Lines after which a device begins the next part of its sheet: it is written anew with each batch of scans. */
export const SHEET_LINES = 200;
/** Lines that a sheet holds at the most: two tabs of a device may fill one part. */
export const SHEET_ROOM = 2_000;
/** The zone of lines that no zone has: what was counted again and what codes mean. */
export const NO_ZONE = 'review';
