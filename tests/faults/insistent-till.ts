import { randomUUID } from 'node:crypto';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import type { World } from '../e2e/harness/world.ts';

export type Reply = Record<string, unknown> & { readonly code?: string };
export interface Replied {
  readonly key: string;
  readonly body: Reply;
}

/** A till over the wire that repeats what was not answered, with the same key, whatever died meanwhile. */
export class InsistentTill {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** One question; `null` where nobody answered it. */
  async ask(url: string, body: unknown, key: string): Promise<{ status: number; body: Reply } | null> {
    const { gateway } = this.#world;
    try {
      const answer = await fetch(`${gateway.url}${url}`, {
        method: 'POST',
        headers: { authorization: gateway.authorization, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(40_000),
      });
      return { status: answer.status, body: (await answer.json()) as Reply };
    } catch {
      return null;
    }
  }

  /** Until it is answered with success or with a code of `until`. */
  insist(url: string, body: unknown, until: readonly string[] = [], key: string = randomUUID()): Promise<Replied> {
    return waitUntil(
      `an answer from ${url}`,
      async () => {
        const answer = await this.ask(url, body, key);
        if (answer === null) return null;
        if (answer.status < 300 || until.includes(answer.body.code ?? '')) return { key, body: answer.body };
        throw new Error(`${answer.status} ${answer.body.code ?? ''}`);
      },
      { within: 120_000, every: 40 },
    );
  }
}
