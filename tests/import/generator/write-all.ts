import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spoiledPriceList } from './price-list.ts';
import { suppliers, type SupplierFile } from './suppliers.ts';
import { writeCsv, writeXlsx } from './write-table.ts';

/** A supplier's price list is half as long as the catalogue (requirement E-51: 10,000 and 5,000). */
const OF_CATALOGUE = 0.5;

const json = (path: string, value: unknown): Promise<void> => writeFile(path, `${JSON.stringify(value, null, 2)}\n`);

export async function writeSupplier(folder: string, { file, table, profile }: SupplierFile): Promise<string> {
  const path = join(folder, file);
  if (file.endsWith('.xlsx')) await writeXlsx(path, table);
  else await writeCsv(path, table, profile.file.delimiter ?? ',', profile.file.encoding ?? 'utf-8');
  return path;
}

/** The files of requirements E-50 and E-12 with what must be found in them (`defects.json`, `suppliers.json`). */
export async function writeAll(folder: string, seed: number, rows: number): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const { table, defects } = spoiledPriceList(seed, rows);
  await writeXlsx(join(folder, 'catalogue.xlsx'), table);
  await writeCsv(join(folder, 'catalogue.csv'), table, ';', 'utf-8');
  await json(join(folder, 'defects.json'), { seed, rows, defects });
  const files = suppliers(seed, Math.round(rows * OF_CATALOGUE));
  for (const supplier of files) await writeSupplier(folder, supplier);
  await json(
    join(folder, 'suppliers.json'),
    files.map(({ name, file, profile, known, expected }) => ({ name, file, profile, expected, known })),
  );
  return ['catalogue.xlsx', 'catalogue.csv', 'defects.json', ...files.map(({ file }) => file), 'suppliers.json'];
}
