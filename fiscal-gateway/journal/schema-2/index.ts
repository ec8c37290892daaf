import { ACCESS_2 } from './access.ts';
import { ALARMS_2 } from './alarms.ts';
import { CARE_2 } from './care.ts';
import { DRIVES_2 } from './drives.ts';
import { EVENTS_2 } from './events.ts';
import { IMPORTS_2 } from './imports.ts';
import { QUEUE_2 } from './queue.ts';
import { RECEIPTS_2 } from './receipts.ts';
import { REFUNDS_2 } from './refunds.ts';
import { SHIFTS_2 } from './shifts.ts';

/** Issue 3: overrides, corrections, archive of Z, chained events, alarms, settings made at runtime. One migration, a file a subject. */
export const SCHEMA_2 = [RECEIPTS_2, REFUNDS_2, IMPORTS_2, SHIFTS_2, QUEUE_2, EVENTS_2, ALARMS_2, CARE_2, ACCESS_2, DRIVES_2]
  .filter((sql) => sql.trim() !== '')
  .join('\n');
