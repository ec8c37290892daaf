/** What the browser says about a page's way to programs of this PC. `unknown`: it has no such permission, or does not tell. */
export type LocalNetwork = 'granted' | 'prompt' | 'denied' | 'unknown';

/** Chromium calls it `local-network-access`, and from the split on `loopback-network` where this PC itself is meant. */
const NAMES = ['loopback-network', 'local-network-access'] as const;

/** A page from this very PC needs no permission: `isLoopback`. */
export async function localNetwork(
  permissions: { query(descriptor: { name: string }): Promise<{ readonly state: string }> } | undefined,
  isLoopback: boolean,
): Promise<LocalNetwork> {
  if (isLoopback) return 'granted';
  for (const name of NAMES) {
    const state = await permissions?.query({ name }).then(
      (answer) => answer.state,
      () => null,
    );
    if (state === 'granted' || state === 'prompt' || state === 'denied') return state;
  }
  return 'unknown';
}
