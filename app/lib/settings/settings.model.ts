import type { TillSettings } from './till-settings.ts';

/** The settings of this till on this device, reactive field by field. */
export interface SettingsModel extends TillSettings {
  /** Whom to call: from the shop's settings document; `null` where nobody has written one. */
  readonly administrator: string | null;
  /** Keeps the change on this device. What is the administrator's is left as it was for anybody else. */
  change(patch: Partial<TillSettings>): void;
}
