import * as Y from 'yjs';
import type { Note } from '../documents/note.ts';
import { merge } from './merge.ts';

/** Loaded only where a note is opened or merged: Yjs is no part of the app's start. */
const TEXT = 'text';

/**
 * Two revisions of a note: what either writer typed stands, what either deleted is gone (Yjs). Whichever way the versions came together,
 * the bytes are the same: all is applied to a fresh document in one step, which joins pieces as far as they join.
 */
export function mergeNotes(a: Note, b: Note): Note {
  const { state: mine, text: _mine, ...one } = a;
  const { state: theirs, text: _theirs, ...other } = b;
  const { stamps: _, ...head } = merge({ ...one, stamps: {} }, { ...other, stamps: {} });
  return { ...head, ...contentOf(join(fromBase64(mine), fromBase64(theirs))) };
}

/** One person writing in a note. */
export interface NoteEditor {
  text(): string;
  /** Replaces `length` UTF-16 units at `at` by `text`. */
  replace(at: number, length: number, text: string): void;
  /** Makes the note say `text`, touching only what differs: for an input that hands over its whole value. */
  write(text: string): void;
  /** Somebody else's version came in. */
  receive(state: string): void;
  /** For the document: `{state, text}`. */
  content(): Pick<Note, 'state' | 'text'>;
}

/**
 * @param state as stored; `null` for a new note
 * @param client a fresh random 32-bit number for each opened editor, never used again: Yjs drops edits under a repeated one
 */
export function openNote(state: string | null, client: number): NoteEditor {
  const doc = new Y.Doc();
  doc.clientID = client >>> 0;
  const text = doc.getText(TEXT);
  if (state !== null) Y.applyUpdate(doc, fromBase64(state));
  const replace = (at: number, length: number, inserted: string): void =>
    doc.transact(() => {
      if (length > 0) text.delete(at, length);
      if (inserted.length > 0) text.insert(at, inserted);
    });
  return {
    text: () => text.toJSON(),
    replace,
    write(next) {
      const now = text.toJSON();
      const { at, length, inserted } = differenceOf(now, next);
      if (length > 0 || inserted.length > 0) replace(at, length, inserted);
    },
    receive: (other) => Y.applyUpdate(doc, fromBase64(other)),
    content: () => contentOf(join(Y.encodeStateAsUpdate(doc))),
  };
}

function join(...updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  return doc;
}

const contentOf = (doc: Y.Doc): Pick<Note, 'state' | 'text'> => ({
  state: toBase64(Y.encodeStateAsUpdate(doc)),
  text: doc.getText(TEXT).toJSON(),
});

/** The one stretch in which two texts differ; a surrogate pair is never cut in half. */
function differenceOf(now: string, next: string): { at: number; length: number; inserted: string } {
  let at = 0;
  const most = Math.min(now.length, next.length);
  while (at < most && now[at] === next[at]) at += 1;
  if (at > 0 && isHigh(now.charCodeAt(at - 1))) at -= 1;
  let end = 0;
  while (end < most - at && now[now.length - 1 - end] === next[next.length - 1 - end]) end += 1;
  if (end > 0 && isLow(now.charCodeAt(now.length - end))) end -= 1;
  return { at, length: now.length - at - end, inserted: next.slice(at, next.length - end) };
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

const toBase64 = (bytes: Uint8Array): string => {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
};
const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
