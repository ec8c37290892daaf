import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { backupsFolder, readBackups } from '../fiscal-gateway/safekeeping/backups.ts';
import { planRestore, restoreJournal } from '../fiscal-gateway/safekeeping/restore.ts';

const HELP = `npm run restore -- --pos POS-001 FILE: puts a backup in the place of a till's journal; the gateway of this till must be stopped

  --pos POS       the till
  --data FOLDER   where the programs keep their files   (OPTICS_DATA, ./.data)
  --list          shows the till's backups and changes nothing
  --yes           do not ask`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: process.env['OPTICS_DATA'] || './.data' },
    pos: { type: 'string' },
    list: { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const say = (text: string): unknown => process.stdout.write(`${text}\n`);

function list(folder: string): void {
  for (const { file, at, manifest } of readBackups(backupsFolder(folder))) {
    say(`${new Date(at).toISOString()}  ${manifest.counts.receipts} receipts  ${file}`);
  }
}

async function confirmed(): Promise<boolean> {
  if (values.yes) return true;
  if (!process.stdin.isTTY) throw new Error('say --yes where nobody can be asked');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question('Restore? Type "yes": ');
  terminal.close();
  return answer.trim() === 'yes';
}

async function restore(): Promise<void> {
  const { pos } = values;
  if (pos === undefined) throw new Error('name the till: --pos POS-001');
  const folder = join(values.data, 'gateway', pos);
  if (values.list) return list(folder);
  const [file] = positionals;
  if (file === undefined) throw new Error('name the backup (--list shows them)');
  const plan = planRestore(folder, pos, file);
  const { backup, madeAt, present, missing } = plan;
  const when = new Date(madeAt ?? backup.lastEventAt).toISOString();
  const held = backup.drives.map(({ fn, lastFd }) => `drive ${fn} up to document ${lastFd}`).join(', ') || 'no drive yet';
  say(`The backup is sound: ${when}, ${backup.counts.receipts} receipts, ${held}.`);
  if (present === null) say('The journal that is there now cannot be read, or there is none.');
  else if (missing && missing.receipts + missing.documents > 0) {
    say(
      `The journal that is there now holds ${missing.receipts} receipts and ${missing.documents} documents more than the backup.`,
    );
  } else say('The journal that is there now holds nothing that the backup lacks.');
  say(
    'What the drive holds and the backup does not is read from the drive when the gateway starts, before it sells. Customer contacts,',
  );
  say('reasons and cash movements since the backup are not in the drive: see the sync server for them.');
  if (!(await confirmed())) return void say('Nothing was changed.');
  const safety = await restoreJournal(folder, plan, Date.now());
  if (safety !== null) say(`The journal that was there is kept in ${safety}`);
  say('Restored. Start the gateway; then run npm run verify.');
}

if (values.help) {
  say(HELP);
} else {
  try {
    await restore();
  } catch (error) {
    process.stderr.write(`restore: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
