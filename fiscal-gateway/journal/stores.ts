import { createAccessStore } from './access.store.ts';
import { createAlarmsStore } from './alarms.store.ts';
import { createCareStore } from './care.store.ts';
import { createCopyStore } from './journal-copy.store.ts';
import { createDocumentsStore } from './documents.store.ts';
import { createDrivesStore } from './drives.store.ts';
import type { Journal } from './journal.ts';
import { createLeasesStore } from './leases.store.ts';
import { createLogStore } from './log.store.ts';
import { createOperationsStore } from './operations.store.ts';
import { createReceiptsStore } from './receipts.store.ts';
import { createShiftsStore } from './shifts.store.ts';

export type Stores = ReturnType<typeof createStores>;

/** Every table behind its own small set of prepared statements. */
export const createStores = (journal: Journal) => ({
  receipts: createReceiptsStore(journal),
  documents: createDocumentsStore(journal),
  shifts: createShiftsStore(journal),
  drives: createDrivesStore(journal),
  copy: createCopyStore(journal),
  leases: createLeasesStore(journal),
  access: createAccessStore(journal),
  operations: createOperationsStore(journal),
  log: createLogStore(journal),
  alarms: createAlarmsStore(journal),
  care: createCareStore(journal),
});
