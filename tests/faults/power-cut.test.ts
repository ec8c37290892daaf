import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openJournal } from '../../fiscal-gateway/journal/journal.ts';
import { checkJournal } from '../../fiscal-gateway/safekeeping/journal-check.ts';
import { MemoryGateway } from '../../fiscal-gateway/testing/memory-gateway.ts';
import { receiptBody } from '../e2e/harness/receipts.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import { POS, startWorld, STORE, type World } from '../e2e/harness/world.ts';
import { isStopped, readFiles, writeTorn } from './crash/torn-copy.ts';
import type { Files } from './crash/torn-copy.ts';
import { SEED, seeded, SOAK } from './seeded.ts';

const COPIES = SOAK ? 200 : 20;
const CLIENTS = 3;

let world: World;
let shift: { fn: string; number: number; openedAt: number };

beforeAll(async () => {
  world = await startWorld({ serverless: true, gatewayEnv: { GATEWAY_RATE_LIMIT: '100000', GATEWAY_BUFFER_CAPACITY: '100000' } });
  const state = await world.gateway.openShift({ pos_id: POS, cashier: { name: 'Иванова А. П.' } });
  shift = { fn: state.fn!, number: state.number, openedAt: state.opened_at! };
});
afterAll(() => world.stop());

/** What is wrong with a file that a power cut left; every answered key is in it, with the document it was answered with. */
function damageOf(path: string, answered: ReadonlyMap<string, number>): string[] {
  // As the gateway opens it: SQLite reads the WAL back in.
  openJournal(path).close();
  const { damage, chain } = checkJournal(path);
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const fdOf = db.prepare('SELECT fd FROM receipts WHERE key = ?');
    const count = (sql: string): number => Number(db.prepare(sql).get()?.['n']);
    const torn = {
      'documents of unknown receipts': `SELECT count(*) AS n FROM documents d WHERE receipt IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM receipts r WHERE r.id = d.receipt AND r.fn = d.fn AND r.fd = d.fd)`,
      'registered receipts without a document': `SELECT count(*) AS n FROM receipts r WHERE fd IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.receipt = r.id)`,
      'receipts without a body': `SELECT count(*) AS n FROM receipts r
        WHERE NOT EXISTS (SELECT 1 FROM receipt_bodies b WHERE b.receipt = r.no)`,
      'numbers of the drive left out': 'SELECT max(fd) - count(*) AS n FROM documents',
    };
    return [
      ...damage,
      ...chain.breaks.map(({ kind, seq }) => `event chain: ${kind} at ${seq}`),
      ...Object.entries(torn).flatMap(([what, sql]) => (count(sql) === 0 ? [] : [`${count(sql)} ${what}`])),
      ...[...answered].flatMap(([key, fd]) =>
        fdOf.get(key)?.['fd'] === fd ? [] : [`${key}, answered with FD ${fd}, is missing`],
      ),
    ];
  } finally {
    db.close();
  }
}

it(
  `${COPIES} copies of the journal's files at random moments of selling, the unsynced bytes torn: sound, and every answered key is in them (seed ${SEED})`,
  async () => {
    const random = seeded(SEED);
    const answered = new Map<string, number>();
    let selling = true;
    let n = 0;
    const till = async (): Promise<void> => {
      while (selling) {
        const { key, body } = receiptBody(POS, STORE, shift, (n += 1));
        const { fiscal_doc: document } = await world.gateway.receipt(key, body);
        answered.set(key, document!.fd);
      }
    };
    const tills = Array.from({ length: CLIENTS }, till);
    const journal = join(world.data, 'gateway', POS, 'journal.sqlite');
    const broken: string[] = [];
    let earlier: Files | null = null;
    let last = '';
    for (let copy = 0; copy < COPIES; copy += 1) {
      const before = answered.size;
      await waitUntil('receipts between two copies', () => answered.size > before, { within: 60_000, every: 2 });
      await new Promise((resolve) => setTimeout(resolve, random() * 40));
      const pid = world.gatewayProgram.pid!;
      const known = new Map(answered);
      process.kill(pid, 'SIGSTOP');
      let files: Files;
      try {
        await waitUntil('the gateway stands still', () => isStopped(pid), { every: 1 });
        files = readFiles(journal);
      } finally {
        process.kill(pid, 'SIGCONT');
      }
      const folder = mkdtempSync(join(tmpdir(), 'optics-power-cut-'));
      const torn = writeTorn(folder, files, earlier, random);
      earlier = files;
      const damage = damageOf(join(folder, 'journal.sqlite'), known);
      if (damage.length > 0) broken.push(`copy ${copy} (${JSON.stringify(torn)}): ${damage.slice(0, 5).join('; ')}`);
      if (last !== '') rmSync(last, { recursive: true, force: true });
      last = folder;
    }
    selling = false;
    await Promise.all(tills);
    expect(broken).toEqual([]);

    // The newest copy under a whole gateway: whoever asks after a key hears what was answered before the power went.
    const heard = new Map(
      new DatabaseSync(join(last, 'journal.sqlite'), { readOnly: true })
        .prepare('SELECT key, fd FROM receipts WHERE fd IS NOT NULL ORDER BY fd DESC LIMIT 20')
        .all()
        .map((row) => [String(row['key']), Number(row['fd'])]),
    );
    const again = await new MemoryGateway({ folder: last }).start();
    for (const [key, fd] of heard) {
      const { body } = await again.call<{ fiscal_doc: { fd: number } }>('GET', `/v1/kkt/receipt/by-key/${key}`);
      expect(body.fiscal_doc.fd).toBe(fd);
    }
    await again.stop();
  },
  SOAK ? 1_800_000 : 400_000,
);
