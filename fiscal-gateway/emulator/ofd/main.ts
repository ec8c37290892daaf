import { join } from 'node:path';
import process from 'node:process';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { runEmulator } from '../program.ts';
import { clockFrom } from '../test-clock.reader.ts';
import { buildOfdServer } from './ofd-server.ts';
import { openOfdStore } from './ofd.store.ts';

const environment = z.object({
  OPTICS_DATA: z.string().default('./.data'),
  OPTICS_TEST_CLOCK: z.string().optional(),
  OFD_PORT: z.coerce.number().int().min(0).max(65_535).default(9000),
});

/** The emulated tax data operator as a process, on OFD_PORT. */
await runEmulator('ofd-emulator', async () => {
  const env = environment.parse(process.env);
  const store = openOfdStore(join(env.OPTICS_DATA, 'ofd'));
  const app = buildOfdServer({ store, clock: clockFrom(env.OPTICS_TEST_CLOCK) });
  await app.listen({ port: env.OFD_PORT, host: '127.0.0.1' });
  return {
    ready: { port: (app.server.address() as AddressInfo).port },
    async stop() {
      await app.close();
      store.close();
    },
  };
});
