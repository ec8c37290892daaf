import { z } from 'zod';
import { documentBase, instant, kopecks } from '../documents/base.ts';
import { ROLES } from '../people/roles.ts';
import type { ProductChange, SupplierOffer } from './checked-row.ts';
import { FINDINGS, type Finding, type FindingType } from './finding.ts';
import { fileChoice, importRules, mapping } from './profile.ts';

/**
 * A file on its way into the catalogue (requirements E-20…E-22). `undoing` is to `undone` what `applying` is to `done`: decided, and carried
 * through after a crash, too.
 */
export const JOB_STATES = [
  'draft',
  'checking',
  'checked',
  'scheduled',
  'applying',
  'done',
  'undoing',
  'undone',
  'failed',
  'cancelled',
] as const;
export type JobState = (typeof JOB_STATES)[number];

const FINDING_TYPES = Object.keys(FINDINGS) as [FindingType, ...FindingType[]];
const count = z.int().min(0);

/** Rows, as requirement E-24 counts them. */
const counters = z.object({
  total: count,
  processed: count,
  created: count,
  updated: count,
  skipped: count,
  errors: count,
});
export type JobCounters = z.infer<typeof counters>;

/** Who gave a word, proved with their PIN; absent where a program's token or, in older jobs, a typed name stands for it. */
const signer = { by: z.string().nullish(), role: z.enum(ROLES).nullish() };
/** Somebody answers for new prices at once although registers have receipts to deliver. */
const override = z.object({ name: z.string(), reason: z.string(), ...signer });
export type Override = z.infer<typeof override>;

/** Who lets what is held go through, and why. An article is named, or a type for all. */
export const approval = z.object({
  types: z.array(z.enum(FINDING_TYPES)),
  skus: z.array(z.string()),
  name: z.string().min(1).max(80),
  ...signer,
  reason: z.string().min(3).max(400),
  at: instant,
});
export type Approval = z.infer<typeof approval>;

/** A field that somebody changed between the check and the activation: what stands now stays. */
const changedMeanwhile = z.object({ sku: z.string(), field: z.string() });
export type ChangedMeanwhile = z.infer<typeof changedMeanwhile>;

/** What was sold of a job's articles at its prices, as far as tills have handed in: kopecks, pieces. */
const soldMeanwhile = z.object({
  receipts: count,
  pieces: z.number().min(0),
  sum: kopecks,
  /** The first ones, most money first. */
  articles: z.array(z.object({ sku: z.string(), pieces: z.number(), sum: kopecks })),
});
export type SoldMeanwhile = z.infer<typeof soldMeanwhile>;

/** Of `changedMeanwhile` so many are named in the job; the count is whole. */
export const NAMED_MEANWHILE = 200;

/**
 * Articles that stay on sale although they were to go into the archive: what is left of each, over all shops, or a hand has worked on it.
 * `lies`, `expected`: pieces; `orders`: glasses orders that need it.
 */
const stoodArticles = z.object({
  count,
  /** The first ones. */
  named: z.array(
    z.object({ sku: z.string(), why: z.enum(['stands', 'edited']), lies: z.number(), expected: z.number(), orders: count }),
  ),
});
export type StoodArticles = z.infer<typeof stoodArticles>;

/** A price that a job is to set at its time (kopecks); `before`: as the check saw it. */
export interface PlannedPrice {
  readonly sku: string;
  readonly before: number | null;
  readonly price: number;
}
/** Has somebody changed the price since the check? Then what stands now stays (`applyChange`), and no till may change over. */
export const isOvertaken = ({ before, price }: PlannedPrice, now: number | null): boolean => now !== before && now !== price;

/** Prices of a job that waits for its time which will not come, as somebody has changed them since; `now`: what stands, `null`: no article. */
const overtakenPrices = z.object({
  count,
  /** The first ones. */
  named: z.array(z.object({ sku: z.string(), price: kopecks, now: kopecks.nullable() })),
});
export type OvertakenPrices = z.infer<typeof overtakenPrices>;

/** What was written, and what was left because somebody had changed it. */
const outcome = z.object({
  created: count,
  updated: count,
  archived: count,
  /** Changes that wait for nobody's word any more: they were held and not let through. */
  held: count,
  /** Of these, articles that are gone from the file: they stand in no row of it. */
  heldGone: count.optional(),
  changedMeanwhile: count,
  meanwhile: z.array(changedMeanwhile),
  /** Gone from the file and sold out at the check, but no longer so when the job became active. */
  stands: stoodArticles.optional(),
  /** What the stock of our shop became; absent: the file was none. Articles, and those that are not in the catalogue. */
  stock: z.object({ store: z.string(), articles: count, changed: count, unknown: count }).optional(),
});
export type JobOutcome = z.infer<typeof outcome>;

