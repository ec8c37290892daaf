import type { ImportField } from './fields.ts';

/**
 * What was found in a row, by the requirement that names it. Rows with an `error` that `skips` are left out; the others are imported and
 * told of. `held` waits for a named person.
 */
export const FINDINGS = {
  DUPLICATE_SKU: { level: 'error', skips: true, rule: 'E-30' },
  EAN_INVALID: { level: 'error', skips: false, rule: 'E-31' },
  EAN_MISSING: { level: 'warning', skips: false, rule: 'E-03' },
  EAN_CONFLICT: { level: 'error', skips: false, rule: 'E-32' },
  REQUIRED_EMPTY: { level: 'error', skips: true, rule: 'E-33' },
  VAT_UNKNOWN: { level: 'error', skips: true, rule: 'E-34' },
  VAT_CHANGED: { level: 'warning', skips: false, rule: 'E-34', held: true },
  VAT_RATE_OUTDATED: { level: 'warning', skips: false, rule: 'E-34' },
  NUMBER_INVALID: { level: 'error', skips: true, rule: 'E-35' },
  CURRENCY_UNKNOWN: { level: 'error', skips: true, rule: 'E-35' },
  COST_OVER_PRICE: { level: 'warning', skips: false, rule: 'E-36', held: true },
  PRICE_JUMP: { level: 'warning', skips: false, rule: 'E-37', held: true },
  CHEAPER_ELSEWHERE: { level: 'info', skips: false, rule: 'E-38' },
  PRICE_NEGATIVE: { level: 'error', skips: true, rule: 'E-39' },
  STOCK_NEGATIVE: { level: 'error', skips: true, rule: 'E-39' },
  STOCK_INVALID: { level: 'error', skips: true, rule: 'E-39' },
  CATEGORY_MISSING: { level: 'error', skips: true, rule: 'E-39' },
  TEXT_TOO_LONG: { level: 'warning', skips: false, rule: 'E-02' },
  TEXT_INVALID: { level: 'error', skips: true, rule: 'E-02' },
  EAN_RESTORED: { level: 'info', skips: false, rule: 'E-31' },
  ROW_SHIFTED: { level: 'error', skips: true, rule: 'E-39' },
  UPDATE_OFF: { level: 'info', skips: true, rule: 'E-10' },
  CREATE_OFF: { level: 'info', skips: true, rule: 'E-10' },
} as const satisfies Record<string, { level: FindingLevel; skips: boolean; rule: string; held?: boolean }>;

export type FindingLevel = 'info' | 'warning' | 'error';
export type FindingType = keyof typeof FINDINGS;

/** `value`: as the file has it; `old`: what the catalogue holds, or the row that it collides with. Texts come from the type. */
export interface Finding {
  readonly row: number;
  readonly type: FindingType;
  readonly field: ImportField | null;
  readonly value: string | null;
  readonly old: string | null;
}
