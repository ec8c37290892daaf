import { formatHlc } from '../../design/time/hlc.ts';

const HLC = formatHlc({ wall: Date.UTC(2026, 10, 21, 9), counter: 0, device: 1 });

/** A client card of the demo shop as a device writes it; `change` fills in what the test is about. */
export const clientOf = (key: string, change: Record<string, unknown> = {}) => ({
  _id: `client:${key}`,
  type: 'client',
  schema: 1,
  hlc: HLC,
  by: null,
  pos: null,
  store: 'demo-1',
  name: 'Петрова Анна',
  phone: null,
  email: null,
  birth: null,
  consent: null,
  stamps: {},
  ...change,
});
