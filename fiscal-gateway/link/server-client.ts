import { Agent, request } from 'undici';

export type ServerAnswer =
  | { readonly kind: 'ok'; readonly body: unknown }
  /** It answered, but not with yes. */
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'unreachable'; readonly message: string };

/** The gateway's only way to the sync server: JSON by POST, with the gateway's token. */
export interface ServerClient {
  post(path: string, body: unknown, signal: AbortSignal): Promise<ServerAnswer>;
  close(): Promise<void>;
}

export function createServerClient(url: string, token: string | null): ServerClient {
  const dispatcher = new Agent({ connections: 2, connect: { timeout: 5_000 } });
  const base = url.replace(/\/$/, '');
  return {
    async post(path, body, signal) {
      try {
        const answer = await request(`${base}${path}`, {
          method: 'POST',
          dispatcher,
          signal,
          headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
          body: JSON.stringify(body),
        });
        const text = await answer.body.text();
        if (answer.statusCode >= 200 && answer.statusCode < 300)
          return { kind: 'ok', body: text === '' ? null : JSON.parse(text) };
        return { kind: 'refused', status: answer.statusCode };
      } catch (error) {
        return { kind: 'unreachable', message: error instanceof Error ? error.message : String(error) };
      }
    },
    close: () => dispatcher.destroy(),
  };
}
