import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** What became of a question. `sent` false: the device never saw it. */
export type LineOutcome =
  | { readonly kind: 'answer'; readonly answer: unknown }
  | { readonly kind: 'no-answer'; readonly sent: boolean; readonly timeout: boolean; readonly message: string };

export interface LineClient {
  /** Asks one question; the caller waits for its outcome before the next one. Never throws. */
  ask(command: string, params: unknown, timeoutMs: number): Promise<LineOutcome>;
  close(): void;
}

interface Waiting {
  readonly id: number;
  readonly done: (outcome: LineOutcome) => void;
}

const CONNECT_TIMEOUT = 2_000;

/**
 * One TCP line to a device that answers newline-delimited JSON by id. Connects when it is asked something, again after it broke; an
 * answer to a question that is no longer waited for is dropped.
 */
export function createLineClient(host: string, port: number): LineClient {
  let socket: Socket | null = null;
  let waiting: Waiting | null = null;
  let lastId = 0;

  const settle = (outcome: LineOutcome): void => {
    const mine = waiting;
    waiting = null;
    mine?.done(outcome);
  };

  function open(): Promise<Socket> {
    const fresh = connect({ host, port, noDelay: true });
    fresh.setEncoding('utf8');
    let rest = '';
    fresh.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) receive(line);
    });
    fresh.on('close', () => {
      if (socket !== fresh) return;
      socket = null;
      settle({ kind: 'no-answer', sent: true, timeout: false, message: 'the line broke before the answer' });
    });
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => fresh.destroy(new Error('connect timed out')), CONNECT_TIMEOUT);
      fresh.once('connect', () => {
        clearTimeout(timer);
        socket = fresh;
        resolve(fresh);
      });
      // Stays for the life of the socket: without a listener a reset would end the process. `close` follows and settles.
      fresh.on('error', (error) => {
        clearTimeout(timer);
        reject(error);
      });
    });
  }

  function receive(line: string): void {
    let answer: unknown;
    try {
      answer = JSON.parse(line);
    } catch {
      return;
    }
    if (waiting && (answer as { id?: unknown } | null)?.id === waiting.id) settle({ kind: 'answer', answer });
  }

  return {
    async ask(command, params, timeoutMs) {
      let line: Socket;
      try {
        line = socket ?? (await open());
      } catch (error) {
        return { kind: 'no-answer', sent: false, timeout: false, message: (error as Error).message };
      }
      const id = ++lastId;
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          settle({ kind: 'no-answer', sent: true, timeout: true, message: `no answer within ${timeoutMs} ms` });
          // A line that once kept silent may answer late: the next question gets a fresh one.
          socket = null;
          line.destroy();
        }, timeoutMs);
        waiting = {
          id,
          done: (outcome) => {
            clearTimeout(timer);
            resolve(outcome);
          },
        };
        line.write(`${JSON.stringify({ id, command, params })}\n`);
      });
    },
    close() {
      const line = socket;
      socket = null;
      line?.destroy();
      settle({ kind: 'no-answer', sent: true, timeout: false, message: 'the line was closed' });
    },
  };
}
