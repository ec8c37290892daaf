import type { LocalStore } from '../storage/local-store.ts';
import type { SettingsModel } from './settings.model.ts';
import { changeSettings, readTillSettings, type TillSettings } from './till-settings.ts';

const KEY = 'till-settings';

export interface SettingsDeps {
  readonly store: LocalStore;
  /** The person here may configure the till. */
  readonly mayConfigure: () => boolean;
}

/** Another tab of this device may change them too: `reload` reads anew. */
export class SettingsStore implements SettingsModel {
  administrator = $state<string | null>(null);
  private kept = $state.raw<TillSettings>(readTillSettings(null));
  private readonly deps: SettingsDeps;

  constructor(deps: SettingsDeps) {
    this.deps = deps;
    this.reload();
  }

  get deviceName() {
    return this.kept.deviceName;
  }
  get printerWidth() {
    return this.kept.printerWidth;
  }
  get scanner() {
    return this.kept.scanner;
  }
  get terminal() {
    return this.kept.terminal;
  }
  get sounds() {
    return this.kept.sounds;
  }
  get vibration() {
    return this.kept.vibration;
  }
  get theme() {
    return this.kept.theme;
  }
  get largeType() {
    return this.kept.largeType;
  }
  get language() {
    return this.kept.language;
  }

  reload(): void {
    this.kept = readTillSettings(this.deps.store.read(KEY));
  }

  change(patch: Partial<TillSettings>): void {
    this.kept = changeSettings(this.kept, patch, this.deps.mayConfigure());
    this.deps.store.write(KEY, this.kept);
  }
}
