import { afterEach, expect, it } from 'vitest';
import { until } from '../testing/manual-time.ts';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../testing/receipts.ts';

let till: MemoryGateway;
afterEach(() => till.stop());

it('sells with a server whose answer took an odd number of milliseconds (every second sale failed on half of one)', async () => {
  till = new MemoryGateway({
    background: true,
    server: {
      async post(path) {
        till.time.advance(3);
        const now = till.time.clock.now();
        const rows = Number.MAX_SAFE_INTEGER;
        return Promise.resolve({ kind: 'ok', body: path.includes('heartbeat') ? { now } : { acknowledged: rows, now } });
      },
      close: async () => Promise.resolve(),
    },
  });
  await till.start();
  await till.openShift();
  await until('the server was heard', () => till.gateway.heartbeat?.state.state === 'online');
  expect((await post(till, newKey(), saleBody())).status).toBe(201);
  expect(Number.isInteger(till.gateway.heartbeat?.state.drift)).toBe(true);
});
