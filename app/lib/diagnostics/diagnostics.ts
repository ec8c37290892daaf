import type { DiagnosticsModel } from './diagnostics.model.ts';
import { scrubAll } from './scrub.ts';

export interface DiagnosticsDeps {
  /** Facts of the moment by heading. What needs an answer is a promise: one that fails or is late is told as missing. */
  readonly facts: () => Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;
  readonly till: () => string | null;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<unknown>;
}

/** ms for a program that has to be asked: a file without its log is better than no file. */
const WITHIN = 3_000;

export class Diagnostics implements DiagnosticsModel {
  private readonly deps: DiagnosticsDeps;

  constructor(deps: DiagnosticsDeps) {
    this.deps = deps;
  }

  async collect(): Promise<{ readonly name: string; readonly text: string }> {
    const { facts, till, now, wait } = this.deps;
    const late = wait(WITHIN).then(() => 'no answer');
    const made = await Promise.all(
      Object.entries(await facts()).map(async ([heading, fact]) => {
        const value: unknown = await Promise.race([Promise.resolve(fact), late]).catch(() => 'failed');
        return [heading, scrubAll(value)] as const;
      }),
    );
    const at = new Date(now()).toISOString();
    const text = JSON.stringify({ made: at, till: till(), ...Object.fromEntries(made) }, null, 2);
    return { name: `optics-${till() ?? 'device'}-${at.slice(0, 16).replace(/[:T]/g, '-')}.json`, text };
  }
}
