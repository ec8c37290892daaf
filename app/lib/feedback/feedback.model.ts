/** What happened, told to ear and hand: a cashier looks at the customer, not at the screen. */
export type Signal = 'found' | 'not-found' | 'refused' | 'done';

export interface FeedbackModel {
  /** Sounds and vibrates as the settings of this till allow. Never throws, never waits. */
  signal(what: Signal): void;
}
