import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../config.ts';
import type { GatewayConfig } from '../config.ts';
import type { Context } from '../context.ts';
import { createAlarms } from '../care/alarms.ts';
import { createEvents } from '../events.ts';
import { createGateway } from '../gateway.ts';
import type { Gateway } from '../gateway.ts';
import type { App } from '../http/app.ts';
import { openJournal } from '../journal/journal.ts';
import type { Journal } from '../journal/journal.ts';
import { createStores } from '../journal/stores.ts';
import type { ServerClient } from '../link/server-client.ts';
import { silentLog } from '../log.ts';
import type { Log } from '../log.ts';
import { systemRandom } from '../random.ts';
import { copyJournal } from '../safekeeping/copy-journal.ts';
import type { CopyJob } from '../safekeeping/copy-journal.ts';
import { folderDisk } from '../safekeeping/disk.ts';
import type { Disk } from '../safekeeping/disk.ts';
import { buildServer } from '../server.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { unknownStanding } from '../telemetry/standing.ts';
import { manualTime } from './manual-time.ts';
import type { ManualTime } from './manual-time.ts';
import { createMemoryOfd } from './memory-ofd.ts';
import type { MemoryOfd } from './memory-ofd.ts';
import { createMemoryRegister } from './memory-register.ts';
import type { MemoryRegister } from './memory-register.ts';

export const ADMIN = 'admin-token-of-a-test';
/** 2026-11-21 06:00 in Moscow. */
export const MORNING = Date.UTC(2026, 10, 21, 3);

export interface MemoryGatewayOptions {
  readonly config?: Partial<GatewayConfig>;
  readonly carriesOurId?: boolean;
  /** A register with a history, e.g. that of another gateway. */
  readonly register?: MemoryRegister;
  readonly server?: ServerClient;
  readonly log?: Log;
  readonly disk?: Disk;
  /** Starts the background work (phase 2, polling); else only what a request asks for happens. */
  readonly background?: boolean;
  /** A world that outlives this gateway: its time, the folder of its journal. */
  readonly time?: ManualTime;
  readonly folder?: string;
  /** Stands between the gateway and everything it works with, e.g. crash points. */
  readonly wrap?: (context: Context, server: ServerClient | null) => { context: Context; server: ServerClient | null };
}

export interface Answer<T> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: T;
}

/** A test double's home: a whole gateway in this process on a real journal, with register, operator and time in the test's hands. */
export class MemoryGateway {
  readonly time: ManualTime;
  readonly register: MemoryRegister;
  readonly ofd: MemoryOfd;
  readonly folder: string;
  readonly options: MemoryGatewayOptions;
  journal!: Journal;
  gateway!: Gateway;
  app!: App;

  constructor(options: MemoryGatewayOptions = {}) {
    this.options = options;
    this.time = options.time ?? manualTime(MORNING);
    this.folder = options.folder ?? mkdtempSync(join(tmpdir(), 'optics-gateway-'));
    this.register = options.register ?? createMemoryRegister(this.time.clock, { carriesOurId: options.carriesOurId ?? true });
    this.ofd = createMemoryOfd(this.time.clock, this.time.timers);
  }

  async start(): Promise<this> {
    this.journal = openJournal(join(this.folder, 'journal.sqlite'));
    const stores = createStores(this.journal);
    const events = createEvents();
    const log = this.options.log ?? silentLog;
    const whole: Context = {
      config: {
        ...readConfig({ OPTICS_DEMO: '1', GATEWAY_RATE_LIMIT: '1000000' }),
        syncUrl: null,
        folder: this.folder,
        ...this.options.config,
      },
      clock: this.time.clock,
      timers: this.time.timers,
      random: { ...systemRandom, unit: () => 0.5 },
      log,
      journal: this.journal,
      stores,
      events,
      alarms: createAlarms({ journal: this.journal, stores, clock: this.time.clock, events, log }),
      metrics: createMetrics({ pos_id: 'POS-001', store: 'demo-1' }),
      standing: unknownStanding(),
      disk: this.options.disk ?? folderDisk(this.folder),
      // In this very thread: a worker would take longer to start than the copy of a test's journal takes.
      copyJournal: (job: CopyJob) => Promise.resolve().then(() => copyJournal(job)),
      register: this.register,
      ofd: this.ofd,
      crash: () => undefined,
    };
    const link = this.options.server ?? null;
    const { context, server } = this.options.wrap?.(whole, link) ?? { context: whole, server: link };
    this.gateway = createGateway(context, server);
    this.app = await buildServer(this.gateway, ADMIN);
    if (this.options.background) await this.gateway.start();
    else await this.gateway.recover();
    return this;
  }

  /** The process dies here: nothing is finished or flushed; what was in flight is answered to nobody. */
  async crashAndRestart(): Promise<void> {
    this.journal.db.close();
    await this.start();
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.gateway.stop();
    this.journal.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async call<T = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const answer = await this.app.inject({
      method,
      url,
      headers: { host: '127.0.0.1:8000', authorization: `Bearer ${ADMIN}`, ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const text = answer.body;
    return {
      status: answer.statusCode,
      headers: answer.headers as Record<string, string>,
      body: (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text) as T,
    };
  }

  openShift() {
    return this.call('POST', '/v1/kkt/shift/open', { pos_id: 'POS-001', cashier: { name: 'Иванова А.' } });
  }
}
