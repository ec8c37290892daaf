import { clientOf } from './clients.ts';

/** A manufacturing order of the demo shop just taken down, as a device writes it; `change` fills in what the test is about. */
export const orderOf = (key: string, change: Record<string, unknown> = {}) => {
  const { schema, hlc, by, pos, store } = clientOf(key);
  return { _id: `order:${key}`, type: 'order', schema, hlc, by, pos, store, client: null, number: null, events: [], ...change };
};
