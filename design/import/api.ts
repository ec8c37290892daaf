import { z } from 'zod';
import { FINDINGS, type FindingType } from './finding.ts';
import { IMPORT_FIELDS } from './fields.ts';
import { JOB_STATES } from './job.ts';

/** The connector of requirement E-23 as it goes over the wire. */
const jobId = z.string().regex(/^IMP-\d{5,9}$/, { error: 'IMP-00001' });
/** What never was an id is unknown like any other: 404. */
const uploadId = z.string().min(1).max(200);
const profileId = z.string().min(1).max(200);
const flag = z.enum(['', '0', '1', 'true', 'false']).transform((text) => text !== '0' && text !== 'false');
const findingTypes = Object.keys(FINDINGS) as [FindingType, ...FindingType[]];
const level = z.enum(['info', 'warning', 'error']);

export const jobParams = z.object({ id: jobId });

/** `?dry_run` alone means yes. */
export const startQuery = z.object({ dry_run: flag.optional() });

export const startBody = z.strictObject({
  /** `null`: sheet and columns are guessed, `sheet` may name the one. */
  profile_id: profileId.nullable(),
  sheet: z.string().min(1).max(100).optional(),
  file_id: uploadId,
  dry_run: z.boolean().optional(),
  /** ISO 8601; absent: as soon as it is checked. */
  activate_at: z.iso.datetime({ offset: true }).optional(),
  /** Lets new prices become active although registers have receipts to deliver: who answers for it, and why. */
  override: z.strictObject({ name: z.string().min(2).max(80), reason: z.string().min(3).max(400) }).optional(),
  priority: z.enum(['high', 'default', 'low']).optional(),
});

export const logsQuery = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  level: level.optional(),
  type: z.enum(findingTypes).optional(),
  field: z.enum(IMPORT_FIELDS).optional(),
  sort: z.enum(['row', 'severity']).default('row'),
  format: z.enum(['json', 'csv', 'xlsx']).default('json'),
});

export const uploadAnswer = z.object({ file_id: uploadId, name: z.string(), bytes: z.int() });
export const startAnswer = z.object({
  job_id: jobId,
  number: z.string(),
  /** What a file may hold, how many may wait, and for how long files and logs are kept (requirements E-13, E-25). */
  limits: z.object({
    rows: z.int(),
    xlsx_bytes: z.int(),
    csv_bytes: z.int(),
    waiting_jobs: z.int(),
    kept_days: z.int(),
  }),
});

const reported = z.object({
  row: z.int(),
  level,
  type: z.enum(findingTypes),
  field: z.string().nullable(),
  value: z.string().nullable(),
  old_value: z.string().nullable(),
  message: z.string(),
  resolution: z.string(),
});

/** E-24, with how the job stands. */
export const reportAnswer = z.object({
  job_id: jobId,
  state: z.enum(JOB_STATES),
  progress: z.object({ done: z.int(), of: z.int() }),
  /** Code of what stopped it, or why it waits for a person. */
  failure: z.string().nullable(),
  held: z.int(),
  /** Where a person lets held rows through, with their PIN: no program may. `null`: nothing is held. */
  held_page: z.string().nullable(),
  import_id: z.string(),
  profile_id: z.string().nullable(),
  started_at: z.string(),
  completed_at: z.string(),
  duration_seconds: z.number(),
  dry_run: z.boolean(),
  summary: z.object({
    total_rows: z.int(),
    processed: z.int(),
    created: z.int(),
    updated: z.int(),
    skipped: z.int(),
    errors: z.int(),
  }),
  errors: z.array(reported),
});

export const logsAnswer = z.object({ total: z.int(), page: z.int(), limit: z.int(), rows: z.array(reported) });
