import { join } from 'node:path';
import { z } from 'zod';
import { STORE_CODE } from '../design/databases.ts';
import { BUFFER_CAPACITY, MODE_DWELL, SYNC_BATCH, SYNC_INTERVAL } from '../design/fiscal/limits.ts';

/** Names under which a browser reaches its own PC and nobody else does. */
export const isLoopbackHost = (host: string): boolean => ['127.0.0.1', 'localhost', '::1', '[::1]'].includes(host.toLowerCase());

/** Of a secret that opens everything (requirements I-06). */
const SHORTEST_TOKEN = 16;

const port = z.coerce.number().int().min(0).max(65_535);
const positive = z.coerce.number().int().min(1);
/** An empty variable is an unset one: compose files cannot leave a variable out. */
const text = z
  .string()
  .optional()
  .transform((value) => (value === undefined || value === '' ? undefined : value));

const environment = z.object({
  OPTICS_DATA: text,
  OPTICS_DEMO: text,
  OPTICS_TEST_CLOCK: text,
  OPTICS_CRASH_AT: text,
  GATEWAY_PORT: port.default(8000),
  GATEWAY_HOST: z.string().min(1).default('127.0.0.1'),
  GATEWAY_LAN: z.enum(['', '0', '1'], { error: '0 or 1' }).default('0'),
  GATEWAY_TOKEN: text,
  GATEWAY_REGISTER: text,
  GATEWAY_OFD: text,
  GATEWAY_POS_ID: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/, { error: 'letters, digits and dashes, 32 at most' })
    .default('POS-001'),
  GATEWAY_STORE: z.string().regex(STORE_CODE, { error: 'a shop code: small letters, digits and dashes' }).default('demo-1'),
  GATEWAY_SYNC_URL: text,
  GATEWAY_SYNC_TOKEN: text,
  GATEWAY_SYNC_INTERVAL_MS: positive.default(SYNC_INTERVAL),
  GATEWAY_SYNC_BATCH: positive.default(SYNC_BATCH),
  GATEWAY_BUFFER_CAPACITY: positive.default(BUFFER_CAPACITY),
  GATEWAY_MODE_DWELL_MS: z.coerce.number().int().min(0).default(MODE_DWELL),
  GATEWAY_RATE_LIMIT: positive.default(60),
  GATEWAY_MARKING: z.enum(['', '0', '1'], { error: '0 or 1' }).default('0'),
  GATEWAY_TIME_ZONE: z.string().default('Europe/Moscow'),
  SYNC_PORT: port.default(8080),
  SYNC_PUBLIC_URL: text,
  REGISTER_PORT: port.default(7778),
  OFD_PORT: port.default(9000),
});

/** Everything the gateway takes from its surroundings, checked. Intervals in ms. */
export interface GatewayConfig {
  /** `<OPTICS_DATA>/gateway/<pos id>`. */
  readonly folder: string;
  readonly demo: boolean;
  readonly testClock: string | null;
  readonly crashAt: string | null;
  readonly port: number;
  readonly host: string;
  readonly adminToken: string | null;
  readonly register: string | null;
  readonly registerPort: number;
  readonly ofd: string | null;
  /** Named by the surroundings: an administrator's choice (devices/) does not change it. */
  readonly fixed: { readonly register: boolean; readonly ofd: boolean };
  readonly posId: string;
  readonly store: string;
  readonly syncUrl: string | null;
  readonly syncToken: string | null;
  readonly syncInterval: number;
  readonly syncBatch: number;
  readonly capacity: number;
  readonly modeDwell: number;
  /** Requests a second and token. */
  readonly rateLimit: number;
  /** Goods with marking codes may be sold; off, a code is refused (requirements L-17). */
  readonly marking: boolean;
  /** IANA name; the register's wall clock and the days of receipts. */
  readonly timeZone: string;
  /** Pages that may speak to this gateway without being paired: the sync server's public name, in the demo its loopback ones too. */
  readonly origins: readonly string[];
}

/** Reads the environment (design §3). Throws one sentence that names the variable. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): GatewayConfig {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  }
  const e = parsed.data;
  const demo = e.OPTICS_DEMO === '1';
  const demoOnly = (value: string): string | null => (demo ? value : null);
  if (!demo && e.GATEWAY_TOKEN !== undefined && e.GATEWAY_TOKEN.length < SHORTEST_TOKEN) {
    throw new Error(`GATEWAY_TOKEN: at least ${SHORTEST_TOKEN} characters, or leave it out and one is made`);
  }
  const beyondLoopback = !isLoopbackHost(e.GATEWAY_HOST);
  if (beyondLoopback && e.GATEWAY_LAN !== '1') {
    throw new Error(
      `GATEWAY_HOST=${e.GATEWAY_HOST}: a gateway serves the browsers of its own PC only, in clear text. GATEWAY_LAN=1 allows it where something else keeps strangers out (a container whose port is published on loopback, a TLS proxy)`,
    );
  }
  const loopbackOrigins = demo ? [`http://localhost:${e.SYNC_PORT}`, `http://127.0.0.1:${e.SYNC_PORT}`] : [];
  const publicOrigin = e.SYNC_PUBLIC_URL === undefined ? [] : [new URL(e.SYNC_PUBLIC_URL).origin];
  return {
    folder: join(e.OPTICS_DATA ?? './.data', 'gateway', e.GATEWAY_POS_ID),
    demo,
    testClock: demo ? (e.OPTICS_TEST_CLOCK ?? null) : null,
    crashAt: demo ? (e.OPTICS_CRASH_AT ?? null) : null,
    port: e.GATEWAY_PORT,
    host: e.GATEWAY_HOST,
    adminToken: e.GATEWAY_TOKEN ?? null,
    register: e.GATEWAY_REGISTER ?? demoOnly('emulator'),
    registerPort: e.REGISTER_PORT,
    ofd: e.GATEWAY_OFD ?? demoOnly(`http://127.0.0.1:${e.OFD_PORT}`),
    fixed: { register: e.GATEWAY_REGISTER !== undefined, ofd: e.GATEWAY_OFD !== undefined },
    posId: e.GATEWAY_POS_ID,
    store: e.GATEWAY_STORE,
    syncUrl: e.GATEWAY_SYNC_URL ?? demoOnly(`http://127.0.0.1:${e.SYNC_PORT}`),
    syncToken: e.GATEWAY_SYNC_TOKEN ?? null,
    syncInterval: e.GATEWAY_SYNC_INTERVAL_MS,
    syncBatch: e.GATEWAY_SYNC_BATCH,
    capacity: e.GATEWAY_BUFFER_CAPACITY,
    modeDwell: e.GATEWAY_MODE_DWELL_MS,
    rateLimit: e.GATEWAY_RATE_LIMIT,
    marking: e.GATEWAY_MARKING === '1',
    timeZone: e.GATEWAY_TIME_ZONE,
    origins: [...loopbackOrigins, ...publicOrigin],
  };
}
