export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** One JSON line an event on stdout. Never a name, a contact, a token or a body. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export function jsonLog(write: (line: string) => void): Log {
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}) =>
      write(`${JSON.stringify({ level, event, component: 'fiscal-gateway', ...fields })}\n`);
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
