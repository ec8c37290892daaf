import { ALARMS, type AlarmCode } from '$design/fiscal/alarms.ts';
import type { BufferStatus } from '$design/fiscal/wire.ts';
import type { OpenReceipts } from '$lib/app.model.ts';
import { NOW } from './fake-data.ts';

const SCENES: Readonly<Record<string, readonly AlarmCode[]>> = {
  paper: ['REGISTER_PAPER_OUT'],
  cover: ['REGISTER_COVER_OPEN'],
  print: ['PRINT_INTERRUPTED'],
  silent: ['REGISTER_SILENT'],
  drive: ['DRIVE_FULL'],
  soon: ['DRIVE_ENDS_SOON', 'REGISTER_PAPER_NEAR', 'CLOCK_DRIFT'],
  slowofd: ['OFD_SLOW'],
};

/** Alarms and maintenance as a gateway tells them. Scenes: paper cover print silent drive soon slowofd work */
export const fakeBuffer = (has: (word: string) => boolean, buffer: BufferStatus): BufferStatus => ({
  ...buffer,
  network_status: has('offline') ? 'offline' : buffer.network_status,
  maintenance: has('work') ? { reason: 'Замена фискального накопителя', since: NOW - 600_000, until: NOW + 2_100_000 } : null,
  alerts: Object.entries(SCENES)
    .filter(([word]) => has(word))
    .flatMap(([, codes]) => codes)
    .map((code) => ({ level: ALARMS[code].level, code, message: ALARMS[code].ru.what, next: ALARMS[code].ru.next })),
});

export const waitingOf = (queued: number): OpenReceipts => ({
  total: queued,
  items: Array.from({ length: Math.min(10, queued) }, (_, i) => ({
    receipt_id: `r-${i}`,
    created_at: new Date(NOW - 14_700_000 + i * 300_000).toISOString(),
    type: 'sale',
    total: 12_345.5 + i * 100,
    status: 'pending',
    stage: 'printed',
    fd: 1_000 + i,
    attempts: i === 0 ? 3 : 0,
    last_error: null,
    candidates: [],
  })),
});
