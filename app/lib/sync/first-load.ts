import type { LocalDatabase } from '../storage/database.types.ts';

const MARK = '_local/first-load';

/** Documents here, of those that are there. */
export interface Loading {
  readonly done: number;
  readonly total: number;
}

/**
 * Which databases have arrived whole once. The mark lies in the database itself, so that it is lost together with what it speaks of: a
 * first load that was broken off must not pass for a complete one after a restart (offline.md, A.3).
 */
export class FirstLoad {
  private readonly whole = new Set<string>();
  private readonly counts = new Map<string, { done: number; total: number }>();

  /** Reads the mark; where there is none, counts what is here of `total`. */
  async begin(name: string, local: LocalDatabase, total: number | undefined): Promise<void> {
    if (this.whole.has(name)) return;
    const { doc_count: here } = await local.info();
    if (await hasMark(local)) this.whole.add(name);
    else this.counts.set(name, { done: here, total: Math.max(total ?? 0, here) });
  }

  arrived(name: string, documents: number): void {
    const count = this.counts.get(name);
    if (!count) return;
    count.done += documents;
    count.total = Math.max(count.total, count.done);
  }

  async ended(name: string, local: LocalDatabase): Promise<void> {
    if (this.whole.has(name)) return;
    const count = this.counts.get(name);
    if (count) count.done = count.total;
    this.whole.add(name);
    // Without it the next start counts once more: no harm.
    if (!(await hasMark(local))) await local.put({ _id: MARK, whole: true }).catch(() => null);
  }

  isWhole(name: string): boolean {
    return this.whole.has(name);
  }

  of(name: string): Loading | null {
    return this.whole.has(name) ? null : (this.counts.get(name) ?? null);
  }

  /** Over everything that is loaded in this run, what has ended included: progress never goes back. `null` where all is here. */
  all(): Loading | null {
    const names = [...this.counts.keys()];
    if (names.every((name) => this.whole.has(name))) return null;
    const counts = [...this.counts.values()];
    return { done: counts.reduce((sum, c) => sum + c.done, 0), total: counts.reduce((sum, c) => sum + c.total, 0) };
  }
}

async function hasMark(local: LocalDatabase): Promise<boolean> {
  try {
    await local.get(MARK);
    return true;
  } catch {
    return false;
  }
}
