import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SyncConfig } from '../../../sync-server/config.ts';
import { Child } from './child.ts';
import type { DevicesOrder } from './devices.program.ts';
import { latenciesOf, type Observations } from './observations.ts';
import type { LoadPlan } from './plan.ts';
import type { Complaints, ServerReady } from './server.program.ts';

/** Looks whether the last of the work has arrived, and ms between two. */
const LOOKS = 30;
const LOOK_EVERY = 1_000;

/** A chain of shops: one server, its devices in a few programs beside it. */
export interface LoadedChain {
  readonly server: Child;
  readonly ready: ServerReady;
  readonly programs: readonly Child[];
  /** Connects the devices; resolves when all are in step. ms. */
  connect(options?: { readonly gateways?: boolean }): Promise<number>;
  work(): Promise<void>;
  /** What everybody saw, once everything has arrived at so many `others` of each shop and on the dashboard, or will not. */
  arrived(others: number): Promise<Observations[]>;
  complaints(): Promise<Complaints>;
  stop(): Promise<void>;
}

export async function startLoadedChain(plan: LoadPlan, couchdb: SyncConfig['couchdb'] = null): Promise<LoadedChain> {
  const dataDir = await mkdtemp(join(tmpdir(), 'optics-sync-load-'));
  const server = new Child('./server.program.ts');
  const programs: Child[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(programs.map((program) => program.stop()));
    await server.stop();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    server.tell({ dataDir, plan, couchdb });
    const ready = await server.hear<ServerReady>();
    return {
      server,
      ready,
      programs,
      stop,
      async connect({ gateways = true } = {}) {
        const from = performance.now();
        for (let n = 0; n < plan.programs; n += 1) {
          const devices = ready.devices.filter((_, place) => place % plan.programs === n);
          const program = new Child('./devices.program.ts');
          programs.push(program);
          const order: DevicesOrder = { url: ready.url, plan, devices, gateways };
          program.tell(order);
        }
        await Promise.all(programs.map((program) => program.hear()));
        return performance.now() - from;
      },
      async work() {
        for (const program of programs) program.tell('work');
        await Promise.all(programs.map((program) => program.hear()));
      },
      async arrived(others) {
        for (let left = LOOKS; ; left -= 1) {
          for (const program of programs) program.tell('report');
          const said = await Promise.all(programs.map((program) => program.hear<{ seen: Observations }>()));
          const seen = said.map((one) => one.seen);
          if (left === 0 || latenciesOf(seen, others).lost === 0) return seen;
          await sleep(LOOK_EVERY);
        }
      },
      async complaints() {
        server.tell('complaints');
        return server.hear<Complaints>();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
