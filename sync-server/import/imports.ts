import type { Readable } from 'node:stream';
import type { KnownProduct, ProductChange, ReadRow } from '../../design/import/checked-row.ts';
import type { Finding, FindingLevel, FindingType } from '../../design/import/finding.ts';
import type { ImportJob, Override } from '../../design/import/job.ts';
import type { FileChoice, ImportProfile, ImportRules, Mapping } from '../../design/import/profile.ts';
import type { FileOutline, TextChoice } from './files/file-outline.ts';
import type { ImportReport } from '../../design/import/report.ts';
import type { Signer } from '../people/signatures.ts';
import type { Waiting } from './patience.ts';
import type { PlannedJob } from './planned-prices.ts';
import type { UndoSums } from './undo.ts';

/** What a person sets of a profile; head, counters and dates are the server's. */
export type ProfileFields = Pick<ImportProfile, 'name' | 'supplier' | 'active' | 'file' | 'mapping' | 'rules' | 'notes'> &
  Partial<Pick<ImportProfile, 'supplierCode' | 'order'>>;

/** A file as it was received. `id`: SHA-256 (hex) of its bytes. */
export interface UploadedFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly at: number;
}

/** How the columns of a file are to be understood: `mapping: null` is guessed. */
export interface FileReading {
  readonly choice: FileChoice;
  readonly mapping: Mapping | null;
  readonly rules: ImportRules;
}

export interface StartInput {
  readonly file: string;
  /** Id of a profile (`import-profile:…`), or how the file is to be read and whose goods these are. */
  readonly profile: string | (FileReading & { readonly supplier: string });
  readonly dryRun: boolean;
  /** Confirms the job ahead: what is not held becomes active as soon as it is checked, or at its time. */
  readonly ahead?: Confirmation;
  /** `high`: a person waits for it (the default of pages); `low`: the night's files. */
  readonly priority?: 'high' | 'default' | 'low';
}

export interface Page<T> {
  readonly total: number;
  /** From 1. */
  readonly page: number;
  readonly limit: number;
  readonly rows: readonly T[];
}

export interface PageQuery {
  readonly page?: number;
  /** At most 1,000; 50 where it is not said. */
  readonly limit?: number;
}

export interface FindingsQuery extends PageQuery {
  readonly level?: FindingLevel;
  readonly type?: FindingType;
  readonly field?: string;
  readonly sort?: 'row' | 'severity';
}

/** A row as the wizard shows it before anything is checked: what it says, and what it will become. `change: null`: nothing. */
export interface PreviewRow {
  readonly read: ReadRow;
  readonly known: KnownProduct | null;
  readonly change: ProductChange | null;
  readonly findings: readonly Finding[];
}

export type ChangeKind = 'new' | 'changed' | 'vanished' | 'held';
/** `approved`: nothing of it waits for a person's word (any more). */
export type StagedChange = ProductChange & { readonly approved: boolean };

export interface UnsyncedTerminal {
  readonly terminal_id: string;
  readonly queued_receipts: number;
  readonly store: string;
  /** Epoch ms of its last heartbeat. */
  readonly seen: number;
  /** Not heard of for a day: nobody can wait for it (C-34). */
  readonly silent: boolean;
}

export interface Confirmation {
  readonly name: string;
  /** Id of the person, where it is one of the staff who proved it. */
  readonly by?: string;
  /** Epoch ms; `null`: now. */
  readonly at: number | null;
  /** New prices at once although tills have receipts to deliver: who answers for it, and why. */
  readonly override?: Override | undefined;
}

/**
 * Suppliers' files from the upload to the prices on the tills, and back (requirements E). Pages, the API and the command line call this and
 * nothing below it. Unknown ids are NOT_FOUND; a step that the job's state does not allow is 409 IMPORT_STATE.
 */
