import type { Note } from '$design/documents/note.ts';
import { DomainError, type ErrorCode } from '$design/errors.ts';
import { docId } from '$design/ids.ts';
import { writeNote } from '$design/merge/edit.ts';
import type { NoteEditor } from '$design/merge/note.ts';
import type { ChangeHub } from '../storage/change-hub.ts';
import { IdTaken, type Databases } from '../storage/databases.ts';
import type { Documents, Person } from '../storage/documents.ts';
import type { NotePad } from './cards.model.ts';
import { codeOf } from './failure-code.ts';

export interface NoteDeps {
  readonly documents: Pick<Documents, 'edit' | 'read' | 'create'>;
  readonly databases: Pick<Databases, 'known'>;
  readonly hub: Pick<ChangeHub, 'on'>;
  readonly database: () => string;
  readonly store: () => string;
  readonly who: () => Person;
  readonly mayWrite: () => boolean;
  /** 0 ≤ … < 1. */
  readonly random: () => number;
  /** Runs after a pause of the writer; returns how to call it off. */
  readonly later: (ms: number, action: () => void) => () => void;
}

/** ms without a key after which what was typed is written down. */
const PAUSE = 600;

/**
 * One opened note. Its Yjs client id is a fresh random number, never used again; Yjs itself comes with the first note that is opened.
 * What other devices and tabs write comes in while one types.
 */
export async function openNotePad(deps: NoteDeps, subject: string): Promise<NotePad> {
  const { openNote } = await import('$design/merge/note.ts');
  const id = docId('note', subject);
  const database = deps.database();
  const held = deps.databases.known().includes(database) ? await deps.documents.read<Note>(database, id) : null;
  return new OpenNote(deps, { id, subject, database }, openNote(held?.state ?? null, Math.floor(deps.random() * 2 ** 32)));
}

class OpenNote implements NotePad {
  isDirty = false;
  error: ErrorCode | null = null;
  private readonly listeners = new Set<() => void>();
  private readonly stopHub: () => void;
  private callOff: () => void = () => undefined;
  private writing: Promise<void> = Promise.resolve();
  private readonly deps: NoteDeps;
  private readonly at: { readonly id: string; readonly subject: string; readonly database: string };
  private readonly editor: NoteEditor;

  constructor(deps: NoteDeps, at: OpenNote['at'], editor: NoteEditor) {
    this.deps = deps;
    this.at = at;
    this.editor = editor;
    this.stopHub = deps.hub.on(({ database, ids }) => {
      if (database === at.database && ids.includes(at.id)) void this.receive();
    });
  }

  get text(): string {
    return this.editor.text();
  }

  write(text: string): void {
    if (text === this.text) return;
    if (!this.deps.mayWrite()) return this.tell('FORBIDDEN');
    this.editor.write(text);
    this.isDirty = true;
    this.callOff();
    this.callOff = this.deps.later(PAUSE, () => void this.save());
    this.tell(null);
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.callOff();
    await this.save();
    this.stopHub();
    this.listeners.clear();
  }

  private save(): Promise<void> {
    this.writing = this.writing.then(() => this.put());
    return this.writing;
  }

  private async put(): Promise<void> {
    if (!this.isDirty) return;
    this.isDirty = false;
    try {
      await this.store();
      this.tell(null);
    } catch (error) {
      this.isDirty = true;
      this.tell(codeOf(error));
    }
  }

  /** Upon what is there now: somebody else's words are joined, never written over. */
  private async store(): Promise<void> {
    const { documents, who } = this.deps;
    const { id, database } = this.at;
    try {
      await documents.edit<Note>(database, id, who(), (note, hand) => {
        this.editor.receive(note.state);
        return writeNote(note, this.editor.content(), hand);
      });
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'NOT_FOUND') throw error;
      await this.begin();
    }
  }

  private async begin(): Promise<void> {
    const { documents, store, who } = this.deps;
    const { id, subject, database } = this.at;
    const compose = (hlc: string): Note => ({
      ...{ _id: id, type: 'note', schema: 1, hlc, ...who(), store: store(), subject },
      ...this.editor.content(),
    });
    try {
      await documents.create<Note>(database, compose);
    } catch (error) {
      // Another tab began it in this very moment.
      if (!(error instanceof IdTaken)) throw error;
      await this.store();
    }
  }

  private async receive(): Promise<void> {
    const note = await this.deps.documents.read<Note>(this.at.database, this.at.id).catch(() => null);
    if (!note) return;
    const before = this.text;
    this.editor.receive(note.state);
    if (this.text !== before) this.tell(this.error);
  }

  private tell(error: ErrorCode | null): void {
    this.error = error;
    for (const listener of [...this.listeners]) listener();
  }
}
