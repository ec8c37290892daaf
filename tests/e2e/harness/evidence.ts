import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { invariantViolations, type AppFacts, type InvariantFacts, type Violation } from '../../../design/invariant.ts';
import { waitUntil } from './wait-until.ts';
import { POS, type World } from './world.ts';

type Row = Record<string, unknown>;
type Marked = { _id: string; _rev?: string };

/** The gateway's journal, read beside the running gateway (WAL lets a reader in). */
function journalOf(world: World): InvariantFacts['journal'] {
  const db = new DatabaseSync(join(world.data, 'gateway', POS, 'journal.sqlite'), { readOnly: true });
  try {
    const rows = (sql: string): Row[] => db.prepare(sql).all();
    const sales = new Map(
      rows('SELECT id, body FROM receipts').map(({ id, body }) => {
        const { sale } = JSON.parse(String(body)) as { sale?: { _id: string } | null };
        return [id, sale?._id ?? null];
      }),
    );
    return {
      documents: rows('SELECT fn, fd, type, total, operation, receipt FROM documents').map((row) => ({
        fn: String(row['fn']),
        fd: Number(row['fd']),
        type: String(row['type']),
        total: row['total'] as number | null,
        operation: row['operation'] as string | null,
        receipt: row['receipt'] as string | null,
        sale: sales.get(row['receipt']) ?? null,
      })),
      receipts: rows('SELECT key, fn, fd FROM receipts').map((row) => ({
        key: String(row['key']),
        fn: row['fn'] as string | null,
        fd: row['fd'] as number | null,
      })),
      shiftEvents: rows('SELECT opened_event, closed_event FROM shifts')
        .flatMap(({ opened_event: opened, closed_event: closed }) => [opened, closed])
        .filter((text) => typeof text === 'string')
        .map((text) => JSON.parse(text) as Marked),
      cash: rows('SELECT document FROM cash_movements').map(({ document }) => JSON.parse(String(document)) as Marked),
    };
  } finally {
    db.close();
  }
}

async function factsOf(world: World, tray: readonly string[]): Promise<AppFacts> {
  const facts = await world.databases.facts(world.began);
  const of = (...types: string[]) => facts.filter(({ type }) => types.includes(type)) as unknown[];
  return {
    sales: of('sale', 'refund') as AppFacts['sales'],
    results: of('fiscal-result') as AppFacts['results'],
    voids: of('sale-void') as AppFacts['voids'],
    shiftEvents: of('shift-event') as AppFacts['shiftEvents'],
    cash: of('cash-movement') as AppFacts['cash'],
    tray,
  };
}

/** The invariant of design §6 over this shop: drive, operator, journal, and the server's databases. `tray`: sales left open on purpose. */
export async function violationsOf(world: World, tray: readonly string[] = []): Promise<Violation[]> {
  return invariantViolations({
    drive: await world.drive.documents(),
    ofd: await world.ofd.held(),
    journal: journalOf(world),
    app: await factsOf(world, tray),
  });
}

/** Waits until what is on its way has arrived (queue, journal copy), then names whatever is still wrong. */
export async function expectInvariant(world: World, tray: readonly string[] = [], within = 40_000): Promise<void> {
  let last: Violation[] = [];
  await waitUntil(
    'the invariant',
    async () => {
      last = await violationsOf(world, tray);
      return last.length === 0;
    },
    { within, every: 250 },
  ).catch((error: unknown) => {
    const list = last.map(({ rule, what, why }) => `${rule}: ${what}: ${why}`);
    throw new Error(`the invariant does not hold\n${list.join('\n')}`, { cause: error });
  });
}
