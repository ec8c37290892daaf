import type { Readable } from 'node:stream';
import type { Finding, FindingType } from '../../design/import/finding.ts';
import type { FileChoice } from '../../design/import/profile.ts';
import { inOrder } from '../../design/import/report.ts';
import { linesOf, titlesOf } from './findings-file/lines.ts';
import { csvStream, xlsxStream } from './findings-file/streams.ts';
import { readerAnswers } from './process/reader-process.ts';
import type { ReaderAnswer } from './process/messages.ts';

export type FindingsFormat = 'xlsx' | 'csv';

export interface FindingsFile {
  readonly stream: Readable;
  readonly contentType: string;
  /** Ending of the file's name, with its dot. */
  readonly ending: string;
}

const TYPES: Readonly<Record<FindingsFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

/** Of our shelves, our clients and other suppliers' prices: nothing that this supplier is to read. */
const OURS: ReadonlySet<FindingType> = new Set(['VANISHED_STANDS', 'CHEAPER_ELSEWHERE', 'SUPPLIER_CHANGED']);

/**
 * Findings as a file for the supplier (requirement E-23): what is wrong and what helps, beside the supplier's own row as it stands in the
 * file, in the order of its rows. `source.path: null`, or a file that cannot be read any more: without the rows. The file is opened in a
 * process of its own and streamed; nothing in it begins like a formula.
 */
export async function findingsFile(
  format: FindingsFormat,
  findings: readonly Finding[],
  source: { readonly path: string | null; readonly choice: FileChoice },
): Promise<FindingsFile> {
  const sorted = inOrder(
    findings.filter(({ type }) => !OURS.has(type)),
    'row',
  );
  const answers = source.path === null ? null : sourceOf(source.path, source.choice, sorted);
  // The first answer tells whether the file can be read at all.
  const first = await answers?.next().catch(() => null);
  const titles = first && !first.done && first.value.kind === 'source' ? first.value.titles : [];
  if (titles.length === 0) await answers?.return(undefined);
  const lines = linesOf(sorted, titles.length > 0 ? answers : null);
  const stream = format === 'csv' ? csvStream(titlesOf(titles), lines) : xlsxStream(titlesOf(titles), lines);
  return { stream, contentType: TYPES[format], ending: `.${format}` };
}

function sourceOf(path: string, choice: FileChoice, findings: readonly Finding[]): AsyncGenerator<ReaderAnswer> {
  const rows = [...new Set(findings.map(({ row }) => row).filter((row) => row > 0))];
  return readerAnswers({ what: 'source', path, choice, rows });
}
