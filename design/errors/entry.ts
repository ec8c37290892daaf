/** An error's words: its HTTP status, meaning for developers and the API, and what the screen says. */
export interface ErrorEntry {
  readonly status: number;
  readonly meaning: string;
  /** `what` happened, in a cashier's words; `next` is the step that leads out. */
  readonly ru: { readonly what: string; readonly next: string };
}

export const entry = (status: number, meaning: string, what: string, next: string): ErrorEntry => ({
  status,
  meaning,
  ru: { what, next },
});
