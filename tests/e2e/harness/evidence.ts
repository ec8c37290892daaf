import { join } from 'node:path';
import { invariantViolations, type AppFacts, type InvariantFacts, type Violation } from '../../../design/invariant.ts';
import { journalEvidence } from '../../../fiscal-gateway/journal/journal-evidence.ts';
import { assertNaiveSums } from '../../factories/naive-check.ts';
import type { StockJournal } from '../../factories/naive-stock.ts';
import { waitUntil } from './wait-until.ts';
import { POS, type World } from './world.ts';

/** The gateway's journal, read beside the running gateway (WAL lets a reader in). */
const journalOf = (world: World): InvariantFacts['journal'] =>
  journalEvidence(join(world.data, 'gateway', POS, 'journal.sqlite'));

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
  const facts = await world.databases.facts(world.began);
  const moving = facts.filter(({ type }) => ['sale', 'refund', 'correction', 'fiscal-result', 'stock-movement'].includes(type));
  assertNaiveSums(moving as unknown as StockJournal, 'the shop');
}
