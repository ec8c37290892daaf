import type { Kopecks } from '$design/money/kopecks.ts';
import type { UnknownCodesReport } from '../sync/server.client.ts';
import type { LocalStore } from '../storage/local-store.ts';
import type { UnknownCodesModel } from './unknown-codes.model.ts';

const KEPT = 'unknown-codes';
/** More codes than a shop meets in a year; the ones told longest ago go first. */
const MOST_CODES = 300;
/** As the server takes them (`sync-server/catalogue/unknown-codes.store.ts`). */
const LONGEST_CODE = 128;
const A_REPORT = 100;

/** `count` is of all times on this device: a report that was told twice says the same. */
interface KeptCode {
  readonly code: string;
  readonly count: number;
  readonly last: number;
  readonly typed: { readonly name: string; readonly price: Kopecks } | null;
  /** `count` as the server has acknowledged it. */
  readonly told: number;
  readonly typedTold: boolean;
}

export interface UnknownCodesDeps {
  readonly store: LocalStore;
  readonly now: () => number;
  readonly tell: (report: UnknownCodesReport) => Promise<unknown>;
  readonly onChange?: (waiting: number) => void;
}

/** Remembers codes that nobody knew, and tells the server when it answers. Nothing of a sale waits for it. */
export class UnknownCodes implements UnknownCodesModel {
  private codes: readonly KeptCode[];
  private telling = false;
  private readonly deps: UnknownCodesDeps;

  constructor(deps: UnknownCodesDeps) {
    this.deps = deps;
    this.codes = deps.store.read<KeptCode[]>(KEPT) ?? [];
    deps.onChange?.(this.waiting);
  }

  get waiting(): number {
    return this.untold().length;
  }

  note(code: string): void {
    this.change(code, (known) => ({ ...known, count: known.count + 1 }));
  }

  typed(code: string, name: string, price: Kopecks): void {
    this.change(code, (known) => ({ ...known, typed: { name: name.slice(0, 128), price }, typedTold: false }));
  }

  /** The server answers: what it has not heard is told. What came meanwhile stays for the next time. */
  async deliver(): Promise<void> {
    const report = this.untold().slice(0, A_REPORT);
    if (this.telling || report.length === 0) return;
    this.telling = true;
    try {
      await this.deps.tell({ codes: report.map(({ code, count, last, typed }) => ({ code, count, last, typed })) });
      const told = new Map(report.map((one) => [one.code, one]));
      this.keep(
        this.codes.map((one) => {
          const was = told.get(one.code);
          return was ? { ...one, told: was.count, typedTold: was.typed === one.typed } : one;
        }),
      );
    } catch {
      // The next exchange with the server tries again.
    } finally {
      this.telling = false;
    }
  }

  private untold(): readonly KeptCode[] {
    return this.codes.filter(({ count, told, typed, typedTold }) => count > told || (typed !== null && !typedTold));
  }

  private change(text: string, change: (known: KeptCode) => KeptCode): void {
    const code = text.trim().slice(0, LONGEST_CODE);
    if (code === '') return;
    const fresh = { code, count: 0, last: 0, typed: null, told: 0, typedTold: false };
    const known = this.codes.find((one) => one.code === code) ?? fresh;
    const rest = this.codes.filter((one) => one.code !== code);
    this.keep([{ ...change(known), last: this.deps.now() }, ...rest].slice(0, MOST_CODES));
    void this.deliver();
  }

  private keep(codes: readonly KeptCode[]): void {
    this.codes = codes;
    this.deps.store.write(KEPT, codes);
    this.deps.onChange?.(this.waiting);
  }
}
