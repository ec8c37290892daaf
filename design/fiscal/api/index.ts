import { accessApi } from './access.routes.ts';
import { choiceApi } from './choice.routes.ts';
import { careApi } from './care.routes.ts';
import { deviceApi } from './device.routes.ts';
import { queueApi } from './queue.routes.ts';
import { receiptApi } from './receipts.routes.ts';
import { safekeepingApi } from './safekeeping.routes.ts';
import { shiftApi } from './shifts.routes.ts';

/** Every route of the gateway. One that is not here does not exist: a test walks Fastify's own list. */
export const api = {
  ...receiptApi,
  ...shiftApi,
  ...queueApi,
  ...deviceApi,
  ...careApi,
  ...choiceApi,
  ...accessApi,
  ...safekeepingApi,
} as const;
export type Api = typeof api;
