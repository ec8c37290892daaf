import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';

/**
 * One test that did not pass: its name, what was said, what the page showed (Playwright's `error-context.md`) and what the programs of its
 * shop complained of, where there was one.
 */
export interface Failure {
  readonly file: string;
  readonly name: string;
  readonly said: string;
  readonly page: string;
  readonly programs: string;
}

export const vitestReport = z.object({
  numPassedTests: z.number(),
  numTotalTests: z.number(),
  numFailedTestSuites: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

const outcome = z.object({
  status: z.string(),
  errors: z.array(z.object({ message: z.string().default('') })).default([]),
  attachments: z
    .array(
      z.object({
        name: z.string(),
        contentType: z.string().default(''),
        path: z.string().optional(),
        body: z.string().optional(),
      }),
    )
    .default([]),
});

type Attachment = z.output<typeof outcome>['attachments'][number];

interface Suite {
  readonly file: string;
  readonly specs: readonly {
    readonly title: string;
    readonly ok: boolean;
    readonly tests: readonly { readonly results: z.output<typeof outcome>[] }[];
  }[];
  readonly suites?: readonly Suite[] | undefined;
}

const suite: z.ZodType<Suite> = z.object({
  file: z.string(),
  specs: z.array(z.object({ title: z.string(), ok: z.boolean(), tests: z.array(z.object({ results: z.array(outcome) })) })),
  get suites() {
    return z.array(suite).optional();
  },
});

export const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()).default([]),
  suites: z.array(suite).default([]),
});

const COLOURS = new RegExp(String.raw`${String.fromCharCode(27)}\[[0-9;]*m`, 'g');
/** Enough to see where it stood; a whole trace is in `test-results`. */
const SAID = 1_500;
const PAGE = 4_000;
const COMPLAINTS = 20;

/** What of a Vitest report did not pass; a file that does not load is told by its own message. */
export function failuresOfVitest(report: z.output<typeof vitestReport>): readonly Failure[] {
  return report.testResults.flatMap(({ name: file, status, message, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status !== 'passed');
    if (tests.length === 0)
      return status === 'failed' ? [{ file, name: 'the file itself', said: message, page: '', programs: '' }] : [];
    return tests.map((test) => ({
      file,
      name: test.fullName,
      said: (test.failureMessages ?? [test.status]).join('\n'),
      page: '',
      programs: '',
    }));
  });
}

/** What of a Playwright report did not pass, with the page as it stood. */
export function failuresOfPlaywright(report: Pick<z.output<typeof playwrightReport>, 'suites'>): readonly Failure[] {
  const of = ({ file, specs, suites }: Suite): Failure[] => [
    ...specs
      .filter(({ ok }) => !ok)
      .map(({ title, tests }) => {
        const results = tests.flatMap((test) => test.results);
        const attached = results.flatMap(({ attachments }) => attachments);
        return {
          file,
          name: title,
          said: results.map(({ status, errors }) => errors.map(({ message }) => message).join('\n') || status).join('\n'),
          page: attached
            .filter(({ name }) => name === 'error-context')
            .map(pageIn)
            .join('\n'),
          programs: attached.flatMap(complaintsIn).slice(-COMPLAINTS).join('\n'),
        };
      }),
    ...(suites ?? []).flatMap(of),
  ];
  return report.suites.flatMap(of);
}

/** The part of `error-context.md` that shows the page: the rest repeats the error and the test's own text. */
function pageIn({ path }: Attachment): string {
  const text = path !== undefined && existsSync(path) ? readFileSync(path, 'utf8') : '';
  return /# Page snapshot\s+```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? text;
}

/** Log lines of a shop's programs (JSON, a line each) from a warning upwards, and what is no log line of theirs: a stack, a crash. */
function complaintsIn({ contentType, body }: Attachment): string[] {
  if (contentType !== 'text/plain' || body === undefined) return [];
  const lines = Buffer.from(body, 'base64').toString('utf8').split('\n');
  return lines.filter((line) => line !== '' && !/"level":"(?:debug|info)"|^── /.test(line)).map((line) => line.slice(0, 400));
}

/** All failures once more, one after the other: whoever sees only the end of a long output sees what failed and on what page it stood. */
export function tellFailures(failures: readonly Failure[]): string {
  if (failures.length === 0) return '';
  const parts = failures.map(({ file, name, said, page, programs }, n) => {
    const shown =
      (page === '' ? '' : `\n  page:\n${indent(page.slice(0, PAGE))}`) +
      (programs === '' ? '' : `\n  programs:\n${indent(programs)}`);
    return `${n + 1}) ${basename(file)} › ${name}\n${indent(said.replaceAll(COLOURS, '').slice(0, SAID))}${shown}\n`;
  });
  return `\nwhat failed (${failures.length}):\n\n${parts.join('\n')}\n`;
}

const indent = (text: string): string => text.trimEnd().replaceAll(/^/gm, '    ');
