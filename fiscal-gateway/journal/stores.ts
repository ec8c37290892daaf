import { createAccessStore } from './access.store.ts';
import { createAgeingStore } from './ageing.store.ts';
import { createAlarmsStore } from './alarms.store.ts';
import { createCareStore } from './care.store.ts';
import { createContactsStore } from './contacts.store.ts';
import { createCopyStore } from './journal-copy.store.ts';
import { createDeadLettersStore } from './dead-letters.store.ts';
import { createDocumentsStore } from './documents.store.ts';
import { createDrivesStore } from './drives.store.ts';
import { createImportsStore } from './imports.store.ts';
import { createForbiddenKeysStore } from './forbidden-keys.store.ts';
import type { Journal } from './journal.ts';
import { createLeasesStore } from './leases.store.ts';
import { createLogStore } from './log.store.ts';
import { createOpenReceiptsStore } from './open-receipts.store.ts';
import { createOperationsStore } from './operations.store.ts';
import { createOriginalsStore } from './originals.store.ts';
import { createReceiptsStore } from './receipts.store.ts';
import { createSettingsStore } from './settings.store.ts';
import { createShiftFactsStore } from './shift-facts.store.ts';
import { createShiftsStore } from './shifts.store.ts';
import { createZReportsStore } from './z-reports.store.ts';

export type Stores = ReturnType<typeof createStores>;

/** Every table behind its own small set of prepared statements. */
export const createStores = (journal: Journal) => ({
  receipts: createReceiptsStore(journal),
  originals: createOriginalsStore(journal),
  forbiddenKeys: createForbiddenKeysStore(journal),
  contacts: createContactsStore(journal),
  documents: createDocumentsStore(journal),
  openReceipts: createOpenReceiptsStore(journal),
  deadLetters: createDeadLettersStore(journal),
  settings: createSettingsStore(journal),
  imports: createImportsStore(journal),
  shifts: createShiftsStore(journal),
  shiftFacts: createShiftFactsStore(journal),
  zReports: createZReportsStore(journal),
  drives: createDrivesStore(journal),
  copy: createCopyStore(journal),
  leases: createLeasesStore(journal),
  access: createAccessStore(journal),
  operations: createOperationsStore(journal),
  log: createLogStore(journal),
  ageing: createAgeingStore(journal),
  alarms: createAlarmsStore(journal),
  care: createCareStore(journal),
});
