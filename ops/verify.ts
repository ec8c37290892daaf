import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { invariantViolations } from '../design/invariant.ts';
import type { AppFacts, FiscalMark } from '../design/invariant.ts';
import type { ChainMark, Witness } from '../design/event-chain.ts';
import { journalEvidence } from '../fiscal-gateway/journal/journal-evidence.ts';
import { backupsFolder, readBackups } from '../fiscal-gateway/safekeeping/backups.ts';
import { checkJournal, faultsOf } from '../fiscal-gateway/safekeeping/journal-check.ts';

const HELP = `npm run verify: the invariant of the design over the data of a running demo: drive = operator = journal (= documents of the app);
of each journal also the file itself and its chain of events, from its anchor to the head that the server and the backups remember;
then every shop and month of the server: one outcome a sale, days as their facts fold, openings as the facts add up, rows of the
journals that the server acknowledged. Exit code 0: all of it holds; 1: it does not; 2: some of it could not be verified

  --data FOLDER   where the programs keep their files        (OPTICS_DATA, ./.data)
  --drive URL     control port of the emulated register      (till n: http://127.0.0.1:<REGISTER_PORT + 2n + 1>)
  --ofd URL       the emulated operator                      (http://127.0.0.1:<OFD_PORT>)
  --server URL    the sync server                            (http://127.0.0.1:<SYNC_PORT>)
  --sales FILE    instead of asking the server: {sales, results, voids, tray, shiftEvents, cash} as JSON`;

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: process.env['OPTICS_DATA'] || './.data' },
    drive: { type: 'string' },
    ofd: { type: 'string', default: `http://127.0.0.1:${process.env['OFD_PORT'] || 9000}` },
    server: { type: 'string', default: `http://127.0.0.1:${process.env['SYNC_PORT'] || 8080}` },
    sales: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

async function getJson<T>(url: string, token?: string): Promise<T> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(120_000) }).catch(() => null);
  if (!answer?.ok) throw new Error(`${url} does not answer${answer ? ` (status ${answer.status})` : ''}`);
  return (await answer.json()) as T;
}

/** Till n of a demo has its register 2n ports on (POS-001 is till 0). */
function driveUrl(pos: string): string {
  const till = Number(/(\d+)$/.exec(pos)?.[1] ?? 1) - 1;
  return values.drive ?? `http://127.0.0.1:${Number(process.env['REGISTER_PORT'] || 7778) + 2 * till + 1}`;
}

interface Holdings {
  readonly databases: readonly string[];
  readonly tills: readonly { readonly pos: string; readonly store: string; readonly held: number }[];
}

/** A question to the server's half (sync-server/verify), with the read token that lies beside its data. */
function ask<T>(path: string): Promise<T> {
  const file = join(values.data, 'sync', 'metrics.token');
  const token = process.env['SYNC_METRICS_TOKEN'] || (existsSync(file) ? readFileSync(file, 'utf8').trim() : '');
  return getJson<T>(`${values.server}/api/verify${path}`, token);
}

/** The app's side, from the server: what it does not hold yet because a till is offline shows as open there, so wait or use --sales. */
async function appFacts(
  drives: ReadonlySet<string>,
  databases: readonly string[],
): Promise<AppFacts & { events?: Record<string, ChainMark> }> {
  if (values.sales !== undefined) return JSON.parse(readFileSync(values.sales, 'utf8')) as AppFacts;
  const facts = { sales: [], results: [], voids: [], shiftEvents: [], cash: [], tray: [] } as {
    [K in keyof AppFacts]: AppFacts[K][number][];
  };
  let events: Record<string, ChainMark> | undefined;
  const list = [...drives].join(',');
  for (const database of databases) {
    const part = await ask<AppFacts & { events?: Record<string, ChainMark> }>(`?drives=${list}&database=${database}`);
    for (const key of Object.keys(facts) as (keyof AppFacts)[]) (facts[key] as unknown[]).push(...part[key]);
    events = part.events;
  }
  return { ...facts, ...(events && { events }) };
}

/** The file and its event chain, held against everybody who remembers its head. Prints what is wrong, answers how much that is. */
function journalFaults(pos: string, folder: string, server: ChainMark | undefined): number {
  const path = join(folder, 'journal.sqlite');
  const { restores } = checkJournal(path);
  const witnesses: Witness[] = readBackups(backupsFolder(folder))
    .filter(({ at, manifest }) => !restores.some((restore) => at < restore.at && manifest.chain.head.seq > restore.from))
    .map(({ file, manifest }) => ({ name: `the backup ${basename(file)}`, ...manifest.chain.head }));
  if (server) witnesses.push({ name: 'the server', ...server });
  const report = checkJournal(path, witnesses);
  const faults = faultsOf(report);
  for (const fault of faults) process.stdout.write(`  journal  ${pos}: ${fault}\n`);
  const told = server ? `the server remembers ${server.seq}` : 'the server remembers none';
  process.stdout.write(`${pos}: ${report.chain.entries} events in the chain, head ${report.chain.head.seq}, ${told}\n`);
  return faults.length;
}

interface Fault {
  readonly rule: string;
  readonly what: string;
  readonly why: string;
}
interface Month {
  readonly sales: number;
  readonly days: number;
  readonly owed: number;
  readonly faults: readonly Fault[];
  readonly found: number;
  readonly open: readonly { readonly _id: string; readonly key: string; readonly pos: string | null }[];
  readonly openCount: number;
}

/**
 * Every shop and month of the server, one after another. `open`: sales without an outcome whose tills are not on this computer: their
 * trays must hold them, which only their gateways can say. `trays`: keys that gateways of this computer hold without a document.
 */
