/**
 * The newest backup of the server that was verified: everything that the server held at `verifiedAt` (epoch ms) can be read from it.
 * Devices drop an old month only where it lies behind this (design §5); without one they keep everything.
 */
export interface VerifiedBackup {
  readonly verifiedAt: number;
}
export type LastVerifiedBackup = () => VerifiedBackup | null;

/** No backup of the server is made yet: nothing is dropped. */
export const lastVerifiedBackup: LastVerifiedBackup = () => null;
