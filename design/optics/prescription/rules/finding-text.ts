interface Told<C extends string> {
  readonly code: C;
  readonly values?: Readonly<Record<string, string | number>>;
}

/**
 * The sentence of a finding in the language of `texts`, its placeholders filled as forms show them: a comma, a minus sign, days as
 * `20.11.2026`. For findings about prescriptions, and about lenses (`design/optics/lens-finding-texts.ts`).
 */
export function findingText<C extends string>({ code, values = {} }: Told<C>, texts: Readonly<Record<C, string>>): string {
  return texts[code].replace(/\{\{(\w+)\}\}/g, (_, name: string) => shown(values[name] ?? ''));
}

function shown(value: string | number): string {
  if (typeof value === 'number') return String(value).replace('.', ',').replace('-', '−');
  return value.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3.$2.$1');
}
