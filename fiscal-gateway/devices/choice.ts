import { DomainError } from '../../design/errors.ts';
import { OFD_KINDS, REGISTER_KINDS } from '../../design/fiscal/wire-devices.ts';
import type { DevicesAnswer, DevicesChoice, DevicesTested } from '../../design/fiscal/wire-devices.ts';
import { SECOND } from '../../design/time/clock.ts';
import type { GatewayConfig } from '../config.ts';
import type { Context } from '../context.ts';
import type { Drive } from '../fiscal/drive.ts';
import { asFault, errorOf } from '../fiscal/faults.ts';
import type { SettingsStore } from '../journal/settings.store.ts';
import { lockDevice } from '../register/device-lock.ts';
import { openOfd, openRegister } from './open.ts';

const KEY = 'devices';
const WITHIN = 5 * SECOND;

/** The configuration with the administrator's choice in it; what the surroundings name stays as they say. */
export function withChoice(config: GatewayConfig, settings: Pick<SettingsStore, 'read'>): GatewayConfig {
  const chosen = settings.read<DevicesChoice>(KEY) ?? {};
  return {
    ...config,
    ...(chosen.register !== undefined && !config.fixed.register && { register: chosen.register }),
    ...(chosen.ofd !== undefined && !config.fixed.ofd && { ofd: chosen.ofd }),
  };
}

export type DeviceChoice = ReturnType<typeof createDeviceChoice>;

/**
 * Which register and which operator: shown, tried, and chosen for the next start. Never while the program runs: the drive's identity,
 * its journal and a receipt under way hang on them.
 */
export function createDeviceChoice(context: Context, drive: Pick<Drive, 'ask' | 'seen'>) {
  const { config, stores, journal, clock, log } = context;

  const chosen = (): DevicesChoice => stores.settings.read<DevicesChoice>(KEY) ?? {};
  const chosenBy = (part: 'register' | 'ofd'): DevicesAnswer['register']['chosen_by'] => {
    if (config.fixed[part]) return 'environment';
    if (chosen()[part] !== undefined && chosen()[part] === config[part]) return 'chosen';
    return config[part] === null ? 'none' : 'demo';
  };

  function describe(): DevicesAnswer {
    const later = chosen();
    const waits = (part: 'register' | 'ofd') => !config.fixed[part] && later[part] !== undefined && later[part] !== config[part];
    const waiting = {
      ...(waits('register') && { register: later.register ?? null }),
      ...(waits('ofd') && { ofd: later.ofd ?? null }),
    };
    return {
      register: { address: config.register, chosen_by: chosenBy('register') },
      ofd: { address: config.ofd, chosen_by: chosenBy('ofd') },
      waiting: Object.keys(waiting).length === 0 ? null : waiting,
      offers: {
        registers: REGISTER_KINDS.map((kind) => ({ kind, available: kind === 'emulator' && config.demo })),
        ofds: OFD_KINDS.map((kind) => ({ kind, available: kind === 'http' })),
      },
    };
  }

  async function tryRegister(register: string): Promise<NonNullable<DevicesTested['register']>> {
    const failed = (code: string) => ({ ok: false, code, fn: null, serial: null });
    const asked = { ...config, register };
    // The one in force is asked in its turn: a second connection would disturb a receipt.
    if (context.register !== null && register === config.register) {
      return drive.ask().then(
        ({ fn, serial }) => ({ ok: true, code: null, fn, serial }),
        (error: unknown) => failed(error instanceof DomainError ? error.code : 'REGISTER_UNREACHABLE'),
      );
    }
    let device;
    try {
      device = openRegister(asked);
    } catch {
      return failed('DEVICE_NOT_OFFERED');
    }
    // Another gateway of this PC drives it.
    const lock = await lockDevice(asked).catch(() => null);
    try {
      if (lock === null || device === null) return failed('DEVICE_TAKEN');
      const { fn, serial } = await device.status();
      return { ok: true, code: null, fn, serial };
    } catch (error) {
      return failed(errorOf(asFault(error)).code);
    } finally {
      await device?.close();
      lock?.release();
    }
  }

  async function tryOfd(ofd: string): Promise<NonNullable<DevicesTested['ofd']>> {
    let transport;
    try {
      transport = openOfd({ ...config, ofd });
    } catch {
      return { ok: false, code: 'DEVICE_NOT_OFFERED', latency_ms: null };
    }
    try {
      const latency = (await transport?.probe(AbortSignal.timeout(WITHIN))) ?? null;
      return { ok: latency !== null, code: latency === null ? 'OFD_UNREACHABLE' : null, latency_ms: latency };
    } finally {
      await transport?.close();
    }
  }

  const test = async ({ register = null, ofd = null }: DevicesChoice): Promise<DevicesTested> => ({
    register: register === null ? null : await tryRegister(register),
    ofd: ofd === null ? null : await tryOfd(ofd),
  });

  return {
    describe,
    test,
    /**
     * Keeps the choice for the next start. DEVICE_FIXED: the surroundings name it. DEVICE_SHIFT_OPEN: no register is changed under
     * an open shift. DEVICE_SILENT: what does not answer is not saved.
     */
    async save(choice: DevicesChoice, by: string): Promise<DevicesAnswer> {
      const { register, ofd } = choice;
      if ((register !== undefined && config.fixed.register) || (ofd !== undefined && config.fixed.ofd))
        throw new DomainError('DEVICE_FIXED');
      if (register !== undefined && register !== config.register && drive.seen !== null && drive.seen.shift.state !== 'closed')
        throw new DomainError('DEVICE_SHIFT_OPEN', { shift: drive.seen.shift.number });
      const tested = await test(choice);
      for (const part of ['register', 'ofd'] as const) {
        const result = tested[part];
        if (result && !result.ok) throw new DomainError('DEVICE_SILENT', { part, code: result.code });
      }
      await journal.commit(() => {
        stores.settings.write(KEY, {
          ...chosen(),
          ...(register !== undefined && { register }),
          ...(ofd !== undefined && { ofd }),
        });
        stores.log.append(clock.now(), 'WARN', 'devices_chosen', null, [register ?? '', ofd ?? ''].join(' ').trim(), { by });
      });
      log.info('devices_chosen', { register, ofd });
      return describe();
    },
  };
}
