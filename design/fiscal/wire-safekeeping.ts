import { z } from 'zod';

/** POST /v1/backup: what was made. `file` is a name in the gateway's folder `backups`. */
export const backupAnswer = z.object({
  kind: z.enum(['daily', 'manual']),
  file: z.string(),
  made_at: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  receipts: z.int(),
  documents: z.int(),
  /** Number of the last entry of the event journal in the copy. */
  events_head: z.int(),
});
export type BackupAnswer = z.infer<typeof backupAnswer>;
/** Newest first. */
export const backupList = z.object({ items: z.array(backupAnswer) });
