export interface DiagnosticsModel {
  /** One file for support: JSON without names, contacts, purchases or keys. Needs no network; what does not answer is left out. */
  collect(): Promise<{ readonly name: string; readonly text: string }>;
}
