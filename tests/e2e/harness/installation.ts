import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports.ts';
import { Program } from './program.ts';

/** Programs as an administrator starts them in a real shop: no demo, no register, nothing prepared. */
export class Installation {
  readonly data: string;
  readonly url: string;
  readonly server: Program;
  readonly #programs: Program[] = [];
  readonly #serverPort: number;

  constructor(data: string, serverPort: number) {
    this.data = data;
    this.#serverPort = serverPort;
    this.url = `http://localhost:${serverPort}`;
    this.server = new Program('sync-server', 'sync-server/main.ts', { OPTICS_DATA: data, SYNC_PORT: String(serverPort) });
    this.#programs.push(this.server);
  }

  /** Starts the gateway of a till; `token` is what the devices page gave for it. */
  async gateway(pos: string, store: string, port: number, token: string): Promise<Program> {
    const program = new Program(`gateway ${pos}`, 'fiscal-gateway/main.ts', {
      OPTICS_DATA: this.data,
      SYNC_PORT: String(this.#serverPort),
      GATEWAY_PORT: String(port),
      GATEWAY_POS_ID: pos,
      GATEWAY_STORE: store,
      GATEWAY_SYNC_URL: `http://127.0.0.1:${this.#serverPort}`,
      GATEWAY_SYNC_TOKEN: token,
      GATEWAY_SYNC_INTERVAL_MS: '500',
    });
    this.#programs.push(program);
    await program.start();
    return program;
  }

  /** What a gateway printed at its first start for the first browser. */
  firstCodeOf(gateway: Program): string {
    const code = gateway.lines
      .map((line) => /"event":"pairing_code".*"code":"([^"]+)"/.exec(line)?.[1])
      .find((one) => one !== undefined);
    if (code === undefined) throw new Error(`${gateway.name} printed no pairing code`);
    return code;
  }

  adminToken(pos: string): Promise<string> {
    return readFile(join(this.data, 'gateway', pos, 'token'), 'utf8').then((text) => text.trim());
  }

  log(): string {
    return this.#programs.map(({ name, lines }) => `── ${name}\n${lines.slice(-60).join('\n')}`).join('\n\n');
  }

  async stop(): Promise<void> {
    await Promise.all(this.#programs.map((program) => program.stop()));
    await rm(this.data, { recursive: true, force: true, maxRetries: 3 });
  }
}

export async function startInstallation(): Promise<Installation> {
  const installation = new Installation(await mkdtemp(join(tmpdir(), 'optics-installation-')), await freePort());
  try {
    await installation.server.start();
  } catch (error) {
    await installation.stop();
    throw error;
  }
  return installation;
}
