import type { BufferStatus } from '$design/fiscal/wire.ts';

export type Alert = BufferStatus['alerts'][number];

/** Told by dialogs of their own (the filling buffer, the end of the shift) or said with the state of the network. */
const ELSEWHERE: readonly string[] = [
  'BUFFER_WARNING',
  'BUFFER_CRITICAL',
  'BUFFER_FULL',
  'SHIFT_ENDS_SOON',
  'SHIFT_EXPIRED',
  'OFD_SLOW',
];

/** For the administrator alone: a cashier can do nothing about it and has been told enough by the mark on the bar. */
const QUIET: readonly string[] = [
  'BACKUP_OLD',
  'EVENTS_BROKEN',
  'SHIFT_WITHOUT_REGISTER',
  'CASH_DISCREPANCY',
  'SHIFT_FLOAT_DIFFERS',
];

/** What the list of notices shows: the critical ones first, else as they came. */
export const listed = (alerts: readonly Alert[]): Alert[] => [
  ...alerts.filter(({ level }) => level === 'critical'),
  ...alerts.filter(({ level }) => level !== 'critical'),
];

/** The notice that comes up in the corner: the worst that nobody has put away, or `null`. */
export const toTell = (alerts: readonly Alert[], seen: ReadonlySet<string>): Alert | null =>
  listed(alerts).find(({ code }) => !ELSEWHERE.includes(code) && !QUIET.includes(code) && !seen.has(code)) ?? null;

/** What was put away and has ended is told anew when it comes back. */
export const stillSeen = (seen: ReadonlySet<string>, alerts: readonly Alert[]): ReadonlySet<string> => {
  const left = [...seen].filter((code) => alerts.some((alert) => alert.code === code));
  return left.length === seen.size ? seen : new Set(left);
};

/** The orange mark of requirements A-62: something asks for attention whatever the network does. */
export const markOf = (alerts: readonly Alert[]): { readonly count: number; readonly critical: boolean } => {
  const counted = alerts.filter(({ code }) => code !== 'OFD_SLOW');
  return { count: counted.length, critical: counted.some(({ level }) => level === 'critical') };
};