async function verifyChain({ databases }: Holdings, trays: ReadonlySet<string>): Promise<{ found: Fault[]; open: number }> {
  const found: Fault[] = [];
  let open = 0;
  for (const [shop, names] of Map.groupBy(databases, (name) => name.slice('sales-'.length, -'-yyyymm'.length))) {
    let [sales, days, owed] = [0, 0, 0];
    for (const name of names) {
      const month = await ask<Month>(`/month?database=${name}`);
      [sales, days, owed] = [sales + month.sales, days + month.days, owed + month.owed];
      found.push(...month.faults);
      if (month.found > month.faults.length) found.push({ rule: 'and-more', what: name, why: `${month.found} faults in all` });
      const elsewhere = month.open.filter(({ key }) => !trays.has(key));
      for (const { _id, pos } of elsewhere) process.stdout.write(`${shop}: not verified, ${_id} of ${pos} has no outcome here\n`);
      open += elsewhere.length + month.openCount - month.open.length;
    }
    const { checked, faults } = await ask<{ checked: number; faults: readonly { month: string; parts: string[] }[] }>(
      `/openings?store=${shop}`,
    );
    for (const { month, parts } of faults) {
      found.push({
        rule: 'opening-is-sum',
        what: `${shop} ${month}`,
        why: `${parts.join(', ')}: not what the facts before it come to`,
      });
    }
    const figures = `${sales} receipts, ${days} days and ${checked} openings as their facts add up`;
    const way = owed > 0 ? `, ${owed} sales still on their way from their tills` : '';
    process.stdout.write(`${shop}: ${names.length} months, ${figures}${way}\n`);
  }
  return { found, open };
}

async function verify(): Promise<number> {
  const gateways = join(values.data, 'gateway');
  const tills = existsSync(gateways)
    ? readdirSync(gateways).filter((pos) => existsSync(join(gateways, pos, 'journal.sqlite')))
    : [];
  if (tills.length === 0) throw new Error(`no journal in ${gateways}`);
  const received = await getJson<{ documents: (FiscalMark & { repeat: boolean })[] }>(`${values.ofd}/received`);
  const found: Fault[] = [];
  let unseen = 0;
  let damaged = 0;
  const holdings: Holdings = values.sales === undefined ? await ask('/databases') : { databases: [], tills: [] };
  const trays = new Set<string>();
  for (const pos of tills) {
    const answer = await getJson<{ documents: FiscalMark[] }>(`${driveUrl(pos)}/documents`).catch((error: Error) => error);
    if (answer instanceof Error) {
      // A till that is switched off proves nothing either way: say so, and go on with the others.
      process.stdout.write(`${pos}: not verified, ${answer.message}\n`);
      damaged += journalFaults(pos, join(gateways, pos), undefined);
      unseen += 1;
      continue;
    }
    const { waiting, former, resolved, copy, ...journal } = journalEvidence(join(gateways, pos, 'journal.sqlite'));
    // A drive that was replaced cannot be read: there the journal is held against the operator alone.
    const drive = [
      ...answer.documents.filter(({ fn }) => !former.includes(fn)),
      ...journal.documents.filter(({ fn }) => former.includes(fn)),
    ];
    const drives = new Set([...drive, ...journal.documents].map(({ fn }) => fn));
    const ofd = received.documents.filter(({ fn, repeat }) => drives.has(fn) && !repeat);
    const till = holdings.tills.find((one) => one.pos === pos);
    const ofShop = holdings.databases.filter((name) => !till || name.startsWith(`sales-${till.store}-`));
    const { events, ...app } = await appFacts(drives, ofShop);
    // After the question to the server: what it remembers by then is in the file.
    damaged += journalFaults(pos, join(gateways, pos), events?.[pos]);
    // What the gateway holds without a document number is open: the till's tray shows it.
    const open = new Set(journal.receipts.filter(({ fd }) => fd === null).map(({ key }) => key));
    for (const key of open) trays.add(key);
    const tray = [...app.tray, ...app.sales.filter(({ key }) => key !== undefined && open.has(key)).map(({ _id }) => _id)];
    const known = { pendingDelivery: waiting > 0, resolved };
    const violations = invariantViolations({ drive, ofd, journal, app: { ...app, tray }, ...known });
    for (const { fn, fd, by } of resolved)
      process.stdout.write(`${pos}: ${fn}-${fd} was refused by the operator and resolved by ${by}\n`);
    if (former.length > 0) process.stdout.write(`${pos}: replaced drives, by the journal: ${former.join(', ')}\n`);
    const rest = waiting > 0 ? `, ${waiting} still on their way` : '';
    process.stdout.write(
      `${pos}: ${drive.length} documents in the drive, ${ofd.length} at the operator, ${app.sales.length} sales and ${app.results.length} results at the server${rest}\n`,
    );
    found.push(...violations);
    if (till && till.held < copy.acknowledged) {
      const why = `the server holds ${till.held} of ${copy.acknowledged} rows that it acknowledged; the till sends them again`;
      found.push({ rule: 'journal-in-chain', what: pos, why });
    }
  }
  const chain = await verifyChain(holdings, trays);
  found.push(...chain.found);
  unseen += chain.open;
  for (const { rule, what, why } of found) process.stdout.write(`  ${rule}  ${what}: ${why}\n`);
  const wrong = found.length + damaged;
  if (wrong > 0) process.stdout.write(`${wrong} violations\n`);
  else process.stdout.write(unseen === 0 ? 'the invariant holds\n' : `the invariant holds where it could be verified\n`);
  if (wrong > 0) return 1;
  return unseen === 0 ? 0 : 2;
}

if (values.help) {
  process.stdout.write(`${HELP}\n`);
} else {
  try {
    process.exitCode = await verify();
  } catch (error) {
    process.stderr.write(`verify: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}
