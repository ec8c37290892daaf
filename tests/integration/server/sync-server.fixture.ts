import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../../design/time/clock.ts';
import type { Engine } from '../../../sync-server/engine/engine.ts';
import { silentLog } from '../../../sync-server/log.ts';
import { assertNaiveStock } from '../../factories/naive-check.ts';
import { startServer, type RunningServer, type StartOptions } from '../../../sync-server/start.ts';

/** Noon of 21 November 2026 in Moscow. */
export const NOON = Date.UTC(2026, 10, 21, 9);

export interface TestClock extends Clock {
  forward(ms: number): void;
}
export function testClock(start = NOON): TestClock {
  let now = start;
  return { now: () => now, forward: (ms) => void (now += ms) };
}

export const settingsOf = (store: string, name = store) => ({
  _id: `settings:store-${store}`,
  type: 'settings',
  schema: 1,
  hlc: '1763683200000-0000-0000',
  by: null,
  pos: null,
  store,
  name,
  address: 'Москва',
  timeZone: 'Europe/Moscow',
  company: { name: 'ООО «Оптика»', inn: '7707083893' },
  cashierMayCloseShift: false,
  stamps: {},
});

export const DEMO_TILLS = [
  { pos_id: 'POS-001', store: 'demo-1', url: 'http://127.0.0.1:8000' },
  { pos_id: 'POS-002', store: 'demo-2', url: 'http://127.0.0.1:8001' },
];
export const GATEWAY_TOKENS = { 'POS-001': 'gateway-token-of-pos-001', 'POS-002': 'gateway-token-of-pos-002' };

export async function addShops(engine: Engine, stores: readonly string[]): Promise<void> {
  await (await engine.open('catalog')).bulk(stores.map((store) => settingsOf(store)));
}

export interface ServerFixture {
  readonly server: RunningServer;
  readonly folder: string;
  readonly clock: TestClock;
  call(method: string, path: string, options?: { token?: string; body?: unknown }): Promise<Response>;
  pair(till?: string): Promise<{ device: number; token: string; till: string; store: string }>;
  restart(): Promise<void>;
  end(): Promise<void>;
}

/** An in-process sync server with two demo shops on a free port and a folder of its own. */
export async function startFixture(options: Partial<StartOptions> = {}): Promise<ServerFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'optics-sync-'));
  const clock = testClock();
  let isUp = false;
  const start = async (): Promise<RunningServer> => {
    const server = await startServer({
      dataDir: folder,
      port: 0,
      clock,
      log: silentLog,
      demo: true,
      demoTills: DEMO_TILLS,
      gatewayTokens: GATEWAY_TOKENS,
      appDir: join(folder, 'no-app'),
      prepare: (engine) => addShops(engine, ['demo-1', 'demo-2']),
      ...options,
    });
    const close = server.close.bind(server);
    isUp = true;
    return Object.assign(server, {
      close() {
        isUp = false;
        return close();
      },
    });
  };
  const fixture = { server: await start(), folder, clock };

  const call: ServerFixture['call'] = (method, path, { token, body } = {}) =>
    fetch(`${fixture.server.url}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  return Object.assign(fixture, {
    call,
    async pair(till?: string) {
      const answer = await call('POST', '/api/pair', { body: { code: null, name: 'Касса', till } });
      if (answer.status !== 201) throw new Error(`pairing answered ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as Awaited<ReturnType<ServerFixture['pair']>>;
    },
    async restart() {
      await fixture.server.close();
      fixture.server = await start();
    },
    async end() {
      try {
        // After every test that a server was part of; one that the test closed is brought back to be asked.
        if (!isUp) fixture.server = await start();
        await assertNaiveStock(fixture.server.engine);
      } finally {
        await fixture.server.close();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  });
}
