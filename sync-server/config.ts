import { join, resolve } from 'node:path';
import { z } from 'zod';
import { STORE_CODE } from '../design/databases.ts';

/** A till of the demo: its gateway runs on the same computer. */
export const demoTill = z.object({ pos_id: z.string().min(1).max(32), store: z.string().regex(STORE_CODE), url: z.url() });
export type DemoTill = z.infer<typeof demoTill>;

export interface SyncConfig {
  readonly dataDir: string;
  readonly demo: boolean;
  readonly host: string;
  readonly port: number;
  /** The origin that browsers use: links, cookies, Host check. */
  readonly publicUrl: string;
  /** Paths of PEM files. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly couchdb: { readonly url: string; readonly prefix: string } | null;
  readonly demoTills: readonly DemoTill[];
  /** Demo seam: till → bearer token of its gateway. Outside the demo, tokens are made on the devices page and kept hashed. */
  readonly gatewayTokens: Readonly<Record<string, string>>;
  readonly metricsToken: string | null;
  /** Password of `admin` at `/db`; absent: a file made at the first start. */
  readonly adminToken: string | null;
  /** The built PWA (`SYNC_APP_DIR`); the release before lies beside it as `<folder>-previous`. */
  readonly appDir: string;
  /** `npm run dev`: pages come from Vite at this address. */
  readonly devApp: string | null;
  /** Mail server of the electronic receipts (`sync-server/messages/smtp.transport.ts`); absent: a folder of files. */
  readonly smtpUrl: string | null;
  readonly testClock: string | null;
  readonly demoProducts: number;
  readonly demoDays: number;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Env = Readonly<Record<string, string | undefined>>;

const DEMO_TILL: DemoTill = { pos_id: 'POS-001', store: 'demo-1', url: 'http://127.0.0.1:8000' };

function json<T>(env: Env, name: string, shape: z.ZodType<T>, absent: T): T {
  const text = env[name];
  if (!text) return absent;
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    throw new ConfigError(`${name} is not the JSON that is expected.`);
  }
}

function whole(env: Env, name: string, absent: number, most: number): number {
  const text = env[name];
  if (text === undefined || text === '') return absent;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > most) throw new ConfigError(`${name} is not a number from 0 to ${most}.`);
  return value;
}

/** The password in it is never told. */
function mailAddress(env: Env): string | null {
  const text = env['SMTP_URL'];
  if (!text) return null;
  const isMail = URL.canParse(text) && ['smtp:', 'smtps:'].includes(new URL(text).protocol) && new URL(text).hostname !== '';
  if (!isMail)
    throw new ConfigError('SMTP_URL is not an address of a mail server: smtp://user:password@host:587?from=receipts@shop.ru');
  return text;
}

/** Design §3. @throws ConfigError naming the variable. */
export function readConfig(env: Env): SyncConfig {
  const demo = env['OPTICS_DEMO'] === '1';
  const port = whole(env, 'SYNC_PORT', 8080, 65_535);
  const tls = env['SYNC_TLS_CERT'] && env['SYNC_TLS_KEY'] ? { cert: env['SYNC_TLS_CERT'], key: env['SYNC_TLS_KEY'] } : null;
  const publicUrl = env['SYNC_PUBLIC_URL'] || `${tls ? 'https' : 'http'}://localhost:${port}`;
  if (!URL.canParse(publicUrl)) throw new ConfigError('SYNC_PUBLIC_URL is not an address.');
  return {
    dataDir: resolve(env['OPTICS_DATA'] || './.data'),
    demo,
    host: env['SYNC_HOST'] || '127.0.0.1',
    port,
    publicUrl: new URL(publicUrl).origin,
    tls,
    couchdb: env['COUCHDB_URL'] ? { url: env['COUCHDB_URL'], prefix: env['COUCHDB_PREFIX'] ?? '' } : null,
    demoTills: demo ? json(env, 'OPTICS_DEMO_TILLS', z.array(demoTill).min(1), [DEMO_TILL]) : [],
    gatewayTokens: demo ? json(env, 'SYNC_GATEWAY_TOKENS', z.record(z.string(), z.string().min(16)), {}) : {},
    metricsToken: env['SYNC_METRICS_TOKEN'] || null,
    adminToken: env['SYNC_ADMIN_TOKEN'] || null,
    appDir: resolve(env['SYNC_APP_DIR'] || join(import.meta.dirname, '../build/app')),
    devApp: env['OPTICS_DEV_APP'] || null,
    smtpUrl: mailAddress(env),
    testClock: demo ? (env['OPTICS_TEST_CLOCK'] ?? null) : null,
    demoProducts: whole(env, 'OPTICS_DEMO_PRODUCTS', 10_000, 200_000),
    demoDays: whole(env, 'OPTICS_DEMO_DAYS', 90, 730),
  };
}
