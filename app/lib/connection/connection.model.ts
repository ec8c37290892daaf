/** The way from this screen to the tax office, step by step (requirements A-95). */
export const STEPS = ['address', 'gateway', 'token', 'till', 'register', 'drive', 'ofd', 'link', 'server'] as const;
export type StepName = (typeof STEPS)[number];
export type StepState = 'running' | 'ok' | 'warn' | 'failed' | 'skipped';

/** ms that a test waits for an answer. */
export const TEST_TIMEOUT = 5_000;

/** What a step found; its words are `settings.why.<why>`. */
export type Why =
  | 'addressOk'
  | 'disabled'
  | 'notConfigured'
  | 'answers'
  | 'timeout'
  | 'refused'
  | 'permission'
  | 'unknownPage'
  | 'notGateway'
  | 'tokenOk'
  | 'tokenMissing'
  | 'tokenRefused'
  | 'tillOk'
  | 'tillOther'
  | 'registerOk'
  | 'registerNone'
  | 'registerSilent'
  | 'registerBlocked'
  | 'driveOk'
  | 'driveUnknown'
  | 'ofdOk'
  | 'ofdOkPlain'
  | 'ofdNone'
  | 'ofdSilent'
  | 'linkNone'
  | 'linkSilent'
  | 'serverOk'
  | 'serverSilent'
  | 'serverLogin'
  | 'checking'
  | 'earlier';

export interface Step {
  readonly name: StepName;
  readonly state: StepState;
  readonly why: Why | null;
  /** What the words of `why` name: addresses, versions, numbers, and in `code` an error of ours. */
  readonly values: Readonly<Record<string, string | number>>;
}

export interface ConnectionModel {
  /** Of the last test, in order; empty before the first. */
  readonly steps: readonly Step[];
  readonly running: boolean;
  /** When the last test ended, server-corrected epoch ms. */
  readonly testedAt: number | null;
  /** Every step by itself, each at most five seconds. A second call while one runs does nothing. */
  test(): Promise<void>;
}
