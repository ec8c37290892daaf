import type { Language } from './i18n.ts';

/** Sections, each a tree with sentences as leaves. */
interface Tree {
  readonly [key: string]: string | Tree;
}

const rules = new Map<Language, Intl.PluralRules>();

function formOf(language: Language, count: number): Intl.LDMLPluralRule {
  const known = rules.get(language) ?? new Intl.PluralRules(language);
  rules.set(language, known);
  return known.select(count);
}

/**
 * The sentence under `key` with `{{values}}` filled in; where `count` is given, its plural form (`key_one`, `key_few` …).
 * A sentence that is not there is shown as its key: a screen never falls for want of a word.
 */
export function textOf(
  texts: object,
  language: Language,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const path = key.split('.');
  const last = path.pop() ?? '';
  let node: Tree | string | undefined = texts as Tree;
  for (const step of path) node = typeof node === 'object' ? node[step] : undefined;
  if (typeof node !== 'object') return key;
  const count = values['count'];
  const plural = typeof count === 'number' ? (node[`${last}_${formOf(language, count)}`] ?? node[`${last}_other`]) : undefined;
  const text = plural ?? node[last];
  if (typeof text !== 'string') return key;
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole));
}
