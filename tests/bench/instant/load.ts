import { Agent, request } from 'undici';
import { receiptBody } from '../../e2e/harness/receipts.ts';
import { POS, STORE } from '../../e2e/harness/world.ts';
import { spread, type Spread } from '../percentiles.ts';
import type { InstantWorld } from './instant-world.ts';

export interface Load {
  readonly latency: Spread;
  readonly receipts: number;
  readonly perSecond: number;
  /** CPU ms of the gateway a receipt, phase 2 included as far as it came. */
  readonly cpu: number;
}

let number = 0;

/** Sells with `clients` at once until `enough` says so. */
export async function load(
  world: InstantWorld,
  clients: number,
  enough: (sold: number, elapsed: number) => boolean,
): Promise<Load> {
  const agent = new Agent({ connections: clients, pipelining: 1 });
  const took: number[] = [];
  const { cpu } = world.usage();
  const start = performance.now();
  const client = async () => {
    while (!enough(took.length, performance.now() - start)) {
      number += 1;
      const { key, body } = receiptBody(POS, STORE, world.shift, number);
      const payload = JSON.stringify(body);
      const sent = performance.now();
      const response = await request(`${world.gateway.url}/v1/kkt/receipt`, {
        method: 'POST',
        dispatcher: agent,
        body: payload,
        headers: { 'content-type': 'application/json', 'idempotency-key': key, authorization: world.gateway.authorization },
      });
      const answer = await response.body.text();
      if (response.statusCode !== 201) throw new Error(`receipt: ${response.statusCode} ${answer.slice(0, 300)}`);
      took.push(performance.now() - sent);
    }
  };
  try {
    await Promise.all(Array.from({ length: clients }, client));
  } finally {
    await agent.close();
  }
  const elapsed = performance.now() - start;
  return {
    latency: spread(took),
    receipts: took.length,
    perSecond: (took.length * 1_000) / elapsed,
    cpu: (world.usage().cpu - cpu) / took.length,
  };
}

export const forSeconds = (seconds: number) => (_sold: number, elapsed: number) => elapsed >= seconds * 1_000;
export const receipts = (count: number) => (sold: number) => sold >= count;
