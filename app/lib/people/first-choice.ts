import type { Staff } from '$design/documents/people.ts';

/** Somebody who had the till, and when (epoch ms). */
export interface HadTill {
  readonly id: string;
  readonly at: number;
}

/**
 * Who is offered first where nobody has been chosen yet: whoever had the till last, by a PIN here or by taking the drawer over (a browser
 * that is killed forgets the first, never the second), else a cashier, else anybody.
 */
export function firstChoice(list: readonly Staff[], ...had: readonly (HadTill | null)[]): Staff | null {
  const known = had.filter((one) => one !== null && list.some(({ _id }) => _id === one.id)) as HadTill[];
  const last = known.reduce<HadTill | null>((latest, one) => (latest === null || one.at >= latest.at ? one : latest), null);
  return list.find(({ _id }) => _id === last?.id) ?? list.find(({ role }) => role === 'cashier') ?? list[0] ?? null;
}

/** What was kept of whoever worked here last; programs of before kept the id alone. */
export const keptChoice = (kept: HadTill | string | null): HadTill | null =>
  typeof kept === 'string' ? { id: kept, at: 0 } : kept;
