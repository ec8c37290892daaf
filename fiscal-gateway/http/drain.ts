import { DomainError } from '../../design/errors.ts';
import type { App } from './app.ts';

/** A restarted gateway answers again within seconds: what a till is told to wait. */
const BACK_WITHIN = 5;

/**
 * The way out: nothing new is begun, what was begun is answered. One path for SIGTERM, an update and a UPS on its battery.
 */
export interface Drain {
  readonly closing: boolean;
  /** From now on changes are refused with SHUTTING_DOWN; questions are answered to the end. */
  begin(): void;
  enter(): void;
  leave(): void;
  /** Resolves once no change is under way. */
  idle(): Promise<void>;
}

export function createDrain(): Drain {
  let closing = false;
  let inside = 0;
  let waiting: (() => void)[] = [];
  return {
    get closing() {
      return closing;
    },
    begin() {
      closing = true;
    },
    enter() {
      if (closing) throw new DomainError('SHUTTING_DOWN', {}, BACK_WITHIN);
      inside += 1;
    },
    leave() {
      inside -= 1;
      if (inside > 0) return;
      for (const go of waiting.splice(0)) go();
      waiting = [];
    },
    idle: () => (inside === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}

/** Counts requests that change something; a question (GET, OPTIONS) may be asked until the door closes. */
export function drainHooks(app: App, drain: Drain): void {
  const counted = new WeakSet<object>();
  app.addHook('onRequest', (request, reply, next) => {
    if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return next();
    drain.enter();
    counted.add(request);
    // Also where the caller hangs up: the connection's end comes in any case.
    reply.raw.once('close', () => {
      if (counted.delete(request)) drain.leave();
    });
    next();
  });
  app.addHook('onResponse', (request, _reply, next) => {
    if (counted.delete(request)) drain.leave();
    next();
  });
}
