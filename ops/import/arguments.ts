import { parseArgs } from 'node:util';
import { DomainError } from '../../design/errors.office.ts';

export const HELP = `npm run import -- FILE [--profile NAME] [--dry-run] [--json]: a supplier's file (XLSX, CSV) checked and put into the catalogue

  --dry-run        check only: what is wrong and what would change. Needs no running server; without one the catalogue counts as empty
  --profile NAME   the supplier's profile in the back office; without one, sheet and columns are guessed
  --sheet NAME     the sheet of a workbook                       (the one that holds goods)
  --json           print the report (requirement E-24) and nothing else on standard output; in silence: npm run -s import -- …
  --data FOLDER    where the server keeps its files              (OPTICS_DATA, ./.data)
  --server URL     the sync server                               (http://127.0.0.1:<SYNC_PORT>)

Exit code 0: the file was read; rows in error are in the report. 1: it was refused, and with --json {"code": …} says why. 2: the command
line is wrong`;

export interface ImportArguments {
  readonly file: string;
  readonly profile: string | null;
  readonly sheet: string | null;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly data: string;
  readonly server: string;
}

/**
 * Without `--` before it npm keeps an option for itself and only tells of it in the environment: a dry run that somebody asked for must
 * never become an import.
 */
const keptByNpm = (env: Readonly<Record<string, string | undefined>>, option: 'dry_run' | 'json'): boolean =>
  env['npm_lifecycle_event'] === 'import' && env[`npm_config_${option}`] === 'true';

/** What the command line asks for; `null`: help. @throws IMPORT_ARGUMENTS */
export function importArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ImportArguments | null {
  const { values, positionals } = parsed(args);
  if (values.help) return null;
  const [file, ...others] = positionals;
  if (file === undefined || file === '') throw new DomainError('IMPORT_ARGUMENTS', { message: 'FILE is missing' });
  if (others.length > 0)
    throw new DomainError('IMPORT_ARGUMENTS', { message: `one FILE at a time, not also ${others.join(' ')}` });
  if (values.profile !== undefined && values.sheet !== undefined) {
    throw new DomainError('IMPORT_ARGUMENTS', { message: 'the profile names the sheet: not --sheet beside --profile' });
  }
  return {
    file,
    profile: values.profile ?? null,
    sheet: values.sheet ?? null,
    dryRun: values['dry-run'] ?? keptByNpm(env, 'dry_run'),
    json: values.json ?? keptByNpm(env, 'json'),
    data: values.data ?? (env['OPTICS_DATA'] || './.data'),
    server: values.server ?? `http://127.0.0.1:${env['SYNC_PORT'] || 8080}`,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        profile: { type: 'string' },
        sheet: { type: 'string' },
        'dry-run': { type: 'boolean' },
        json: { type: 'boolean' },
        data: { type: 'string' },
        server: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new DomainError('IMPORT_ARGUMENTS', { message: error instanceof Error ? error.message : String(error) });
  }
}
