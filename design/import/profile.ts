import { z } from 'zod';
import { OWN_PLACES } from '../stock/places.ts';
import { PRODUCT_KINDS, vat } from '../documents/catalogue.ts';
import { documentBase } from '../documents/base.ts';
import { IMPORT_FIELDS } from './fields.ts';

/** `koi8-r` and `ibm866` (DOS) still come out of old accounting programs, `iso-8859-5` of servers, `x-mac-cyrillic` of Excel for Mac. */
const UNICODE = ['utf-8', 'utf-16le', 'utf-16be'] as const;
export const ENCODINGS = [...UNICODE, 'windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5', 'x-mac-cyrillic'] as const;
export type FileEncoding = (typeof ENCODINGS)[number];

/** How a file is read: what is `null` is guessed from the file itself. Rows count from 1, columns from 0. */
export const fileChoice = z.object({
  sheet: z.string().nullable(),
  encoding: z.enum(ENCODINGS).nullable(),
  /** One character, tab allowed. */
  delimiter: z.string().length(1).nullable(),
  quote: z.string().length(1).nullable(),
  /** First row of the titles; titles may take two rows (merged cells above). */
  headerRow: z.int().min(1).nullable(),
  headerRows: z.union([z.literal(1), z.literal(2)]).nullable(),
  dataRow: z.int().min(2).nullable(),
});
export type FileChoice = z.infer<typeof fileChoice>;

export const GUESS_ALL: FileChoice = {
  sheet: null,
  encoding: null,
  delimiter: null,
  quote: null,
  headerRow: null,
  headerRows: null,
  dataRow: null,
};

/** Field → column. A column is named by its title as the file has it (simplified), so that a moved column is found again. */
export const mapping = z.partialRecord(z.enum(IMPORT_FIELDS), z.string().min(1).max(200));
export type Mapping = z.infer<typeof mapping>;

/** How values are read and what becomes of them (requirements E-10, E-12). */
export const importRules = z.object({
  match: z.enum(['sku', 'ean', 'name']),
  createMissing: z.boolean(),
  updateExisting: z.boolean(),
  /** Prices of the file are without VAT: it is added by the row's rate. */
  priceWithoutVat: z.boolean(),
  /** What stands where the file has no column or an empty cell; `null`: the cell is required (or unknown for kind: by category). */
  vat: vat.nullable(),
  category: z.string().nullable(),
  brand: z.string().nullable(),
  kind: z.enum(PRODUCT_KINDS).nullable(),
  /** Currency → roubles a unit, e.g. `{ "EUR": 98.5 }`. */
  rates: z.record(z.string().regex(/^[A-Z]{3}$/), z.number().positive()),
  /** Words of the stock column → pieces; absent ones are `STOCK_INVALID`. */
  stockWords: z.record(z.string(), z.int().min(0)),
  /** Price of the file is for a pair or a pack of so many: divided. */
  perUnits: z.int().min(1),
  /** Goods of this supplier that the file no longer has are archived (otherwise only listed). */
  archiveVanished: z.boolean(),
  /**
   * Whose stock the file tells: a shop's code (our books become what the file says); `null`: the supplier's own, which is only shown.
   */
  stockStore: z.string().nullable(),
  /** Where in that shop; absent: on the sales floor. */
  stockPlace: z.enum(OWN_PLACES).optional(),
});
export type ImportRules = z.infer<typeof importRules>;

export const STANDARD_RULES: ImportRules = {
  match: 'sku',
  createMissing: true,
  updateExisting: true,
  priceWithoutVat: false,
  vat: null,
  category: null,
  brand: null,
  kind: null,
  rates: {},
  stockWords: {},
  perUnits: 1,
  archiveVanished: false,
  stockStore: null,
};

/** A supplier's way of writing files. Id `import-profile:<uuid>`, in the server's `imports` database. */
export const importProfile = documentBase('import-profile', 1).extend({
  name: z.string().min(1).max(80),
  supplier: z.string().max(80),
  /** What the supplier is called in the accounts, and where the profile stands among the others: by number, then by name. */
  supplierCode: z.string().max(40).default(''),
  order: z.int().min(0).max(9_999).default(0),
  active: z.boolean(),
  file: fileChoice,
  mapping,
  rules: importRules,
  notes: z.string().max(2_000),
  /** Jobs that used it, and the last one that succeeded, epoch ms. */
  jobs: z.int().min(0),
  lastDone: z.int().nullable(),
});
export type ImportProfile = z.infer<typeof importProfile>;

/** Do two names mean one profile? Nobody tells «Люкс» from «люкс » in a list, on a command line or to 1C. */
export const isSameName = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
