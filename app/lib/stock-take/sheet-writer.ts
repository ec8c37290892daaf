import type { SheetLine, StockSheet } from '$design/documents/stock-take.ts';
import { docId } from '$design/ids.ts';
import { SHEET_LINES } from '$design/stock-take/limits.ts';
import { IdTaken, type Databases } from '../storage/databases.ts';
import type { Stamps } from '../storage/device-clock.ts';
import type { Documents, Person } from '../storage/documents.ts';

/** A line before it has its name. */
export type NewLine = Omit<SheetLine, 'id' | 'by'>;

export interface SheetWriterDeps {
  readonly databases: Pick<Databases, 'ids' | 'get' | 'create'>;
  readonly documents: Pick<Documents, 'edit'>;
  readonly stamps: Pick<Stamps, 'next'>;
  readonly who: () => Person;
  readonly store: () => string;
  readonly database: () => string;
  /** Number of this device. */
  readonly device: () => number;
}

interface Waiting {
  readonly line: NewLine;
  readonly done: PromiseWithResolvers<SheetLine>;
}

/** Sheets of one device for one zone, written in batches: what is scanned while one is being written goes into the next. */
class ZoneQueue {
  waiting: Waiting[] = [];
  writing: Promise<void> | null = null;
  part: { number: number; lines: number; exists: boolean } | null = null;
}

/**
 * Writes what is counted on this device. A line is durable when `add` resolves, and only then is a scan told as taken; however fast the
 * scanner, one write is under way and the rest waits for the next, so that nothing is dropped.
 */
export class SheetWriter {
  private readonly queues = new Map<string, ZoneQueue>();
  private readonly deps: SheetWriterDeps;

  constructor(deps: SheetWriterDeps) {
    this.deps = deps;
  }

  /** @throws what the database threw: the line is not kept then */
  add(take: string, zone: string, line: NewLine): Promise<SheetLine> {
    const name = `${take}~${zone}~${this.deps.device()}`;
    let queue = this.queues.get(name);
    if (!queue) this.queues.set(name, (queue = new ZoneQueue()));
    const done = Promise.withResolvers<SheetLine>();
    queue.waiting.push({ line, done });
    queue.writing ??= this.drain(queue, { take, zone, name }).finally(() => (queue.writing = null));
    return done.promise;
  }

  private async drain(queue: ZoneQueue, sheet: { take: string; zone: string; name: string }): Promise<void> {
    while (queue.waiting.length > 0) {
      const batch = queue.waiting.splice(0, SHEET_LINES);
      try {
        const lines: SheetLine[] = [];
        const { by } = this.deps.who();
        for (const { line } of batch) lines.push({ ...line, by, id: await this.deps.stamps.next() });
        await this.write(queue, sheet, lines);
        batch.forEach(({ done }, n) => done.resolve(lines[n]!));
      } catch (error) {
        for (const { done } of batch) done.reject(error);
      }
    }
  }

  private async write(queue: ZoneQueue, sheet: { take: string; zone: string; name: string }, lines: SheetLine[]): Promise<void> {
    const { databases, documents, database, who } = this.deps;
    const part = (queue.part ??= await this.lastPart(sheet.name));
    if (part.lines >= SHEET_LINES) Object.assign(part, { number: part.number + 1, lines: 0, exists: false });
    const id = docId('stock-sheet', `${sheet.name}~${String(part.number).padStart(3, '0')}`);
    if (!part.exists) {
      part.exists = await databases.create(database(), this.blank(id, sheet, lines)).then(
        () => true,
        (error: unknown) => {
          // Another tab of this device began it.
          if (!(error instanceof IdTaken)) throw error;
          return false;
        },
      );
      if (part.exists) {
        part.lines = lines.length;
        return;
      }
      part.exists = true;
    }
    const written = await documents.edit<StockSheet>(database(), id, who(), (doc, { hlc, by, pos }) => ({
      ...{ ...doc, hlc, by, pos },
      lines: [...doc.lines, ...lines],
    }));
    part.lines = written.lines.length;
  }

  private blank(id: string, { take, zone }: { take: string; zone: string }, lines: SheetLine[]): StockSheet {
    const { who, store, device } = this.deps;
    const { by, pos } = who();
    return {
      ...{ _id: id, type: 'stock-sheet', schema: 1, hlc: lines[0]!.id, by, pos, store: store() },
      ...{ take, zone, device: device(), lines },
    };
  }

  /** Where an earlier start of this device left off. */
  private async lastPart(name: string): Promise<NonNullable<ZoneQueue['part']>> {
    const { databases, database } = this.deps;
    const prefix = docId('stock-sheet', `${name}~`);
    const last = (await databases.ids(database(), prefix, `${prefix}\ufff0`)).at(-1);
    if (last === undefined) return { number: 0, lines: 0, exists: false };
    const held = await databases.get<StockSheet>(database(), last);
    return { number: Number(last.slice(prefix.length)), lines: held?.lines.length ?? 0, exists: held !== null };
  }
}
