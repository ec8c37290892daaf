/**
 * Russian law sets no term for a prescription (domain research: none found); chains ask for a check every year. Months, by type and age;
 * an expired one is warned of, never refused.
 */
export const VALID_MONTHS = { glasses: { child: 6, adult: 12 }, 'contact-lenses': { child: 6, adult: 12 } } as const;
export type PrescriptionKind = keyof typeof VALID_MONTHS;
const CHILD_UNDER = 14;

/** Full years on a day; days as `YYYY-MM-DD`. `null` where the birth date is not known or lies later. */
export function ageOn(birth: string | null, day: string): number | null {
  if (birth === null || birth > day) return null;
  return Number(day.slice(0, 4)) - Number(birth.slice(0, 4)) - (day.slice(5) < birth.slice(5) ? 1 : 0);
}

interface Dated {
  readonly date: string;
  readonly validUntil?: string | null | undefined;
}

/** The last day on which the prescription is good: as written, else by type and age. */
export function validUntil({ date, validUntil: written }: Dated, kind: PrescriptionKind, age: number | null): string {
  if (written) return written;
  return monthsLater(date, VALID_MONTHS[kind][age !== null && age < CHILD_UNDER ? 'child' : 'adult']);
}

/** The same day so many months on; the last of the month where it has none such. */
export function monthsLater(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}
