import { existsSync, readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '../../design/errors.office.ts';
import { isErrorCode } from '../../design/errors.ts';
import type { JobState } from '../../design/import/job.ts';
import { FILE_LIMITS } from '../../design/import/limits.ts';
import { isSameName } from '../../design/import/profile.ts';
import type { ImportReport } from '../../design/import/report.ts';
import type { ImportArguments } from './arguments.ts';

interface Told extends ImportReport {
  readonly job_id: string;
  readonly state: JobState;
  readonly progress: { readonly done: number; readonly of: number };
  readonly failure: string | null;
  readonly held: number;
  readonly held_page: string | null;
}

/** `waits`: changes that wait for a person's word in the back office. */
export interface ServerRun {
  readonly report: ImportReport;
  readonly waits: number;
}

const BASE = '/api/v1/connector/import';
const POLL_MS = 400;
/** A confirmed job is `checked` for a moment before it goes on; what stays so for longer waits for a person. */
const CHECKED_POLLS = 25;

/** The server's door for programs. @throws DomainError with the server's code, IMPORT_NEEDS_SERVER where it does not answer */
function serverOf({ server, data }: ImportArguments, signal: AbortSignal) {
  const file = join(data, 'sync', 'import.token');
  if (!existsSync(file)) throw new DomainError('IMPORT_NEEDS_SERVER', { message: `no ${file}` });
  const authorization = `Bearer ${readFileSync(file, 'utf8').trim()}`;
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const isForm = body instanceof FormData;
    const headers = { authorization, ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }) };
    const sent = body === undefined ? null : isForm ? body : JSON.stringify(body);
    const answer = await fetch(`${server}${BASE}${path}`, { method, headers, body: sent, signal }).catch(() => {
      signal.throwIfAborted();
      throw new DomainError('IMPORT_NEEDS_SERVER', { message: `${server} does not answer` });
    });
    const told = (await answer.json().catch(() => ({}))) as { code?: string; details?: Record<string, unknown> };
    if (answer.ok) return told as T;
    throw new DomainError(isErrorCode(told.code) ? told.code : 'INTERNAL', told.details ?? { status: answer.status });
  };
}

type Server = ReturnType<typeof serverOf>;

/** A profile by its name; case does not matter. @throws NOT_FOUND with the names that there are */
async function profileOf(server: Server, name: string): Promise<string> {
  const { profiles } = await server<{ profiles: { profile_id: string; name: string; active: boolean }[] }>('GET', '/profiles');
  const active = profiles.filter((one) => one.active);
  const found = active.find((one) => isSameName(one.name, name));
  if (found) return found.profile_id;
  throw new DomainError('NOT_FOUND', { message: `--profile ${name}`, profiles: active.map((one) => one.name) });
}

const isOver = ({ state }: Told): boolean => ['done', 'failed', 'cancelled', 'undone'].includes(state);

/** Puts a file into the catalogue of the running server, or checks it against that; returns when nothing of it goes on by itself. */
export async function onServer(
  path: string,
  asked: ImportArguments,
  progress: (done: number, of: number) => void,
  signal: AbortSignal,
): Promise<ServerRun> {
  const server = serverOf(asked, signal);
  const profile = asked.profile === null ? null : await profileOf(server, asked.profile);
  const form = new FormData();
  form.append('file', await wholeFile(path), basename(path));
  const { file_id } = await server<{ file_id: string }>('POST', '/files', form);
  const how = { profile_id: profile, file_id, dry_run: asked.dryRun, ...(asked.sheet === null ? {} : { sheet: asked.sheet }) };
  const { job_id } = await server<{ job_id: string }>('POST', '', { ...how, priority: 'high' });
  try {
    return await ended(server, job_id, asked.dryRun, progress, signal);
  } catch (error) {
    // What has begun does not end with this command: nobody is to think so.
    if (signal.aborted && !asked.dryRun) throw new DomainError('IMPORT_GOES_ON', { message: job_id, job_id });
    signal.throwIfAborted();
    throw error;
  }
}

/** Asks until nothing of a job goes on by itself. */
async function ended(
  server: Server,
  job_id: string,
  dryRun: boolean,
  progress: (done: number, of: number) => void,
  signal: AbortSignal,
): Promise<ServerRun> {
  for (let checked = 0; ; await pause(POLL_MS, undefined, { signal })) {
    const told = await server<Told>('GET', `/${job_id}`);
    progress(told.progress.done, told.progress.of);
    if (told.state === 'checked') checked += dryRun || told.failure !== null ? CHECKED_POLLS : 1;
    if (!isOver(told) && checked < CHECKED_POLLS) continue;
    if (told.failure !== null)
      throw new DomainError(isErrorCode(told.failure) ? told.failure : 'IMPORT_CHECK_FAILED', { job_id });
    return { report: reportOf(told), waits: dryRun ? 0 : told.held };
  }
}

/** Read in one go: a file that grows meanwhile goes as it was at one moment. @throws IMPORT_FILE_TOO_LARGE */
async function wholeFile(path: string): Promise<Blob> {
  const { size } = await stat(path);
  if (size > FILE_LIMITS.csvBytes) throw new DomainError('IMPORT_FILE_TOO_LARGE', { size, limit: FILE_LIMITS.csvBytes });
  return new Blob([new Uint8Array(await readFile(path))]);
}

/** The report of E-24 without what the server tells besides. */
const reportOf = ({
  job_id: _job,
  state: _state,
  progress: _progress,
  failure: _failure,
  held: _held,
  held_page: _page,
  ...report
}: Told): ImportReport => report;
