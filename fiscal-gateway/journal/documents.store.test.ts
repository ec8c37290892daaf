import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DriveDocument } from '../register/register.ts';
import { createDocumentsStore } from './documents.store.ts';
import type { DocumentRow, DocumentsStore } from './documents.store.ts';
import { openJournal } from './journal.ts';
import type { Journal } from './journal.ts';

const FN = '9999000000000001';
let folder: string;
let journal: Journal;
let documents: DocumentsStore;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'optics-documents-'));
  journal = openJournal(join(folder, 'journal.sqlite'));
  documents = createDocumentsStore(journal);
});
afterAll(() => {
  journal.close();
  rmSync(folder, { recursive: true, force: true });
});

let fd = 0;
const document = (type: DriveDocument['type'], delivered: boolean): DriveDocument => {
  fd += 1;
  return {
    fn: FN,
    fd,
    fp: '1',
    type,
    at: 1,
    shift: 1,
    number: 0,
    operation: 'sale',
    total: 1,
    ourId: null,
    delivered,
  };
};
const counted = (sql: string): number =>
  Number(journal.db.prepare(`SELECT count(*) AS n FROM documents WHERE ${sql}`).get()?.['n']);
const WAITING = `state IN ('queued', 'syncing')`;

/** One step of a queue's life on some document; `undo` throws at its end, so that the journal takes it back. */
const step = fc.record({
  what: fc.constantFrom('receipt', 'shift-open', 'held', 'take', 'delivered', 'dead', 'resend', 'release'),
  which: fc.nat(30),
  undo: fc.boolean(),
});

it('knows how many wait without counting them, whatever happens to them and whatever is undone', async () => {
  const apply = (what: string, row: DocumentRow | null): void => {
    if (what === 'receipt' || what === 'shift-open') documents.insert(document(what, false), null);
    else if (what === 'held') documents.insert(document('receipt', true), null);
    else if (what === 'release') documents.releaseSyncing();
    else if (row === null) return;
    else if (what === 'take') documents.markSyncing(row, 2);
    else if (what === 'delivered') documents.markDelivered(row, 3, null);
    else if (what === 'dead' && row.state !== 'delivered') documents.markDead(row, 3, 'no');
    else if (what === 'resend') documents.resend(row.fn, row.fd);
  };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const works = steps.map(({ what, which, undo }) =>
        journal.commit(() => {
          apply(what, documents.get(FN, Math.max(1, fd - which)));
          if (undo) throw new Error('undone');
        }),
      );
      await Promise.allSettled(works);
      expect(documents.waiting()).toBe(counted(WAITING));
      expect(documents.waitingReceipts()).toBe(counted(`${WAITING} AND type = 'receipt'`));
      for (const place of documents.queue(3)) {
        const ahead = counted(`${WAITING} AND type = 'receipt' AND fd <= ${place.fd}`);
        expect(documents.position(FN, place.fd)).toBe(ahead);
      }
    }),
    { numRuns: 60 },
  );
});
