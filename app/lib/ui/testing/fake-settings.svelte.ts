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
