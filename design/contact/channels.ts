/** Ways to send an electronic receipt. Beside the shapes of `documents/sending.ts`, so that a screen need not load those. */
export const CHANNELS = ['email', 'sms'] as const;
export type Channel = (typeof CHANNELS)[number];
