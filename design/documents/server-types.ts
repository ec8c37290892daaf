/**
 * Is this document none of a device's to hand in? Types that only the server writes into databases which devices write, too, and design
 * documents. A device never offers one: where a server restored to yesterday lacks it, the server says it anew, and an offer would be
 * refused for ever. `registry.ts` is the truth (a test holds the two equal); this spares the sync loop its shapes, and as one expression it
 * is the least that the till's first load has to carry.
 */
export const isServersOwn = (id: string): boolean =>
  /^(_design\/|(flag|notice|opening(-correction)?|recovery|sending|staff|stock-transfer):)/.test(id);
