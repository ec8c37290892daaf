import '../../bench/app-aliases.ts';
import process from 'node:process';
import type { LoadDevice, LoadPlan } from './plan.ts';

/** Devices of a load run, each with the app's own loop and storage, in a process apart from the server's. */
export interface DevicesOrder {
  readonly url: string;
  readonly plan: LoadPlan;
  readonly devices: readonly LoadDevice[];
  /** Does each till's gateway send heartbeats and journal copies, too? */
  readonly gateways: boolean;
}
export type DevicesCommand = 'work' | 'report' | 'stop';
export type DevicesSaid =
  'in step' | 'done' | { readonly failed: string } | { readonly seen: import('./observations.ts').Observations };

const fail = (error: unknown): void => say({ failed: String(error) });
const say = (what: DevicesSaid): void => void process.send!(what);

process.once('message', (order: DevicesOrder) => {
  process.once('disconnect', () => process.exit(0));
  run(order).catch(fail);
});

async function run(order: DevicesOrder): Promise<void> {
  const { startDevices } = await import('./devices.ts');
  const devices = await startDevices(order);
  const obey = async (command: DevicesCommand): Promise<void> => {
    if (command === 'work') await devices.work().then(() => say('done'));
    else if (command === 'report') say({ seen: await devices.report() });
    else await devices.stop().then(() => process.exit(0));
  };
  process.on('message', (command: DevicesCommand) => void obey(command).catch(fail));
  say('in step');
}
