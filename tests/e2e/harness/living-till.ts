import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ofd } from './ofd.ts';
import { freePort } from './ports.ts';
import { Program } from './program.ts';
import { RegisterControl } from './register.ts';

/** A gateway with its emulators as real processes, no sync server behind: what answers HTTP is the program itself. */
export class LivingTill {
  readonly data: string;
  readonly url: string;
  readonly admin: string;
  readonly ofd: Ofd;
  readonly drive: RegisterControl;
  readonly gateway: Program;
  readonly programs: readonly Program[];

  private constructor(
    data: string,
    ports: { register: number; ofd: number; ofdTcp: number; gateway: number },
    env: Record<string, string>,
  ) {
    const shared = { OPTICS_DEMO: '1', OPTICS_DATA: data };
    this.data = data;
    this.url = `http://127.0.0.1:${ports.gateway}`;
    this.admin = randomBytes(24).toString('base64url');
    this.ofd = new Ofd(ports.ofd);
    this.drive = new RegisterControl(ports.register + 1);
    const register = new Program('register', 'fiscal-gateway/emulator/register/main.ts', {
      ...shared,
      REGISTER_PORT: String(ports.register),
      REGISTER_PRINT_MS: '0',
    });
    const ofd = new Program('ofd', 'fiscal-gateway/emulator/ofd/main.ts', {
      ...shared,
      OFD_PORT: String(ports.ofd),
      OFD_TCP_PORT: String(ports.ofdTcp),
    });
    this.gateway = new Program('gateway', 'fiscal-gateway/main.ts', {
      ...shared,
      GATEWAY_PORT: String(ports.gateway),
      GATEWAY_TOKEN: this.admin,
      GATEWAY_REGISTER: 'emulator',
      REGISTER_PORT: String(ports.register),
      GATEWAY_OFD: `http://127.0.0.1:${ports.ofd}`,
      GATEWAY_SYNC_URL: 'http://127.0.0.1:1',
      GATEWAY_SYNC_INTERVAL_MS: '500',
      GATEWAY_RATE_LIMIT: '1000',
      ...env,
    });
    this.programs = [register, ofd, this.gateway];
  }

  static async start(env: Record<string, string> = {}): Promise<LivingTill> {
    const data = await mkdtemp(join(tmpdir(), 'optics-living-till-'));
    const register = await freePort(1);
    const [ofd, ofdTcp, gateway] = [await freePort(), await freePort(), await freePort()];
    const till = new LivingTill(data, { register, ofd, ofdTcp, gateway }, env);
    await Promise.all(till.programs.slice(0, 2).map((program) => program.start()));
    await till.gateway.start();
    return till;
  }

  async stop(): Promise<void> {
    await Promise.all(this.programs.map((program) => program.stop()));
    await rm(this.data, { recursive: true, force: true, maxRetries: 3 });
  }
}
