import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Note } from '../documents/note.ts';
import { mergeNotes, openNote } from './note.ts';

const head = {
  _id: 'note:client:1',
  type: 'note' as const,
  schema: 1 as const,
  by: null,
  pos: null,
  store: 'a',
  subject: 'client:1',
};
const noteOf = (content: Pick<Note, 'state' | 'text'>, hlc = '1763683200000-0000-0001'): Note => ({ ...head, hlc, ...content });

const edit = fc.record({ at: fc.nat(30), length: fc.nat(6), text: fc.constantFrom('', 'а', 'очки', ' к пятнице', '😀') });
/** Three people, who may hand over to each other before writing on. */
const story = fc.array(
  fc.record({
    who: fc.integer({ min: 0, max: 2 }),
    from: fc.integer({ min: 0, max: 2 }),
    edits: fc.array(edit, { maxLength: 4 }),
  }),
  {
    maxLength: 8,
  },
);

function play(steps: typeof story extends fc.Arbitrary<infer T> ? T : never): [Note, Note, Note] {
  let client = 0;
  const base = openNote(null, 99);
  base.write('Оправа клиента');
  const states = [0, 1, 2].map(() => base.content().state);
  for (const { who, from, edits } of steps) {
    client += 1;
    const editor = openNote(states[who]!, client);
    editor.receive(states[from]!);
    for (const { at, length, text } of edits) {
      const now = editor.text();
      const start = Math.min(at, now.length);
      editor.replace(start, Math.min(length, now.length - start), text);
    }
    states[who] = editor.content().state;
  }
  return states.map((state) => noteOf(openNote(state, 1_000).content())) as [Note, Note, Note];
}

describe('notes', () => {
  it('come to the same bytes in whatever order versions meet', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const [a, b, c] = play(steps);
        expect(mergeNotes(a, b)).toEqual(mergeNotes(b, a));
        expect(mergeNotes(mergeNotes(a, b), c)).toEqual(mergeNotes(a, mergeNotes(b, c)));
        expect(mergeNotes(a, a)).toEqual(a);
        expect(mergeNotes(mergeNotes(a, b), b)).toEqual(mergeNotes(a, b));
      }),
    );
  });

  it('keep what both people wrote while they were apart', () => {
    const base = openNote(null, 1);
    base.write('Позвонить.');
    const { state } = base.content();
    const [anna, boris] = [openNote(state, 2), openNote(state, 3)];
    anna.write('Позвонить после шести.');
    boris.write('Срочно! Позвонить.');
    const merged = mergeNotes(noteOf(anna.content()), noteOf(boris.content(), '1763683200001-0000-0002'));
    expect(merged.text).toBe('Срочно! Позвонить после шести.');
    expect(merged.hlc).toBe('1763683200001-0000-0002');
  });

  it('write only what differs, and never cut a character in half', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 12 }), (from, to) => {
        const editor = openNote(null, 1);
        editor.write(from);
        editor.write(to);
        expect(openNote(editor.content().state, 2).text()).toBe(to);
      }),
    );
  });
});
