import type { ImportReport, ReportedFinding } from '../../design/import/report.ts';

/** So many findings are printed; `--json` has them all. */
const SHOWN = 20;
const LEVELS = { error: 'ошибка', warning: 'внимание', info: 'к сведению' } as const;
const WORST = ['error', 'warning', 'info'];

const line = ({ row, level, message, resolution }: ReportedFinding): string =>
  `  ${row === 0 ? 'файл' : `строка ${row}`}, ${LEVELS[level]}: ${message} ${resolution}`;

/** The report as a person reads it on a terminal: counters, then the first findings, the worst first. */
export function reportText({ summary, errors, dry_run, duration_seconds }: ImportReport, name: string): string {
  const { total_rows, created, updated, processed, skipped } = summary;
  const shown = errors.toSorted((a, b) => WORST.indexOf(a.level) - WORST.indexOf(b.level) || a.row - b.row).slice(0, SHOWN);
  const seconds = duration_seconds.toFixed(1).replace('.', ',');
  return [
    `${name}: ${dry_run ? 'проверка, в каталоге ничего не изменено' : 'загрузка'} (${seconds} с)`,
    `Строк с товаром: ${total_rows}. Новых: ${created}, изменённых: ${updated}, без изменений: ${processed - created - updated}.`,
    `Пропущено: ${skipped}. Строк с ошибками: ${summary.errors}.`,
    ...shown.map(line),
    ...(errors.length > shown.length ? [`  … и ещё ${errors.length - shown.length}. Все: --json`] : []),
  ].join('\n');
}
