import { currentTrace } from './telemetry/trace.ts';

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * One JSON line an event (requirements B-99): timestamp, level, component, event, trace_id, then the event's own fields (`receipt_id`,
 * `hlc`, `duration_ms` …) and how things stood (`pos_id`, `buffer_size`, `network_status`). Never a name, a contact, a token or a body.
 */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export interface LogOptions {
  /** Epoch ms. */
  readonly now: () => number;
  /** Fields of every line, read as it is written. */
  readonly standing?: () => LogFields;
}

/** `important`: a warning or an error. */
export function jsonLog(write: (line: string, important: boolean) => void, { now, standing }: LogOptions): Log {
  const at =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}): void => {
      const timestamp = new Date(now()).toISOString();
      const line = { timestamp, level, component: 'fiscal-gateway', event, trace_id: currentTrace(), ...fields, ...standing?.() };
      write(`${JSON.stringify(line)}\n`, level !== 'info');
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
