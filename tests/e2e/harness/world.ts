import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatewayClient } from './gateway.ts';
import { NetworkLine } from './network-line.ts';
import { Ofd } from './ofd.ts';
import { freePort } from './ports.ts';
import { Program } from './program.ts';
import { RegisterControl } from './register.ts';
import { ServerReader } from './server.ts';

export interface WorldOptions {
  /** Size of the generated catalogue and history: small, the stories do not look at them. */
  readonly products?: number;
  readonly days?: number;
  /** Added to the environment of a program, e.g. a crash point. */
  readonly gatewayEnv?: Record<string, string>;
  readonly serverEnv?: Record<string, string>;
  /** Without a sync server: for measuring the gateway alone. */
  readonly serverless?: boolean;
  /** A test clock (`design/time/test-clock.ts`) that all programs follow. */
  readonly clockFile?: string;
  /** Where the emulators keep their state; memory-backed, they answer as if their disks cost nothing. */
  readonly emulatorData?: string;
}

export const POS = 'POS-001';
export const STORE = 'demo-1';

/**
 * One shop with one till as real processes on free ports and a data folder of its own: emulated register and operator, sync server,
 * gateway, and the internet line which the browser and the gateway share on their way to the server.
 */
export class World {
  readonly data: string;
  readonly register: Program;
  readonly ofdProgram: Program;
  readonly server: Program;
  readonly gatewayProgram: Program;
  readonly internet: NetworkLine;
  readonly ofd: Ofd;
  readonly drive: RegisterControl;
  readonly gateway: GatewayClient;
  readonly databases: ServerReader;
  /** What the browser opens: the sync server behind the line. */
  readonly url: string;
  /** When this world began; the generated history is older. Epoch ms. */
  readonly began = Date.now();

  constructor(data: string, ports: Ports, options: WorldOptions) {
    const shared = {
      OPTICS_DEMO: '1',
      OPTICS_DATA: data,
      ...(options.clockFile === undefined ? {} : { OPTICS_TEST_CLOCK: options.clockFile }),
    };
    const adminToken = randomBytes(24).toString('base64url');
    const copyToken = randomBytes(24).toString('base64url');
    this.data = data;
    this.url = `http://localhost:${ports.line}`;
    const gatewayUrl = `http://127.0.0.1:${ports.gateway}`;
    this.register = new Program('register', 'fiscal-gateway/emulator/register/main.ts', {
      ...shared,
      OPTICS_DATA: options.emulatorData ?? data,
      REGISTER_PORT: String(ports.register),
      REGISTER_PRINT_MS: '0',
    });
    this.ofdProgram = new Program('ofd', 'fiscal-gateway/emulator/ofd/main.ts', {
      ...shared,
      OPTICS_DATA: options.emulatorData ?? data,
      OFD_PORT: String(ports.ofd),
      OFD_TCP_PORT: String(ports.ofdTcp),
    });
    this.server = new Program('sync-server', 'sync-server/main.ts', {
      ...shared,
      SYNC_PORT: String(ports.server),
      SYNC_PUBLIC_URL: this.url,
      SYNC_GATEWAY_TOKENS: JSON.stringify({ [POS]: copyToken }),
      OPTICS_DEMO_TILLS: JSON.stringify([{ pos_id: POS, store: STORE, url: gatewayUrl }]),
      OPTICS_DEMO_PRODUCTS: String(options.products ?? 400),
      OPTICS_DEMO_DAYS: String(options.days ?? 2),
      ...options.serverEnv,
    });
    this.gatewayProgram = new Program('gateway', 'fiscal-gateway/main.ts', {
      ...shared,
      GATEWAY_PORT: String(ports.gateway),
      GATEWAY_TOKEN: adminToken,
      GATEWAY_POS_ID: POS,
      GATEWAY_STORE: STORE,
      GATEWAY_REGISTER: 'emulator',
      REGISTER_PORT: String(ports.register),
      GATEWAY_OFD: `http://127.0.0.1:${ports.ofd}`,
      GATEWAY_SYNC_URL: this.url,
      GATEWAY_SYNC_TOKEN: copyToken,
      GATEWAY_SYNC_INTERVAL_MS: '1000',
      GATEWAY_MODE_DWELL_MS: '2000',
      SYNC_PORT: String(ports.server),
      SYNC_PUBLIC_URL: this.url,
      ...options.gatewayEnv,
    });
    this.internet = new NetworkLine(ports.line, ports.server);
    this.ofd = new Ofd(ports.ofd);
    this.drive = new RegisterControl(ports.register + 1);
    this.gateway = new GatewayClient(ports.gateway, adminToken);
    this.databases = new ServerReader(ports.server);
  }

  get programs(): readonly Program[] {
    return [this.register, this.ofdProgram, this.server, this.gatewayProgram];
  }

  /** The last lines of every program: attached to a test that failed. */
  log(): string {
    return this.programs.map(({ name, lines }) => `── ${name}\n${lines.slice(-60).join('\n')}`).join('\n\n');
  }

  async stop(): Promise<void> {
    await Promise.all(this.programs.map((program) => program.stop()));
    await this.internet.close();
    await rm(this.data, { recursive: true, force: true, maxRetries: 3 });
  }
}

interface Ports {
  readonly register: number;
  readonly ofd: number;
  readonly ofdTcp: number;
  readonly server: number;
  readonly gateway: number;
  readonly line: number;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const register = await freePort(1);
  const others = new Set<number>();
  while (others.size < 5) {
    const port = await freePort();
    if (port !== register && port !== register + 1) others.add(port);
  }
  const [ofd, ofdTcp, server, gateway, line] = [...others] as [number, number, number, number, number];
  const data = await mkdtemp(join(tmpdir(), 'optics-world-'));
  const world = new World(data, { register, ofd, ofdTcp, server, gateway, line }, options);
  try {
    await world.internet.open();
    const first = [world.register, world.ofdProgram, ...(options.serverless ? [] : [world.server])];
    // A big catalogue is written before the server is ready: about 1 ms a product, more on a busy machine.
    const within = 120_000 + (options.products ?? 0) * 4;
    await Promise.all(first.map((program) => program.start({}, within)));
    await world.gatewayProgram.start();
    return world;
  } catch (error) {
    await world.stop();
    throw error;
  }
}
