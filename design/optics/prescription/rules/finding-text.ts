interface Told<C extends string> {
  readonly code: C;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** The sentence of a finding in the language of `texts`, its placeholders filled; `figure` writes numbers as the language does. */
export function findingText<C extends string>(
  { code, values = {} }: Told<C>,
  texts: Readonly<Record<C, string>>,
  figure: (value: number) => string = String,
): string {
  return texts[code].replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name] ?? '';
    return typeof value === 'number' ? figure(value) : value;
  });
}