export interface Imports {
  profiles(): Promise<ImportProfile[]>;
  profile(id: string): Promise<ImportProfile>;
  /** Makes one (`id: null`) or changes it, where `seen` is given only that edition. @throws IMPORT_PROFILE_CHANGED, IMPORT_PROFILE_NAME */
  putProfile(id: string | null, fields: ProfileFields, seen?: string): Promise<ImportProfile>;
  /** «Имя (копия)», switched on as its original is. */
  copyProfile(id: string): Promise<ImportProfile>;
  removeProfile(id: string): Promise<void>;

  /** Streamed to disk under its digest, never under its name; kept 30 days. @throws BODY_TOO_LARGE beyond 50 MB, IMPORT_NO_ROOM */
  upload(file: Readable, name: string): Promise<UploadedFile>;
  file(id: string): Promise<UploadedFile>;
  /** Where the bytes lie, for the readers of `sync-server/import/files`. @throws IMPORT_FILE_GONE */
  pathOf(file: string): Promise<string>;
  /** A look through a file in a process of its own; the last ones are kept. */
  outline(file: string, choice: TextChoice): Promise<FileOutline>;
  /** The first 10 rows and what each will become. */
  preview(file: string, reading: FileReading & { readonly supplier: string }): Promise<PreviewRow[]>;

  /** A job that is checked as soon as its turn comes. @throws IMPORT_QUEUE_FULL */
  start(input: StartInput): Promise<ImportJob>;
  /**
   * An edit of many articles (`bulkChange`), laid down and checked: it is confirmed, applied and taken back as a file is. `name`: in words.
   * @throws IMPORT_CHECK_FAILED where an article could not stand so, or nothing changes
   */
  startBulk(edit: { readonly name: string; readonly changes: readonly ProductChange[] }): Promise<ImportJob>;
  /** Id `import-job:IMP-00001`, or its key. */
  job(id: string): Promise<ImportJob>;
  /** Decided jobs that cannot be written, with the code of why: the catalogue of before is in force meanwhile. */
  stuck(): Promise<ImportJob[]>;
  /** What this server tries again and again in vain. */
  failing(): readonly Waiting[];
  /** Jobs that wait for their time, with the prices that they are to set. */
  planned(): Promise<readonly PlannedJob[]>;
  /** The newest first; `source`: files or edits alone. */
  jobs(query?: PageQuery & { readonly source?: 'file' | 'bulk' }): Promise<Page<ImportJob>>;
  /** Resolves when the job stands so that a person or a moment has to come (tests, the command line). */
  settled(id: string): Promise<ImportJob>;
  findings(id: string, query?: FindingsQuery): Promise<Page<Finding>>;
  /** All of them in one go, for files: pages would read everything once a page. */
  everyFinding(id: string, query?: Omit<FindingsQuery, keyof PageQuery>): Promise<Finding[]>;
  changes(id: string, query: PageQuery & { readonly kind: ChangeKind }): Promise<Page<StagedChange>>;
  /** E-24. */
  report(id: string): Promise<ImportReport>;

  /** Lets held changes through: all of some types, or of some articles. @throws IMPORT_APPROVER where the role may not say so */
  approve(
    id: string,
    word: {
      readonly types?: readonly FindingType[];
      readonly skus?: readonly string[];
      readonly approver: Signer;
      readonly reason: string;
    },
  ): Promise<ImportJob>;
  /** Tills that immediate activation of this job's prices would have to wait for; empty where it changes none. */
  unsynced(id: string): Promise<UnsyncedTerminal[]>;
  /** @throws UNSYNC_BUFFERS, IMPORT_TIME_PAST */
  confirm(id: string, confirmation: Confirmation): Promise<ImportJob>;
  cancel(id: string): Promise<ImportJob>;
  /** Failed or cancelled → draft, its logs deleted. `start` it again with `check`. */
  reset(id: string): Promise<ImportJob>;
  /** A draft is checked again. */
  check(id: string): Promise<ImportJob>;
  /** What `undo` would do at this moment; nothing is written. @throws IMPORT_STATE where the job cannot be taken back (any more) */
  undoPreview(id: string): Promise<UndoSums>;
  /** Restores what the job changed, where it is still the job's. */
  undo(id: string, who: { readonly name: string; readonly by?: string }): Promise<ImportJob>;
}
