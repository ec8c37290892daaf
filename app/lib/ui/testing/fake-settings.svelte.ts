import type { ConnectionModel, Step } from '$lib/connection/connection.model.ts';
import type { DevicesModel } from '$lib/connection/devices.model.ts';
import type { DiagnosticsModel } from '$lib/diagnostics/diagnostics.model.ts';
import { NO_SCAN, scanStep } from '$lib/scanner/scan-machine.ts';
import { readScan } from '$lib/scanner/scan.ts';
import type { ScanHandler, ScannerModel } from '$lib/scanner/scanner.model.ts';
import { SettingsStore } from '$lib/settings/settings.store.svelte.ts';
import type { TillSettings } from '$lib/settings/till-settings.ts';
import { createMemoryStore } from '$lib/storage/local-store.ts';

/** Settings that last as long as the page. */
export class FakeSettings extends SettingsStore {
  constructor(chosen: Partial<TillSettings> = {}) {
    super({ store: createMemoryStore(), mayConfigure: () => true });
    this.change(chosen);
    this.administrator = 'Павлова И., +7 900 000-00-00';
  }
}

/** Reads quick keys like the real one, without the fields' care. */
export function fakeScanner(): ScannerModel {
  let state = NO_SCAN;
  const handlers: ScanHandler[] = [];
  let last = $state.raw<ScannerModel['last']>(null);
  return {
    get last() {
      return last;
    },
    reading: false,
    on(handler) {
      handlers.push(handler);
      return () => void handlers.splice(handlers.indexOf(handler), 1);
    },
    key(event) {
      const step = scanStep(state, event);
      state = step.state;
      if (step.scanned === null) return;
      last = readScan(step.scanned);
      for (const handler of [...handlers].reverse()) if (handler(last)) return;
    },
  };
}

/** A till whose operator does not answer. */
export function fakeSupport(): {
  connection(): Promise<ConnectionModel>;
  readonly devices: DevicesModel;
  readonly diagnostics: DiagnosticsModel;
} {
  const step = (name: Step['name'], state: Step['state'], why: Step['why'], values: Step['values'] = {}): Step => ({
    name,
    state,
    why,
    values,
  });
  let steps = $state.raw<readonly Step[]>([]);
  let testedAt = $state<number | null>(null);
  return {
    connection: () =>
      Promise.resolve({
        get steps() {
          return steps;
        },
        get testedAt() {
          return testedAt;
        },
        running: false,
        test() {
          testedAt = 1_795_000_000_000;
          steps = [
            step('address', 'ok', 'addressOk', { url: 'http://127.0.0.1:8000' }),
            step('gateway', 'ok', 'answers', { version: '0.5.0', ms: 12 }),
            step('token', 'ok', 'tokenOk'),
            step('till', 'ok', 'tillOk', { till: 'POS-001', store: 'demo-1' }),
            step('register', 'failed', 'registerBlocked', { code: 'DRIVE_CHANGED' }),
            step('drive', 'warn', 'driveOk', { fn: '9999078902011111', left: 211_340 }),
            step('ofd', 'warn', 'ofdSilent'),
            step('link', 'skipped', 'checking'),
            step('server', 'ok', 'serverOk', { ms: 31 }),
          ];
          return Promise.resolve();
        },
      }),
    devices: {
      load: () =>
        Promise.resolve({
          register: { address: 'emulator', chosen_by: 'environment' },
          ofd: { address: 'http://127.0.0.1:9000', chosen_by: 'chosen' },
          waiting: { ofd: 'https://ofd.example' },
          offers: {
            registers: [
              { kind: 'emulator', available: true },
              { kind: 'shtrih+tcp', available: false },
              { kind: 'atol+http', available: false },
            ],
            ofds: [
              { kind: 'http', available: true },
              { kind: 'device', available: false },
            ],
          },
        }),
      test: () => Promise.resolve({ register: null, ofd: { ok: false, code: 'OFD_UNREACHABLE', latency_ms: null } }),
      save: () => Promise.resolve('DEVICE_SILENT'),
    },
    diagnostics: { collect: () => Promise.resolve({ name: 'optics-POS-001.json', text: '{}' }) },
  };
}
