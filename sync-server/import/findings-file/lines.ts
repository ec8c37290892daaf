import { FIELD_WORDS } from '../../../design/import/field-words.ts';
import type { ImportField } from '../../../design/import/fields.ts';
import type { Finding, FindingLevel } from '../../../design/import/finding.ts';
import { reportedFinding } from '../../../design/import/report.ts';
import type { Cell } from '../../../design/import/table.ts';
import type { ReaderAnswer } from '../process/messages.ts';
import { harmless } from './harmless.ts';

type FindingLine = readonly Cell[];

const LEVELS: Readonly<Record<FindingLevel, string>> = { error: 'Ошибка', warning: 'Внимание', info: 'К сведению' };
const TITLES = ['Строка', 'Важность', 'Что не так', 'Что будет и что сделать', 'Колонка', 'В файле', 'В каталоге'] as const;

/** Our titles, then the supplier's own. */
export const titlesOf = (own: readonly string[]): string[] => [...TITLES, ...own.map((title) => String(harmless(title)))];

function lineOf(finding: Finding, own: readonly Cell[]): FindingLine {
  const { row, level, message, resolution, field, value, old_value } = reportedFinding(finding);
  const place: Cell = row === 0 ? 'весь файл' : row;
  const column = field === null ? null : FIELD_WORDS[field as ImportField];
  return [place, LEVELS[level], message, resolution, column, value, old_value, ...own].map(harmless);
}

/** A line a finding, in the order of the rows, with the supplier's row where `answers` has it. Both come sorted by row. */
export async function* linesOf(
  findings: readonly Finding[],
  answers: AsyncIterable<ReaderAnswer> | null,
): AsyncGenerator<FindingLine> {
  let at = 0;
  for await (const answer of answers ?? []) {
    if (answer.kind !== 'source') continue;
    for (const { row, cells } of answer.rows) {
      for (; at < findings.length && findings[at]!.row <= row; at++) {
        yield lineOf(findings[at]!, findings[at]!.row === row ? cells : []);
      }
    }
  }
  for (; at < findings.length; at++) yield lineOf(findings[at]!, []);
}
