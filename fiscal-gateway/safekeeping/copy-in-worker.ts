import { Worker } from 'node:worker_threads';
import type { BackupManifest, CopyJob } from './copy-journal.ts';

export type CopyJournal = (job: CopyJob) => Promise<BackupManifest>;

/** Copying and checking take seconds for a big journal: in a thread of their own, so that no receipt waits for them. */
export const copyInWorker: CopyJournal = (job) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./backup.worker.ts', import.meta.url), { workerData: job });
    worker.once('message', (manifest: BackupManifest) => resolve(manifest));
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the backup ended with code ${code}`)));
  });
