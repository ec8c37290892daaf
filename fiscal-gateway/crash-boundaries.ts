import type { Context } from './context.ts';
import { OTHER_EXCHANGES, REGISTER_EXCHANGES } from './crash-points.ts';
import type { Crash, CrashPoint } from './crash-points.ts';
import type { Journal } from './journal/journal.ts';
import type { ServerClient } from './link/server-client.ts';
import type { OfdTransport } from './ofd/ofd.ts';
import type { Register } from './register/register.ts';

type Call = (...args: never[]) => Promise<unknown>;

/**
 * A gateway that may be killed before and after every exchange and every durable write: the crash points of fault tests, without a word of
 * them in the code that is tested. Only made where a crash is asked for.
 */
export function withCrashPoints(
  context: Context,
  server: ServerClient | null,
  crash: Crash,
): { readonly context: Context; readonly server: ServerClient | null } {
  const around = <T>(exchange: string, call: () => Promise<T>): Promise<T> => {
    crash(`before-${exchange}` as CrashPoint);
    return call().finally(() => crash(`after-${exchange}` as CrashPoint));
  };

  /** The same object with some of its calls between two points. */
  function between<T extends object>(target: T, exchanges: Readonly<Record<string, string>>): T {
    return new Proxy(target, {
      get(of, name, receiver) {
        const value: unknown = Reflect.get(of, name, receiver);
        const exchange = typeof name === 'string' ? exchanges[name] : undefined;
        if (typeof value !== 'function' || exchange === undefined) return value;
        return (...args: never[]) => around(exchange, () => (value as Call).apply(of, args));
      },
    });
  }

  const register: Register | null = context.register && between(context.register, REGISTER_EXCHANGES);
  const { send, ask, ticket, probe } = OTHER_EXCHANGES;
  const ofd: OfdTransport | null = context.ofd && between(context.ofd, { send, ask, ticket, probe });
  const journal: Journal = between(context.journal, { commit: OTHER_EXCHANGES.write, commitLater: OTHER_EXCHANGES.lateWrite });
  return {
    context: {
      ...context,
      crash,
      register,
      ofd,
      journal,
      copyJournal: (job) => around(OTHER_EXCHANGES.backup, () => context.copyJournal(job)),
    },
    server: server && {
      ...server,
      post: (path, ...rest) =>
        around(path.endsWith('heartbeat') ? OTHER_EXCHANGES.heartbeat : OTHER_EXCHANGES.journal, () =>
          server.post(path, ...rest),
        ),
    },
  };
}
