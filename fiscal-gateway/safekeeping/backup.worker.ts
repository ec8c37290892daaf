import { parentPort, workerData } from 'node:worker_threads';
import { copyJournal } from './copy-journal.ts';
import type { CopyJob } from './copy-journal.ts';

parentPort?.postMessage(copyJournal(workerData as CopyJob));
