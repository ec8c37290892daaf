import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '../../../fiscal-gateway/context.ts';
import { withCrashPoints } from '../../../fiscal-gateway/crash-boundaries.ts';
import type { CrashPoint } from '../../../fiscal-gateway/crash-points.ts';
import type { ServerClient } from '../../../fiscal-gateway/link/server-client.ts';
import { registerOnLine } from '../../../fiscal-gateway/register/emulated.register.ts';
import { manualTime } from '../../../fiscal-gateway/testing/manual-time.ts';
import { MemoryGateway, MORNING } from '../../../fiscal-gateway/testing/memory-gateway.ts';
import type { Answer } from '../../../fiscal-gateway/testing/memory-gateway.ts';
import { BenchDevice } from './bench-device.ts';
import { BenchOperator } from './bench-operator.ts';
import { BenchServer } from './bench-server.ts';

/** One life of the gateway: from a start to its crash. */
interface Life {
  alive: boolean;
  readonly died: Promise<void>;
  readonly die: () => void;
}

function newLife(): Life {
  let die: () => void = () => undefined;
  const died = new Promise<void>((resolve) => (die = resolve));
  return { alive: true, died, die };
}

/** A dead process waits for nothing: what it asked for never comes. A new promise each time, or all the dead would hang on one for ever. */
const never = (): Promise<never> => new Promise(() => undefined);
const WAL = ['', '-wal'] as const;
const QUICK_TURNS = 20_000;

export type RestartOrder = 'register stays on' | 'gateway first' | 'register first' | 'both at once' | 'register off for a while';
export type JournalFate = 'as it was' | 'restored from a backup' | 'gone';

/** Where the gateway's journal lies; memory-backed where the machine has it: an fsync per write would be measured, not tested. */
const FOLDERS = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/**
 * A gateway on a real journal file, with a register, an operator and a server that outlive it, all in this process. A crash is a copy of
 * the database files at that very instant, on which the next gateway starts, while everything the dead one still asks for is never
 * answered: what SIGKILL leaves, a thousand times as fast.
 */
export class CrashShop {
  readonly time = manualTime(MORNING);
  readonly folder = mkdtempSync(join(FOLDERS, 'optics-crash-'));
  readonly device = new BenchDevice(join(this.folder, 'device'), this.time.clock);
  readonly operator = new BenchOperator(this.time.clock);
  readonly server = new BenchServer(this.time.clock);
  /** Every crash point passed, with the step of the day in which it was. */
  readonly passes: { readonly point: CrashPoint; readonly step: number }[] = [];
  step = -1;
  crashes = 0;
  /** What somebody did to the PC's clock, ms; the register has one of its own. */
  clockOffset = 0;
  gateway!: MemoryGateway;
  #life = newLife();
  #lives = 0;
  #armed: ((point: CrashPoint) => boolean) | null = null;
  readonly #dead: MemoryGateway[] = [];

  get alive(): boolean {
    return this.#life.alive;
  }
  get died(): Promise<void> {
    return this.#life.died;
  }
  get journalPath(): string {
    return join(this.gateway.folder, 'journal.sqlite');
  }

  /** Kills the gateway the first time `when` says so. */
  armCrash(when: (point: CrashPoint) => boolean): void {
    this.#armed = when;
  }

  async start(from: string | null = null): Promise<void> {
    const folder = join(this.folder, `life-${(this.#lives += 1)}`);
    mkdirSync(folder);
    if (from !== null) {
      for (const end of WAL) if (existsSync(from + end)) copyFileSync(from + end, join(folder, `journal.sqlite${end}`));
    }
    const life = newLife();
    this.#life = life;
    this.gateway = new MemoryGateway({
      folder,
      time: this.time,
      server: this.server.client,
      background: true,
      config: { folder, syncUrl: 'http://server.test', capacity: 10_000 },
      wrap: (context, server) => this.#wrap(context, server, life),
    });
    // A crash may come before it is up.
    await Promise.race([this.gateway.start(), life.died]);
  }

