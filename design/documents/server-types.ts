import { typeOfId } from '../ids.ts';

/**
 * Types that only the server writes into databases which devices write, too. A device never offers one: where a server restored to
 * yesterday lacks it, the server says it anew, and an offer would be refused for ever. `registry.ts` is the truth (a test holds the two
 * equal); this list spares the sync loop its shapes.
 */
export const SERVER_TYPES = ['flag', 'notice', 'opening', 'opening-correction', 'recovery', 'sending', 'staff'] as const;

/** Is this document none of a device's to hand in? Design documents are the server's own, too. */
export const isServersOwn = (id: string): boolean =>
  id.startsWith('_design/') || (SERVER_TYPES as readonly string[]).includes(typeOfId(id));
