import { z } from 'zod';
import { NOTE_LIMIT } from '../clients/words.ts';
import { documentBase } from './base.ts';

/**
 * A note of a client or order; id `note:<id of its subject>`. Free text that several people write at once: a Yjs document. `state` is its canonical update, base64 (`design/merge/note.ts`); `text`
 * is what it says, kept beside it for lists and searches that need not load Yjs.
 */
export const note = documentBase('note', 1).extend({
  store: z.string(),
  subject: z.string(),
  state: z.base64().max(400_000),
  text: z.string().max(NOTE_LIMIT),
});
export type Note = z.infer<typeof note>;