/** Id `import-job:IMP-00001`. */
export const importJob = documentBase('import-job', 1).extend({
  number: z.string().regex(/^IMP\/\d{5,}$/),
  state: z.enum(JOB_STATES),
  made: instant,
  /** Absent: a supplier's file. `bulk`: an edit of many articles in the back office; `file` then names the edit, and has no bytes. */
  source: z.literal('bulk').optional(),
  /** `id`: digest of the bytes (the file's name in the data folder); `name`: as the sender called it, for people only. */
  file: z.object({ id: z.string(), name: z.string().max(200), bytes: count }),
  profile: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Whose goods these are; empty: nobody's. */
  supplier: z.string().max(80),
  choice: fileChoice,
  /** `null`: guessed from the file. */
  mapping: mapping.nullable(),
  rules: importRules,
  dryRun: z.boolean(),
  /** Confirmed together with the upload (programs do that): what becomes of it once it is checked. */
  ahead: z.object({ name: z.string(), at: instant.nullable(), override: override.nullable() }).nullable(),
  counters,
  /** Findings by type. */
  found: z.partialRecord(z.enum(FINDING_TYPES), count),
  /** Articles. `stock`: whose pieces the file tells, where it is the stock of our shop; `offers`: where it is the supplier's. */
  changes: z.object({
    new: count,
    changed: count,
    vanished: count,
    held: count,
    stock: count.optional(),
    offers: count.optional(),
  }),
  /** Rows read or articles written of so many; `of` 0: not known yet. */
  progress: z.object({ done: count, of: count }),
  started: instant.nullable(),
  checked: instant.nullable(),
  /** When it is to become active, and in which price lists its prices stand since. */
  due: instant.nullable(),
  announced: z.array(z.string()),
  overtaken: overtakenPrices.optional(),
  approvals: z.array(approval),
  confirmed: z
    .object({ name: z.string().max(80), by: z.string().optional(), at: instant, override: override.nullable() })
    .nullable(),
  /** What is applied: decided in the one write that makes the job `applying`. */
  pieces: z.array(z.object({ id: z.string(), digest: z.string(), changes: count })),
  /** The stamp that everything written by the job bears; `null`: not decided yet. */
  stamp: z.string().nullable(),
  applied: instant.nullable(),
  outcome: outcome.nullable(),
  undo: z
    .object({
      ...{ name: z.string().max(80), by: z.string().optional(), at: instant, stamp: z.string() },
      restored: count,
      /** Fields that somebody changed since; the first of them, and articles that stay on sale, by name. */
      left: count,
      leftNamed: z.array(changedMeanwhile).optional(),
      kept: stoodArticles.optional(),
    })
    .nullable(),
  sold: soldMeanwhile.nullable(),
  /** Code of design/errors.ts. */
  failure: z.string().nullable(),
});
export type ImportJob = z.infer<typeof importJob>;

/** Changes of one piece: small enough to be written at once. */
export const PIECE_CHANGES = 500;
/** Findings of one log document. */
export const LOG_FINDINGS = 500;

/** Id `import-piece:IMP-00001-000001`. `digest`: SHA-256 (hex) of the canonical JSON of `changes`. */
export const importPiece = documentBase('import-piece', 1).extend({
  job: z.string(),
  digest: z.string(),
  changes: z.array(z.custom<ProductChange>((value) => typeof value === 'object' && value !== null)).max(PIECE_CHANGES),
});
export type ImportPiece = z.infer<typeof importPiece>;

/** What the supplier has by one file, so many a document. */
export const OFFERS = 2_000;
/** Id `import-offer:IMP-00001-000001`. */
export const importOffer = documentBase('import-offer', 1).extend({
  job: z.string(),
  offers: z.array(z.custom<SupplierOffer>((value) => typeof value === 'object' && value !== null)).max(OFFERS),
});
export type ImportOffer = z.infer<typeof importOffer>;

/** Id `import-log:IMP-00001-000001`. */
export const importLog = documentBase('import-log', 1).extend({
  job: z.string(),
  findings: z.array(z.custom<Finding>((value) => typeof value === 'object' && value !== null)).max(LOG_FINDINGS),
});
export type ImportLog = z.infer<typeof importLog>;
