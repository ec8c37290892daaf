/** What people get to read after an update, newest first: one entry a release that changes what they see. Its words: `news.<key>`. */
export const RELEASES = [
  { version: '0.5.0', date: '2026-11-21', key: 'till' },
  { version: '0.1.0', date: '2026-11-07', key: 'first' },
] as const;
export type Release = (typeof RELEASES)[number];

/** The version that this program is; `package.json` says the same. */
export const VERSION: string = RELEASES[0].version;

/** The releases since the one seen last. `null` (a device that starts for the first time) has nothing new to read. */
export function releasesSince(seen: string | null, all: readonly Release[] = RELEASES): readonly Release[] {
  if (seen === null) return [];
  const at = all.findIndex(({ version }) => version === seen);
  return at < 0 ? all.slice(0, 1) : all.slice(0, at);
}
