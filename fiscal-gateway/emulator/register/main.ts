import { once } from 'node:events';
import process from 'node:process';
import type { AddressInfo } from 'node:net';
import { log, runEmulator } from '../program.ts';
import { clockFrom } from '../test-clock.reader.ts';
import { createCommandServer } from './command-server.ts';
import { registerConfig } from './config.ts';
import { createControlServer } from './control-server.ts';
import { createDevice } from './device.ts';
import { openDeviceStore } from './device.store.ts';

/** The emulated register as a process: commands on REGISTER_PORT, hands and faults on the port after it. */
await runEmulator('register-emulator', async () => {
  const config = registerConfig(process.env);
  const store = openDeviceStore(config.folder);
  const device = createDevice({
    store,
    clock: clockFrom(config.testClock),
    identity: config.identity,
    letterhead: { user: 'ООО «Оптика»', address: 'Москва, ул. Примерная, 1', timeZone: 'Europe/Moscow' },
    printMs: config.printMs,
    die: () => {
      log('power-cut');
      process.kill(process.pid, 'SIGKILL');
    },
  });
  const { server, reset } = createCommandServer(device);
  const control = createControlServer(device, store, reset);
  server.listen(config.port, '127.0.0.1');
  await once(server, 'listening');
  await control.listen({ port: config.controlPort, host: '127.0.0.1' });
  return {
    ready: {
      port: (server.address() as AddressInfo).port,
      control: (control.server.address() as AddressInfo).port,
      fn: config.identity.fn,
    },
    async stop() {
      server.close();
      reset();
      await control.close();
      await device.idle();
      store.close();
    },
  };
});
