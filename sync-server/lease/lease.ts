import { CONTROL } from '../../design/databases.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { Database, Engine } from '../engine/engine.ts';
import { jsonLog, reasonOf, type Log } from '../log.ts';

export interface LeaseOptions {
  readonly name: string;
  /** ms that a holder lives without renewing. Renewed at a third of it. */
  readonly ttl: number;
  /** Who asks: unique to this process, another one after a restart. */
  readonly holder: string;
  /**
   * Nobody else can be at work (this process holds the data folder's lock): what the document says is a dead process's, taken at once.
   * Absent: a lease of another holder is taken only after it was seen unchanged for its ttl.
   */
  readonly exclusive?: boolean;
  /** ms of a clock that never jumps. */
  readonly monotonic?: () => number;
  readonly log?: Log;
}

export interface Lease {
  /** True while no other holder can have it: less than a ttl has passed since the last renewal was sent, by either clock. */
  held(): boolean;
  /** Grows with each taking; 0 before the first. */
  fence(): number;
  /**
   * Before a write: renews where `held()` is in doubt (a process that slept, a clock that jumped).
   * @throws LeaseLost where it is not ours any more
   */
  confirm(): Promise<void>;
  /** `run` starts work when the lease is taken and answers how to end it; it is ended when the lease is lost, and begun again after. */
  whenHeld(run: () => () => Promise<void>): void;
  /** Resolves when it has been asked for once, taken or not. */
  readonly asked: Promise<void>;
  /** Ends the work and gives the lease back, so that another server need not wait. */
  stop(): Promise<void>;
}

export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

interface LeaseDocument {
  readonly _id: string;
  readonly _rev: string;
  readonly holder: string;
  readonly fence: number;
  readonly ttl: number;
  readonly released: boolean;
}

interface Work {
  readonly run: () => () => Promise<void>;
  running: { readonly fence: number; readonly end: () => Promise<void> } | null;
}

/**
 * One of several servers works, by the document `lease:<name>` of `control`: taken and renewed by compare-and-set on its revision. Whether
 * a holder is dead is judged by how long its document has stood still on our own steady clock, never by comparing clocks of two machines.
 * The holder counts from before it sent its renewal, the others from when they saw it: they never overlap by more than one write in flight.
 */
export function createLease(engine: Engine, clock: Clock, options: LeaseOptions): Lease {
  const { name, ttl, holder, exclusive = false, monotonic = () => performance.now(), log = jsonLog } = options;
  const id = `lease:${name}`;
  const works: Work[] = [];
  let mine: { rev: string; fence: number; wall: number; steady: number } | null = null;
  let seen: { rev: string; steady: number } | null = null;
  let lastFence = 0;
  let stopped = false;
  let ending = false;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const alive = (): boolean => mine !== null && monotonic() - mine.steady < ttl;
  const held = (): boolean => alive() && clock.now() - mine!.wall < ttl;

  /** One exchange with the document at a time. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = turn.then(work, work);
    turn = next.catch(() => undefined);
    return next;
  }

  async function write(control: Database, fence: number, rev: string | undefined, released = false): Promise<boolean> {
    const at = { wall: clock.now(), steady: monotonic() };
    const doc = {
      _id: id,
      ...(rev === undefined ? {} : { _rev: rev }),
      type: 'lease',
      holder,
      fence,
      ttl,
      at: at.wall,
      released,
    };
    const result = await control.put(doc);
    if (!result.ok || result.rev === null) return false;
    mine = released ? null : { rev: result.rev, fence, ...at };
    return true;
  }

  /** Renews what is ours, takes what is free. */
  async function ask(): Promise<void> {
    const control = await engine.open(CONTROL);
    const doc = (await control.get(id)) as LeaseDocument | null;
    if (mine && doc?._rev === mine.rev) {
      await write(control, mine.fence, mine.rev);
      return;
    }
    mine = null;
    if (!isFree(doc)) return;
    const fence = Math.max(doc?.fence ?? 0, lastFence) + 1;
    if (!(await write(control, fence, doc?._rev))) return;
    lastFence = fence;
    log('info', 'lease-taken', { lease: name, fence });
  }

  function isFree(doc: LeaseDocument | null): boolean {
    if (!doc || doc.released || exclusive || doc.holder === holder) return true;
    if (seen?.rev !== doc._rev) seen = { rev: doc._rev, steady: monotonic() };
    return monotonic() - seen.steady >= Math.max(doc.ttl, ttl);
  }

  /** Work runs exactly while the lease is ours, and begins anew where it was taken anew: others may have worked in between. */
  async function settleWork(): Promise<void> {
    const fence = alive() && !stopped ? mine!.fence : null;
    for (const work of works) {
      if (work.running && work.running.fence !== fence) {
        if (!stopped) log('warn', 'lease-lost', { lease: name, fence: work.running.fence });
        await end(work);
      }
      if (fence !== null && work.running === null) work.running = { fence, end: work.run() };
    }
  }

  async function end(work: Work): Promise<void> {
    const { running } = work;
    work.running = null;
    ending = !stopped;
    await running?.end();
    ending = false;
  }

  async function beat(): Promise<void> {
    try {
      if (!stopped) await ask();
    } catch (error) {
      log('warn', 'lease-unreachable', { lease: name, why: reasonOf(error) });
    }
    await settleWork();
  }

  function next(): void {
    if (stopped) return;
    timer = setTimeout(() => void inTurn(beat).finally(next), ttl / 3);
    timer.unref();
  }
  const asked = inTurn(beat).finally(next);

  return {
    held,
    fence: () => mine?.fence ?? lastFence,
    asked,
    async confirm() {
      if (held() && !ending) return;
      const before = mine?.fence;
      // What is being ended is waited for by the turn: it must not wait for a turn itself.
      if (stopped || ending || before === undefined) throw new LeaseLost(name);
      await inTurn(() => (held() ? Promise.resolve() : ask()));
      if (!held() || mine?.fence !== before) throw new LeaseLost(name);
    },
    whenHeld(run) {
      works.push({ run, running: null });
      void inTurn(settleWork);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await inTurn(async () => {
        for (const work of works) await end(work);
        if (!mine) return;
        const { fence, rev } = mine;
        try {
          await write(await engine.open(CONTROL), fence, rev, true);
        } catch {
          // The back end is away: the lease runs out by itself.
        }
        mine = null;
      });
    },
  };
}
