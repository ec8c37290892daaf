import type { Finding } from './check.ts';
import type { FindingCode } from './texts.ts';

/** The sentence of a finding in the language of `texts`, its placeholders filled. */
export function findingText(
  { code, values = {} }: Pick<Finding, 'code' | 'values'>,
  texts: Readonly<Record<FindingCode, string>>,
): string {
  return texts[code].replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
}
