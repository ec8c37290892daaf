import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { journalEvidence } from './journal-evidence.ts';
import { openJournal } from './journal.ts';
import { createStores } from './stores.ts';

it('names the drives that were replaced, for nobody can read them any more (design §6: npm run verify)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'optics-evidence-'));
  const file = join(folder, 'journal.sqlite');
  const journal = openJournal(file);
  try {
    const { drives } = createStores(journal);
    for (const fn of ['9999000000000001', '9999000000000002']) {
      await journal.commit(() => drives.adopt({ fn, registrationNumber: '0000000000000001', serial: '1' }, 1));
    }
    expect(journalEvidence(file).former).toEqual(['9999000000000001']);
  } finally {
    journal.close();
    rmSync(folder, { recursive: true });
  }
});
