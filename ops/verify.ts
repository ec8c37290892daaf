import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { invariantViolations } from '../design/invariant.ts';
import type { AppFacts, FiscalMark, Violation } from '../design/invariant.ts';
import type { ChainMark, Witness } from '../design/event-chain.ts';
import { journalEvidence } from '../fiscal-gateway/journal/journal-evidence.ts';
import { backupsFolder, readBackups } from '../fiscal-gateway/safekeeping/backups.ts';
import { checkJournal, faultsOf } from '../fiscal-gateway/safekeeping/journal-check.ts';

const HELP = `npm run verify: the invariant of the design over the data of a running demo: drive = operator = journal (= documents of the app);
of each journal also the file itself and its chain of events, from its anchor to the head that the server and the backups remember

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
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(30_000) }).catch(() => null);
  if (!answer?.ok) throw new Error(`${url} does not answer${answer ? ` (status ${answer.status})` : ''}`);
  return (await answer.json()) as T;
}

/** Till n of a demo has its register 2n ports on (POS-001 is till 0). */
function driveUrl(pos: string): string {
  const till = Number(/(\d+)$/.exec(pos)?.[1] ?? 1) - 1;
  return values.drive ?? `http://127.0.0.1:${Number(process.env['REGISTER_PORT'] || 7778) + 2 * till + 1}`;
}

/** The app's side, from the server: what it does not hold yet because a till is offline shows as open there, so wait or use --sales. */
async function appFacts(drives: ReadonlySet<string>): Promise<AppFacts & { events?: Record<string, ChainMark> }> {
  if (values.sales !== undefined) return JSON.parse(readFileSync(values.sales, 'utf8')) as AppFacts;
  const file = join(values.data, 'sync', 'metrics.token');
  const token = process.env['SYNC_METRICS_TOKEN'] || (existsSync(file) ? readFileSync(file, 'utf8').trim() : '');
  return getJson<AppFacts>(`${values.server}/api/verify?drives=${[...drives].join(',')}`, token);
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

async function verify(): Promise<number> {
  const gateways = join(values.data, 'gateway');
  const tills = existsSync(gateways)
    ? readdirSync(gateways).filter((pos) => existsSync(join(gateways, pos, 'journal.sqlite')))
    : [];
  if (tills.length === 0) throw new Error(`no journal in ${gateways}`);
  const received = await getJson<{ documents: (FiscalMark & { repeat: boolean })[] }>(`${values.ofd}/received`);
  const found: Violation[] = [];
  let unseen = 0;
  let damaged = 0;
  for (const pos of tills) {
    const answer = await getJson<{ documents: FiscalMark[] }>(`${driveUrl(pos)}/documents`).catch((error: Error) => error);
    if (answer instanceof Error) {
      // A till that is switched off proves nothing either way: say so, and go on with the others.
      process.stdout.write(`${pos}: not verified, ${answer.message}\n`);
      damaged += journalFaults(pos, join(gateways, pos), undefined);
      unseen += 1;
      continue;
    }
    const { waiting, former, resolved, ...journal } = journalEvidence(join(gateways, pos, 'journal.sqlite'));
    // A drive that was replaced cannot be read: there the journal is held against the operator alone.
    const drive = [
      ...answer.documents.filter(({ fn }) => !former.includes(fn)),
      ...journal.documents.filter(({ fn }) => former.includes(fn)),
    ];
    const drives = new Set([...drive, ...journal.documents].map(({ fn }) => fn));
    const ofd = received.documents.filter(({ fn, repeat }) => drives.has(fn) && !repeat);
    const { events, ...app } = await appFacts(drives);
    // After the question to the server: what it remembers by then is in the file.
    damaged += journalFaults(pos, join(gateways, pos), events?.[pos]);
    // What the gateway holds without a document number is open: the till's tray shows it.
    const open = new Set(journal.receipts.filter(({ fd }) => fd === null).map(({ key }) => key));
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
  }
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
