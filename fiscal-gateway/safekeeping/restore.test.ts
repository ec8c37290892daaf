import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { invariantViolations } from '../../design/invariant.ts';
import { journalEvidence } from '../journal/journal-evidence.ts';
import { lockFolder } from '../journal/process-lock.ts';
import { MemoryGateway, MORNING } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../testing/receipts.ts';
import { checkJournal, faultsOf } from './journal-check.ts';
import { planRestore, restoreJournal } from './restore.ts';

let till: MemoryGateway;
let outside: string;
beforeEach(async () => {
  outside = mkdtempSync(join(tmpdir(), 'optics-restore-'));
  till = await new MemoryGateway().start();
  await till.openShift();
});
afterEach(async () => {
  await till.stop();
  rmSync(outside, { recursive: true, force: true });
});

const backedUp = async () => (await till.gateway.backups.make('manual')).file;
/** The gateway ends, its journal is replaced by the backup, it starts again beside the same register. */
async function restoredFrom(file: string): Promise<string | null> {
  await till.app.close();
  await till.gateway.stop();
  till.journal.close();
  const safety = await restoreJournal(till.folder, planRestore(till.folder, 'POS-001', file), MORNING);
  await till.start();
  return safety;
}

it('after a restore the drive gives what the backup lacks, a repeated key makes no second receipt, and the invariant holds', async () => {
  await post(till, newKey(), saleBody(1));
  const file = await backedUp();
  const [key, body] = [newKey(), saleBody(2)];
  const sold = await post(till, key, body);
  await post(till, newKey(), saleBody(3));
  const safety = await restoredFrom(file);
  await till.gateway.drive.ask();
  const again = await post(till, key, body);
  expect(again.body.fiscal_doc?.fd).toBe(sold.body.fiscal_doc?.fd);
  expect((await post(till, newKey(), saleBody(4))).body.fiscal_doc?.fd).toBe(6);
  const drive = till.register.documents;
  const journal = journalEvidence(join(till.folder, 'journal.sqlite'));
  expect(invariantViolations({ drive, ofd: drive, journal })).toEqual([]);
  expect(checkJournal(join(safety!, 'journal.sqlite')).counts.receipts).toBe(3);
  const chain = checkJournal(join(till.folder, 'journal.sqlite'));
  expect(faultsOf(chain)).toEqual([]);
  expect(till.gateway.context.stores.log.page('WARN', 0, 100, 0).map(({ event }) => event)).toContain('journal_restored');
});

it('says what the present journal holds and the backup does not', async () => {
  await post(till, newKey(), saleBody(1));
  const file = await backedUp();
  await post(till, newKey(), saleBody(2));
  expect(planRestore(till.folder, 'POS-001', file)).toMatchObject({ madeAt: MORNING, missing: { receipts: 1, documents: 1 } });
});

it('refuses while a gateway runs on the data, and touches nothing', async () => {
  const file = await backedUp();
  const lock = lockFolder(till.folder);
  await expect(restoreJournal(till.folder, planRestore(till.folder, 'POS-001', file), MORNING)).rejects.toThrow(
    /another gateway/,
  );
  lock.release();
  expect((await post(till, newKey(), saleBody())).status).toBe(201);
});

it('refuses a file that is damaged, exchanged, of another till or no journal at all', async () => {
  const file = await backedUp();
  const plan =
    (path: string, pos = 'POS-001') =>
    () =>
      planRestore(till.folder, pos, path);
  expect(plan(file, 'POS-002')).toThrow(/backup of POS-001, not of POS-002/);
  const text = join(outside, 'text.sqlite');
  writeFileSync(text, 'not a database at all, although somebody says so');
  expect(plan(text)).toThrow();
  expect(plan(join(outside, 'none.sqlite'))).toThrow(/does not exist/);
  const bytes = new Uint8Array(readFileSync(file));
  const shorter = join(outside, basename(file));
  writeFileSync(shorter, bytes.slice(0, bytes.length - 4096));
  expect(plan(shorter)).toThrow();
  writeFileSync(file, bytes.slice(0, bytes.length - 4096));
  expect(plan(file)).toThrow(/not the file that its manifest describes/);
});

it('keeps a journal that cannot be read any more beside the restored one', async () => {
  const file = await backedUp();
  await till.app.close();
  await till.gateway.stop();
  till.journal.close();
  writeFileSync(join(till.folder, 'journal.sqlite'), 'burnt');
  const plan = planRestore(till.folder, 'POS-001', file);
  expect(plan.present).toBeNull();
  const safety = await restoreJournal(till.folder, plan, MORNING);
  expect(readFileSync(join(safety!, 'journal.sqlite'), 'utf8')).toBe('burnt');
  expect(existsSync(join(till.folder, 'journal.sqlite'))).toBe(true);
  await till.start();
});
