import { symlinkSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deviceAddress, lockDevice } from './device-lock.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'optics-device-lock-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (register: string | null, registerPort = 7778) => ({ register, registerPort });

it('knows one device under its several names', async () => {
  const device = join(folder, 'ttyACM0');
  const byId = join(folder, 'usb-SHTRIH-M-if00');
  await writeFile(device, '');
  symlinkSync(device, byId);
  const same = [
    [at('emulator'), at('shtrih+tcp://localhost:7778')],
    [at('shtrih+tcp://KASSA-1:7778'), at('shtrih+tcp://kassa-1:7778')],
    [at(`shtrih+serial://${device}?baud=115200`), at(`shtrih+serial://${byId}?baud=9600`)],
  ] as const;
  for (const [a, b] of same) expect(deviceAddress(a)).toBe(deviceAddress(b));
  expect(deviceAddress(at('atol+http://127.0.0.1:16732'))).not.toBe(deviceAddress(at('atol+http://127.0.0.1:16733')));
});

it('lets one driver at a time have a device, and the next one after it let go', async () => {
  const device = at(`shtrih+serial:///${folder}/none`);
  const first = await lockDevice(device);
  await expect(lockDevice(device)).rejects.toThrow(/another gateway drives the register/);
  first.release();
  await expect(lockDevice(device).then((lock) => lock.release())).resolves.toBeUndefined();
});

it('locks nothing where no register is configured', async () => {
  await Promise.all([lockDevice(at(null)), lockDevice(at(null))]);
});
