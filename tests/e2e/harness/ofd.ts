import { askJson } from './http-json.ts';

/** One arrival at the emulated operator; `repeat` marks a document it held already. */
export interface Arrival {
  readonly key: string;
  readonly fn: string;
  readonly fd: number;
  readonly type: string;
  readonly total: number | null;
  readonly at: number;
  readonly repeat: boolean;
}

export type OfdMode = 'ok' | 'down' | 'hang' | 'slow' | 'reset' | 'reject' | 'limit' | 'deaf' | 'flaky';

/** The emulated tax data operator (design §3), asked from outside. */
export class Ofd {
  readonly url: string;

  constructor(port: number) {
    this.url = `http://127.0.0.1:${port}`;
  }

  async set(mode: OfdMode, options: { delay_ms?: number; every?: number } = {}): Promise<void> {
    await askJson(`${this.url}/control`, { method: 'POST', body: { mode, ...options } });
  }

  async received(): Promise<Arrival[]> {
    return (await askJson<{ documents: Arrival[] }>(`${this.url}/received`)).documents;
  }

  /** What the operator holds, each document once, and how many came more than once. */
  async held(): Promise<Arrival[]> {
    return (await this.received()).filter((arrival) => !arrival.repeat);
  }
}
