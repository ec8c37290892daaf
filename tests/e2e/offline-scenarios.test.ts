import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

it('docs/offline-scenarios.md quotes the examples as they run', () => {
  const examples = [...read('./scenarios.spec.ts').matchAll(/\/\/ example: .+\n([\s\S]+?)\/\/ end of example/g)];
  const doc = read('../../docs/offline-scenarios.md');
  expect(examples).toHaveLength(3);
  for (const [, code] of examples) expect(doc).toContain(`\`\`\`ts\n${code!.trim()}\n\`\`\``);
});
