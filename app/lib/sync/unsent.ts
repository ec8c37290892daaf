import { parseDatabaseName } from '$design/databases.ts';
import type { Databases } from '../storage/databases.ts';
import type { Acknowledgements, Candidate } from './acknowledgements.ts';
import type { Ledger } from './ledger.ts';

/** Kinds of databases that a device writes. */
const WRITTEN: readonly string[] = ['sales', 'store'];
export const isWritten = (name: string): boolean => WRITTEN.includes(parseDatabaseName(name)?.kind ?? '');

/** How many documents of each database the server has not acknowledged. */
export class Unsent {
  private readonly databases: Databases;
  private readonly acknowledged: Acknowledgements;
  private readonly counts = new Map<string, number>();
  /** Of them, those that wait for nothing: not refused, or due to be offered again. */
  private readonly due = new Map<string, number>();

  constructor(databases: Databases, acknowledged: Acknowledgements) {
    this.databases = databases;
    this.acknowledged = acknowledged;
  }

  /** Databases of this device that it writes, the newest month first. */
  names(): string[] {
    return this.databases.known().filter(isWritten).sort().reverse();
  }

  /** At the start: marks that speak of what is no more are taken back. */
  async countAll(ledger: Ledger, now: number): Promise<void> {
    for (const name of this.names()) {
      const { update_seq } = await this.databases.open(name).info();
      this.acknowledged.limit(name, Number(update_seq));
      await this.count(name, ledger, now);
    }
  }

  async count(name: string, ledger: Ledger, now: number): Promise<number> {
    const list = await this.candidates(name);
    if (list === null) return 0;
    this.counts.set(name, list.length);
    const isDue = ({ id, revs }: (typeof list)[number]) => revs.some((rev) => ledger.mayOffer({ database: name, id, rev }, now));
    this.due.set(name, ledger.size === 0 ? list.length : list.filter(isDue).length);
    return list.length;
  }

  /** `null` where the database is dropped meanwhile: to look into it would bring it back empty. */
  private async candidates(name: string): Promise<readonly Candidate[] | null> {
    const isKnown = (): boolean => this.databases.known().includes(name);
    if (!isKnown()) return null;
    try {
      return (await this.acknowledged.candidates(name, this.databases.open(name))).list;
    } catch (error) {
      if (isKnown()) throw error;
      return null;
    }
  }

  forget(name: string): void {
    this.counts.delete(name);
    this.due.delete(name);
  }

  of(name: string): number {
    return this.counts.get(name) ?? 0;
  }
  get all(): number {
    return [...this.counts.values()].reduce((a, b) => a + b, 0);
  }
  get allDue(): number {
    return [...this.due.values()].reduce((a, b) => a + b, 0);
  }
}
