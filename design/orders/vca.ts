/** VCA/OMA Data Communication Standard 3.x: `LABEL=value` lines, right;left, CRLF (optics.md §1.6). Text only, no packets. */
export interface VcaRecord {
  readonly label: string;
  readonly value: string;
}
/** The records of one job, in order, unknown labels and vendors' own (`_…`) among them: what we do not read we still pass on. */
export type VcaJob = readonly VcaRecord[];

export interface ParsedVca {
  readonly jobs: readonly VcaJob[];
  /** Lines that are no record, counted from 1. */
  readonly refused: readonly { readonly line: number; readonly text: string }[];
}

const LABEL = /^[A-Z0-9_][A-Z0-9_-]*$/;

/** A job begins with its `JOB`; records before the first one are a job of their own. Framing bytes (FS, RS, GS) are left out. */
export function parseVca(text: string): ParsedVca {
  const jobs: VcaRecord[][] = [];
  const refused: { line: number; text: string }[] = [];
  for (const [n, raw] of text.split(/\r\n|\r|\n/).entries()) {
    // eslint-disable-next-line no-control-regex -- packet framing of the standard
    const line = raw.replace(/[\u001c-\u001e]/g, '');
    if (line.trim() === '') continue;
    const at = line.indexOf('=');
    const label = line.slice(0, at).trim();
    if (at < 1 || !LABEL.test(label)) {
      refused.push({ line: n + 1, text: line });
      continue;
    }
    if (label === 'JOB' || jobs.length === 0) jobs.push([]);
    jobs.at(-1)!.push({ label, value: line.slice(at + 1) });
  }
  return { jobs, refused };
}

/** CRLF after every record. */
export const writeVca = (jobs: readonly VcaJob[]): string =>
  jobs.flatMap((job) => job.map(({ label, value }) => `${label}=${value}\r\n`)).join('');

/** What a field may not hold: it would end the field, the record or the packet. */
export const vcaText = (text: string): string =>
  // eslint-disable-next-line no-control-regex -- anything below a blank
  text.replace(/[\u0000-\u001f;,]+/g, ' ').trim();

/** Quarters in two decimals, eighths in three. */
export const vcaNumber = (value: number): string => (Number.isInteger(value * 100) ? value.toFixed(2) : value.toFixed(3));

/** Right;left; a side that is not wanted stays empty. */
export const vcaSides = (right: string | null, left: string | null): string => `${right ?? ''};${left ?? ''}`;

/** First record of a label; `null`: none. */
export const vcaValue = (job: VcaJob, label: string): string | null => job.find((one) => one.label === label)?.value ?? null;

/** Both sides of a label; a value without `;` holds for both (the standard's short form). */
export function vcaPair(job: VcaJob, label: string): { readonly od: string | null; readonly os: string | null } {
  const value = vcaValue(job, label);
  if (value === null) return { od: null, os: null };
  const [right = '', left = right] = value.split(';');
  return { od: right === '' ? null : right, os: left === '' ? null : left };
}
