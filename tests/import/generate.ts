import process from 'node:process';
import { parseArgs } from 'node:util';
import { writeAll } from './generator/write-all.ts';

/** `node tests/import/generate.ts FOLDER [--seed 42] [--rows 10000]`: test data of requirements E-12 and E-50, the same for the same seed. */
const { values, positionals } = parseArgs({
  options: { seed: { type: 'string', default: '42' }, rows: { type: 'string', default: '10000' } },
  allowPositionals: true,
});
const [folder] = positionals;
const [seed, rows] = [Number(values.seed), Number(values.rows)];
if (folder === undefined || !Number.isSafeInteger(seed) || !Number.isSafeInteger(rows) || rows < 100 || rows > 100_000) {
  console.error('Usage: node tests/import/generate.ts FOLDER [--seed 42] [--rows 10000] (100 to 100,000 rows)');
  process.exit(2);
}
for (const file of await writeAll(folder, seed, rows)) console.log(file);
