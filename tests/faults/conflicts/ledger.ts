import type { Kind } from './story.ts';

export interface Edit {
  readonly kind: Kind;
  readonly who: number;
  readonly field: string;
  readonly value: unknown;
  readonly stamp: string;
  /** Edits that the device may have heard of when it made this one: no fewer than it had. */
  readonly knew: ReadonlySet<Edit>;
}

export interface Deletion {
  readonly kind: Kind;
  readonly erase: boolean;
  /** Latest stamps by field that the deleter had before its eyes. */
  readonly seen: Readonly<Record<string, string>>;
}

/** What people did, and what each device may know of it: the truth that the documents are held against. */
export class PeoplesLedger {
  readonly edits: Edit[] = [];
  readonly deletions: Deletion[] = [];
  private readonly known: Set<Edit>[];
  private readonly server = new Set<Edit>();

  constructor(devices: number) {
    this.known = Array.from({ length: devices }, () => new Set<Edit>());
  }

  edited(edit: Omit<Edit, 'knew'>): void {
    const entry = { ...edit, knew: new Set(this.known[edit.who]) };
    this.edits.push(entry);
    this.known[edit.who]!.add(entry);
  }

  pushed(who: number): void {
    for (const edit of this.known[who]!) this.server.add(edit);
  }

  pulled(who: number): void {
    for (const edit of this.server) this.known[who]!.add(edit);
  }

  of(kind: Kind): Edit[] {
    return this.edits.filter((edit) => edit.kind === kind);
  }

  deletionsOf(kind: Kind): Deletion[] {
    return this.deletions.filter((deletion) => deletion.kind === kind);
  }

  /** Fields that two people wrote, neither having heard of the other. */
  contested(kind: Kind): Set<string> {
    const edits = this.of(kind);
    const found = edits.filter((a) => edits.some((b) => a !== b && a.field === b.field && !a.knew.has(b) && !b.knew.has(a)));
    return new Set(found.map(({ field }) => field));
  }

  /** The last word on each field. */
  lastWords(kind: Kind): Record<string, unknown> {
    const last = new Map<string, Edit>();
    for (const edit of this.of(kind)) if (edit.stamp > (last.get(edit.field)?.stamp ?? '')) last.set(edit.field, edit);
    return Object.fromEntries([...last].map(([field, { value }]) => [field, value]));
  }
}
