import { z } from 'zod';
import { ENCODINGS, fileChoice, importProfile, importRules, mapping, STANDARD_RULES, type ImportProfile } from './profile.ts';

/** Profiles of suppliers (requirement E-10) as the connector has them. */
const FORMATS = { csv_utf8: 'utf-8', csv_cp1251: 'windows-1251', xlsx: null } as const;
const MATCH = { sku: 'sku', barcode: 'ean', name: 'name' } as const;
const { match: _match, createMissing: _create, updateExisting: _update, ...otherRules } = importRules.shape;
const { match: _m, createMissing: _c, updateExisting: _u, ...standard } = STANDARD_RULES;

export const profileBody = z
  .strictObject({
    name: importProfile.shape.name,
    active: z.boolean().default(true),
    /** Place in the list. */
    order: z.int().min(0).max(9_999).default(0),
    supplier: importProfile.shape.supplier.default(''),
    supplier_code: z.string().max(40).default(''),
    /** What is `null` is found out from the file itself. */
    format: z.enum(['xlsx', 'csv_utf8', 'csv_cp1251']).nullable().default(null),
    /** Beyond the two of `format`. */
    encoding: z.enum(ENCODINGS).nullable().default(null),
    sheet: fileChoice.shape.sheet.default(null),
    delimiter: fileChoice.shape.delimiter.default(null),
    quote: fileChoice.shape.quote.default(null),
    /** Field → title of its column. */
    column_mapping: mapping.default({}),
    header_row: fileChoice.shape.headerRow.default(null),
    data_start_row: fileChoice.shape.dataRow.default(null),
    /** Rows without content are never goods. */
    skip_empty_rows: z.literal(true).default(true),
    match_field: z.enum(['sku', 'barcode', 'name']).default('sku'),
    create_missing: z.boolean().default(true),
    update_existing: z.boolean().default(true),
    validation_rules: z.strictObject(otherRules).partial().default({}),
    notes: importProfile.shape.notes.default(''),
  })
  .refine((body) => body.data_start_row === null || body.data_start_row > (body.header_row ?? 1), {
    error: 'below header_row',
    path: ['data_start_row'],
  });
type ProfileBody = z.infer<typeof profileBody>;

export const profileAnswer = profileBody.safeExtend({
  profile_id: z.string(),
  job_count: z.int(),
  /** ISO 8601, UTC. */
  last_success: z.string().nullable(),
});
type ProfileAnswer = z.infer<typeof profileAnswer>;
export const profilesAnswer = z.object({ profiles: z.array(profileAnswer) });
/** What never was an id is unknown like any other: 404. */
export const profileParams = z.object({ id: z.string().min(1).max(200) });

/** What the body says, as the back office keeps it. */
export function profileFields(body: ProfileBody) {
  const { name, active, order, supplier, notes, sheet, delimiter, quote } = body;
  const encoding = body.encoding ?? (body.format === null ? null : FORMATS[body.format]);
  return {
    ...{ name, active, order, supplier, supplierCode: body.supplier_code, notes, mapping: body.column_mapping },
    file: { sheet, encoding, delimiter, quote, headerRow: body.header_row, headerRows: null, dataRow: body.data_start_row },
    rules: {
      ...standard,
      ...Object.fromEntries(Object.entries(body.validation_rules).filter(([, value]) => value !== undefined)),
      ...{ match: MATCH[body.match_field], createMissing: body.create_missing, updateExisting: body.update_existing },
    },
  };
}

/** A profile as the connector tells it. */
export function profileTold(profile: ImportProfile): ProfileAnswer {
  const { file, rules } = profile;
  const { match, createMissing, updateExisting, ...others } = rules;
  const format = file.encoding === 'utf-8' ? 'csv_utf8' : file.encoding === 'windows-1251' ? 'csv_cp1251' : null;
  return {
    ...{ profile_id: profile._id, name: profile.name, active: profile.active, order: profile.order },
    ...{ supplier: profile.supplier, supplier_code: profile.supplierCode, format, encoding: file.encoding, sheet: file.sheet },
    ...{ delimiter: file.delimiter, quote: file.quote, column_mapping: profile.mapping, header_row: file.headerRow },
    ...{ data_start_row: file.dataRow, skip_empty_rows: true, match_field: match === 'ean' ? 'barcode' : match },
    ...{ create_missing: createMissing, update_existing: updateExisting, validation_rules: others, notes: profile.notes },
    ...{ job_count: profile.jobs, last_success: profile.lastDone === null ? null : new Date(profile.lastDone).toISOString() },
  };
}
