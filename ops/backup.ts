import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { backupsFolder, backupName } from '../fiscal-gateway/safekeeping/backups.ts';
import { copyJournal } from '../fiscal-gateway/safekeeping/copy-journal.ts';

const HELP = `npm run backup: a checked copy of every gateway's journal on this machine, beside running gateways or without them

  --data FOLDER   where the programs keep their files   (OPTICS_DATA, ./.data)
  --pos POS       this till only
  --into FOLDER   put the copies there instead of <data>/gateway/<till>/backups (another disk)

The documents of the sync server live in CouchDB or in its embedded engine and are not part of this copy.`;

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: process.env['OPTICS_DATA'] || './.data' },
    pos: { type: 'string' },
    into: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

function backup(): void {
  const gateways = join(values.data, 'gateway');
  const tills = existsSync(gateways)
    ? readdirSync(gateways).filter((pos) => existsSync(join(gateways, pos, 'journal.sqlite')))
    : [];
  const chosen = values.pos === undefined ? tills : tills.filter((pos) => pos === values.pos);
  if (chosen.length === 0)
    throw new Error(values.pos === undefined ? `no journal in ${gateways}` : `no journal of ${values.pos}`);
  for (const pos of chosen) {
    const folder = values.into === undefined ? backupsFolder(join(gateways, pos)) : join(values.into, pos);
    mkdirSync(folder, { recursive: true });
    const at = Date.now();
    const target = join(folder, backupName('manual', at));
    const { bytes, counts } = copyJournal({
      source: join(gateways, pos, 'journal.sqlite'),
      target,
      about: { at, kind: 'manual', pos },
    });
    const size = `${(bytes / 1024 / 1024).toFixed(1)} MB`;
    process.stdout.write(`${pos}: ${target}  ${size}, ${counts.receipts} receipts, ${counts.documents} documents, checked\n`);
  }
}

if (values.help) {
  process.stdout.write(`${HELP}\n`);
} else {
  try {
    backup();
  } catch (error) {
    process.stderr.write(`backup: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
