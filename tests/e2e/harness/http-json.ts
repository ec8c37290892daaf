/** Asks a loopback program and reads JSON; any status but 2xx (and `also`) throws with the status and the body, so that a failing test says why. */
export async function askJson<T>(url: string, { method = 'GET', body, headers = {}, also }: JsonRequest = {}): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  if (!response.ok && response.status !== also) throw new Error(`${method} ${url}: ${response.status} ${text.slice(0, 500)}`);
  return (text === '' ? null : JSON.parse(text)) as T;
}

export interface JsonRequest {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** A status that is an answer, too. */
  readonly also?: number;
}
