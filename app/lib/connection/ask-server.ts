import { ServerError } from '../sync/server-error.ts';
import type { ServerClient } from '../sync/server.client.ts';
import type { Findings } from './connection-steps.ts';

/** Does the server of this page answer, and does it know this device? `elapsed`: ms, rising. */
export async function askServer(client: Pick<ServerClient, 'session'>, elapsed: () => number): Promise<Findings['server']> {
  const asked = elapsed();
  try {
    await client.session();
    return { kind: 'ok', ms: elapsed() - asked };
  } catch (error) {
    const refused = error instanceof ServerError && (error.status === 401 || error.status === 403);
    return { kind: refused ? 'login' : 'silent' };
  }
}
