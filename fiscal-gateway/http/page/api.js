// @ts-check
/** @import { AnswerTo, CallOf, Operation } from '../../../design/fiscal/api/client.ts' */

/** A refusal in the gateway's own words. */
export class Refusal extends Error {
  /** @param {{ code?: string, title?: string, detail?: string, status?: number }} problem */
  constructor({ code, title, detail, status }) {
    super([title, detail].filter(Boolean).join(' ') || 'Шлюз не отвечает.');
    this.code = code ?? '';
    this.status = status ?? 0;
  }
}

/**
 * Calls the gateway with this page's cookie. Typed by the same table of routes that the gateway serves (design/fiscal/api).
 * @template {Operation} O
 * @param {O} operation
 * @param {CallOf<O>} call
 * @returns {Promise<AnswerTo<O>>}
 */
export async function ask(operation, call) {
  const [method = '', pattern = ''] = operation.split(' ');
  const { params, query, body } = /** @type {{ params?: object, query?: object, body?: object }} */ (call);
  /** @type {Record<string, unknown>} */
  const values = { ...params };
  const path = pattern.replace(/:(\w+)/g, (_, /** @type {string} */ name) => encodeURIComponent(String(values[name])));
  const search = query ? `?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}` : '';
  /** @type {Record<string, string>} */
  const headers = { 'x-optics-page': '1' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  /** @type {Response} */
  let response;
  try {
    response = await fetch(path + search, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    });
  } catch {
    throw new Refusal({ title: 'Шлюз не отвечает.', detail: 'Проверьте, что программа запущена на этом компьютере.' });
  }
  /** @type {unknown} */
  const answer = await response.json().catch(() => ({ status: response.status }));
  // Health says with 503 what it says with 200, and that is an answer.
  const problem = /** @type {{ code?: string, title?: string, detail?: string, status?: number }} */ (answer);
  if (!response.ok && (problem.code !== undefined || response.status !== 503)) throw new Refusal(problem);
  return /** @type {AnswerTo<O>} */ (answer);
}