  #wrap(context: Context, server: ServerClient | null, life: Life): { context: Context; server: ServerClient | null } {
    const living =
      <A extends unknown[], T>(call: (...args: A) => Promise<T>) =>
      async (...args: A): Promise<T> => {
        if (!life.alive) return never();
        try {
          const value = await call(...args);
          return life.alive ? value : await never();
        } catch (error) {
          if (!life.alive) return never();
          throw error;
        }
      };
    const { timers, journal } = context;
    const ask = living((command: string, params: unknown, ms: number) => this.device.line.ask(command, params, ms));
    const mortal: Context = {
      ...context,
      clock: { now: () => this.time.clock.now() + this.clockOffset },
      timers: { ...timers, sleep: living((ms: number, signal?: AbortSignal) => timers.sleep(ms, signal)) },
      journal: {
        ...journal,
        commit: (work) => living(() => journal.commit(work))(),
        commitLater: (work, within) => living(() => journal.commitLater(work, within))(),
        idle: living(() => journal.idle()),
      },
      register: registerOnLine({ ask, close: () => undefined }, 1_000),
      ofd: mapped(this.operator.transport, living),
      copyJournal: living((job: Parameters<Context['copyJournal']>[0]) => context.copyJournal(job)),
    };
    const link = server && { ...server, post: living((...args: Parameters<ServerClient['post']>) => server.post(...args)) };
    return withCrashPoints(mortal, link, (point) => this.#pass(point, life));
  }

  #pass(point: CrashPoint, life: Life): void {
    if (!life.alive) return;
    this.passes.push({ point, step: this.step });
    if (!this.#armed?.(point)) return;
    this.#armed = null;
    this.kill();
  }

  /** Nothing of this gateway happens any more; its files stay as they are now. */
  kill(): void {
    for (const end of WAL) {
      if (existsSync(this.journalPath + end)) copyFileSync(this.journalPath + end, join(this.folder, `crashed.sqlite${end}`));
    }
    this.crashes += 1;
    this.#life.alive = false;
    this.#dead.push(this.gateway);
    this.#life.die();
  }

  get crashed(): string {
    return join(this.folder, 'crashed.sqlite');
  }

  /** The gateway is stopped as a service is, and started again on its journal. */
  async restart(): Promise<void> {
    const { app, gateway, journal, folder } = this.gateway;
    await this.wait(Promise.all([app.close(), gateway.stop()]));
    journal.close();
    await this.start(join(folder, 'journal.sqlite'));
  }

  /** A backup of the journal as it is now, for `restored from a backup`. */
  backUp(): string {
    const path = join(this.folder, 'backup.sqlite');
    rmSync(path, { force: true });
    this.gateway.journal.db.exec(`VACUUM INTO '${path}'`);
    return path;
  }

  /** Runs the event loop and, where that is not enough, time until the promise settles or the gateway dies (`null`). */
  async wait<T>(work: Promise<T>): Promise<T | null> {
    const life = this.#life;
    let settled = false;
    const watched = work.finally(() => {
      settled = true;
    });
    watched.catch(() => undefined);
    for (let turns = 1; !settled && life.alive; turns += 1) {
      // The journal gathers small marks for some real milliseconds: after the first turns the waiting is real as well.
      await (turns < QUICK_TURNS ? turn() : delay(1));
      if (turns % 25 === 0) this.time.advance(250);
      if (turns > 40_000) throw new Error('nothing comes of it');
    }
    return life.alive ? watched : null;
  }

  /** An hour or a second of an idle shop: whatever runs in the background goes on. */
  async idle(ms: number): Promise<void> {
    this.time.advance(ms);
    await this.wait(this.gateway.journal.idle());
    for (let turns = 0; turns < 10 && this.alive; turns += 1) await turn();
  }

  /** A request of the till; `null` where the gateway died over it. */
  async call(method: 'GET' | 'POST', url: string, body?: unknown, key?: string): Promise<Answer<Record<string, unknown>> | null> {
    if (!this.alive) return null;
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    return this.wait(this.gateway.call<Record<string, unknown>>(method, url, body, headers));
  }

  async stop(): Promise<void> {
    if (this.alive) {
      const { app, gateway } = this.gateway;
      const stopping = Promise.all([app?.close(), gateway?.stop()]);
      await this.wait(stopping);
      this.gateway.journal?.close();
    }
    for (const { app, gateway, journal } of this.#dead) {
      void app?.close();
      // Only to let go of what it slept on: signals that are listened to are never collected.
      void gateway?.stop();
      if (journal?.db.isOpen) journal.db.close();
    }
    this.device.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type Living = <A extends unknown[], T>(call: (...args: A) => Promise<T>) => (...args: A) => Promise<T>;

/** Every call of the object through `living`. */
function mapped<T extends object>(target: T, living: Living): T {
  return Object.fromEntries(
    Object.entries(target).map(([name, value]) => [
      name,
      typeof value === 'function' ? living(value as (...args: unknown[]) => Promise<unknown>) : value,
    ]),
  ) as T;
}
