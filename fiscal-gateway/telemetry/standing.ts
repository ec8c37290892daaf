/** How things stand, kept up to date by whoever changes it, so that a line of the log can say it without a question to the journal. */
export interface Standing {
  /** Receipts that the operator has not confirmed. */
  bufferSize: number;
  network: string;
}

export const unknownStanding = (): Standing => ({ bufferSize: 0, network: 'checking' });
