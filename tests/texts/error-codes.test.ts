import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERRORS, isErrorCode } from '../../design/errors.ts';
// The back office's own errors join the others.
import '../../design/errors.office.ts';
import { ALARMS } from '../../design/fiscal/alarms.ts';
import { ALARMS_EN } from '../../design/fiscal/alarms.en.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const FOLDERS = ['app', 'design', 'fiscal-gateway', 'sync-server', 'ops'];

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|svelte)$/.test(file) && !file.includes('.test.'))
    .map((file) => ({ file: join(folder, file), text: readFileSync(join(ROOT, folder, file), 'utf8') })),
);

/** Where a code stands as the word that something failed with. */
const THROWN = /(?:DomainError|GatewayError|SaleFailure|ServerError|problemOf)\(\s*'([A-Z][A-Z0-9_]+)'/g;

describe('issue 5 part 7: the error catalogue', () => {
  it('holds every code that any program throws', () => {
    const unknown = sources.flatMap(({ file, text }) =>
      [...text.matchAll(THROWN)].filter(([, code]) => !isErrorCode(code)).map(([, code]) => `${file}: ${code}`),
    );
    expect(unknown).toEqual([]);
  });

  it('is thrown from: no program is without its errors', () => {
    const thrown = new Set(sources.flatMap(({ text }) => [...text.matchAll(THROWN)].map(([, code]) => code)));
    expect(thrown.size).toBeGreaterThan(40);
  });

  it.each(Object.entries(ERRORS))('%s says a next step that is not a repetition of what happened', (_code, { ru }) => {
    expect(ru.next).not.toBe(ru.what);
  });

  it.each(Object.entries(ALARMS))('alarm %s has its words in both languages', (code, { ru }) => {
    const en = ALARMS_EN[code as keyof typeof ALARMS_EN];
    for (const words of [en.what, en.next]) {
      expect(words).toMatch(/^[A-Z].*\.$/);
      expect(words).not.toMatch(/[а-яё]/i);
    }
    expect(ru.next).toMatch(/\.$/);
  });
});
