import type { Scan } from './scan.ts';

/** `true`: taken. `false`: not mine, ask the handler below. */
export type ScanHandler = (scan: Scan) => boolean;

export interface ScannerModel {
  /**
   * Takes scans from now on; the newest handler is asked first. While a dialog is open only handlers of dialogs (`dialog: true`) are
   * asked. A scan that nobody takes brings the till to the front and waits there for its handler. Returns how to stop: so
   * `$effect(() => app.scanner.on(…))` or `onMount(() => app.scanner.on(…))`.
   */
  on(handler: ScanHandler, where?: { readonly dialog?: boolean }): () => void;
  /** The last label, whoever took it; for the test field of the settings. */
  readonly last: Scan | null;
  /** Keys are coming from the scanner right now: no hotkey is meant. */
  readonly reading: boolean;
  /** The shell hands in each key before anybody else sees it. */
  key(event: KeyboardEvent): void;
}
