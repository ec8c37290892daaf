export type Level = 'info' | 'warn' | 'error';
/** One JSON line: level, event and facts about it, nothing personal (no names, phones, tokens or document bodies). */
export type Log = (level: Level, event: string, facts?: Readonly<Record<string, unknown>>) => void;

export const jsonLog: Log = (level, event, facts = {}) => {
  process.stdout.write(`${JSON.stringify({ level, event, ...facts })}\n`);
};

export const silentLog: Log = () => undefined;

/** For `void promise.catch(...)`: a background fault is logged, never swallowed. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
