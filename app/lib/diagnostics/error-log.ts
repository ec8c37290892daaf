const KEPT = 50;

/** The last errors of this page, for support. Kept in memory; what is personal in them is taken out when the file is made. */
export class ErrorLog {
  private entries: { readonly at: number; readonly what: string }[] = [];
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  get list(): readonly { readonly at: number; readonly what: string }[] {
    return this.entries;
  }

  add(error: unknown): void {
    const { name, message, stack } = error instanceof Error ? error : { name: 'unknown', message: String(error), stack: '' };
    // The first frames tell where; addresses of our own files only.
    const where = /\/_app\/\S+/.exec(stack ?? '')?.[0] ?? '';
    this.entries = [
      ...this.entries.slice(1 - KEPT),
      { at: this.now(), what: `${name}: ${message} ${where}`.trim().slice(0, 500) },
    ];
  }
}
