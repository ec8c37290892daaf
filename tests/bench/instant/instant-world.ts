import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GatewayClient } from '../../e2e/harness/gateway.ts';
import { Ofd } from '../../e2e/harness/ofd.ts';
import { freePort } from '../../e2e/harness/ports.ts';
import { Program } from '../../e2e/harness/program.ts';
import { waitUntil } from '../../e2e/harness/wait-until.ts';
import { POS, STORE } from '../../e2e/harness/world.ts';
import { GatewayProcess } from './gateway-process.ts';

export interface Usage {
  /** CPU ms of the gateway since it started, user and system. */
  readonly cpu: number;
  /** Resident memory, MB. */
  readonly rss: number;
}

/**
 * A gateway process with an instant register inside it (see `swap.ts`) and the emulated operator as a process of its own. The gateway's
 * journal lies on the disk, the operator's books in memory.
 */
export class InstantWorld {
  readonly data: string;
  readonly operatorData: string;
  readonly gatewayProgram: GatewayProcess;
  readonly ofdProgram: Program;
  readonly gateway: GatewayClient;
  readonly ofd: Ofd;
  shift: { fn: string; number: number; openedAt: number } = { fn: '', number: 0, openedAt: 0 };

  constructor(folders: { data: string; operatorData: string }, ports: { gateway: number; ofd: number; tcp: number }) {
    const token = randomBytes(24).toString('base64url');
    this.data = folders.data;
    this.operatorData = folders.operatorData;
    const swap = fileURLToPath(new URL('./swap.ts', import.meta.url));
    this.ofdProgram = new Program('ofd', 'fiscal-gateway/emulator/ofd/main.ts', {
      OPTICS_DEMO: '1',
      OPTICS_DATA: folders.operatorData,
      OFD_PORT: String(ports.ofd),
      OFD_TCP_PORT: String(ports.tcp),
    });
    this.gatewayProgram = new GatewayProcess(
      {
        NODE_OPTIONS: `--import ${swap} ${process.env['BENCH_NODE_OPTIONS'] ?? ''}`.trim(),
        OPTICS_DATA: folders.data,
        GATEWAY_PORT: String(ports.gateway),
        GATEWAY_TOKEN: token,
        GATEWAY_POS_ID: POS,
        GATEWAY_STORE: STORE,
        GATEWAY_OFD: `http://127.0.0.1:${ports.ofd}`,
        GATEWAY_RATE_LIMIT: '1000000',
        GATEWAY_BUFFER_CAPACITY: '1000000',
        GATEWAY_MODE_DWELL_MS: '2000',
      },
      join(folders.operatorData, 'gateway.log'),
    );
    this.gateway = new GatewayClient(ports.gateway, token);
    this.ofd = new Ofd(ports.ofd);
  }

  /** Starts (again) and sees the shift open. */
  async startGateway(): Promise<void> {
    this.gatewayProgram.spawn();
    try {
      const state = await waitUntil(
        'the gateway',
        () => this.gateway.openShift({ pos_id: POS, cashier: { name: 'Иванова А. П.' } }),
        {
          within: 30_000,
          every: 20,
        },
      );
      this.shift = { fn: state.fn ?? '', number: state.number, openedAt: state.opened_at ?? Date.now() };
    } catch (error) {
      throw new Error(`the gateway did not start:\n${this.gatewayProgram.tail()}`, { cause: error });
    }
  }

  /** Everything is with the operator. */
  async delivered(): Promise<void> {
    await waitUntil('an empty queue', async () => (await this.gateway.buffer()).unsent_documents === 0, {
      within: 300_000,
      every: 100,
    });
  }

  usage(): Usage {
    const { pid } = this.gatewayProgram;
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    // Fields 14 and 15 of proc(5), in hundredths of a second.
    return { cpu: (Number(fields[11]) + Number(fields[12])) * 10, rss: Number(rss) / 1024 };
  }

  /** Bytes of a file of the journal; 0 where it does not exist. */
  journalBytes(suffix: '' | '-wal'): number {
    return statSync(join(this.data, 'gateway', POS, `journal.sqlite${suffix}`), { throwIfNoEntry: false })?.size ?? 0;
  }

  async stop(): Promise<void> {
    await Promise.all([this.gatewayProgram.end('SIGTERM'), this.ofdProgram.stop()]);
    for (const folder of [this.data, this.operatorData]) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

export async function startInstantWorld(): Promise<InstantWorld> {
  const data = await mkdtemp(join(tmpdir(), 'optics-bench-'));
  const operatorData = await mkdtemp('/dev/shm/optics-operator-');
  const ports = { gateway: await freePort(), ofd: await freePort(), tcp: await freePort() };
  const world = new InstantWorld({ data, operatorData }, ports);
  await world.ofdProgram.start();
  await world.startGateway();
  return world;
}
