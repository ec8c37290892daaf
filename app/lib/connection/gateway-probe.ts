import type { LocalNetwork } from '../gateway/local-network.ts';
import type { Findings, Health } from './connection-steps.ts';

export interface ProbeDeps {
  readonly fetch: typeof fetch;
  /** Ends a question after five seconds (requirements A-95). */
  readonly deadline: () => AbortSignal;
  readonly localNetwork: () => Promise<LocalNetwork>;
  /** ms, rising. */
  readonly elapsed: () => number;
}

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');

function isHealth(body: unknown): body is Health {
  const { pos_id, components } = (body ?? {}) as Partial<Health>;
  return typeof pos_id === 'string' && typeof components === 'object' && 'kkt_device' in components;
}

/**
 * Asks the gateway how it is. A browser tells a page nothing about a request that failed, so silence is asked again in a way that reads
 * nothing: whoever answers then is there, and only does not know this page.
 */
export async function probeGateway(url: string, deps: ProbeDeps): Promise<NonNullable<Findings['gateway']>> {
  const asked = deps.elapsed();
  try {
    const response = await deps.fetch(`${url}/v1/health`, { cache: 'no-store', credentials: 'omit', signal: deps.deadline() });
    const body: unknown = await response.json().catch(() => null);
    return isHealth(body) ? { kind: 'health', health: body, ms: deps.elapsed() - asked } : { kind: 'other' };
  } catch (error) {
    if (isTimeout(error)) return { kind: 'timeout' };
  }
  if ((await deps.localNetwork()) === 'denied') return { kind: 'permission' };
  try {
    await deps.fetch(`${url}/v1/health`, { mode: 'no-cors', cache: 'no-store', credentials: 'omit', signal: deps.deadline() });
    return { kind: 'unknown-page' };
  } catch (error) {
    return { kind: isTimeout(error) ? 'timeout' : 'refused' };
  }
}

/** Does the gateway know this browser's token? `null` where it did not say. */
export async function probeToken(url: string, token: string | null, deps: ProbeDeps): Promise<Findings['token']> {
  if (token === null) return 'missing';
  try {
    const response = await deps.fetch(`${url}/v1/kkt/shift`, {
      headers: { Authorization: `Bearer ${token}` },
      cache: 'no-store',
      credentials: 'omit',
      signal: deps.deadline(),
    });
    return response.status === 401 || response.status === 403 ? 'refused' : 'valid';
  } catch {
    return null;
  }
}
