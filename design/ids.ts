/** Document ids are `<type>:<key>`. A key never holds a code point above U+FFEF, so `type:\ufff0` ends a range. */

export const docId = (type: string, key: string): string => `${type}:${key}`;

export const typeOfId = (id: string): string => id.slice(0, Math.max(0, id.indexOf(':')));

/** What follows the first colon: a stamp, a SKU, a staff key. */
export const keyOfId = (id: string): string => id.slice(id.indexOf(':') + 1);

/** `allDocs` range of one type, in key (time) order. */
export const rangeOf = (type: string): { startkey: string; endkey: string } => ({
  startkey: `${type}:`,
  endkey: `${type}:\ufff0`,
});

/** RFC 9562 version 4, as the header `Idempotency-Key` demands. */
export const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
