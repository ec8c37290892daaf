import type { Api } from './index.ts';
import type { AnswerOf, BodyIn, ParamsIn, QueryIn } from './route.ts';

/**
 * The table as a caller sees it. Types alone: `Operation` is "METHOD path", so nothing of the table or of Zod reaches a caller's bundle.
 */
type ByName = { readonly [K in keyof Api as `${Api[K]['method']} ${Api[K]['path']}`]: Api[K] };
export type Operation = keyof ByName;
export type AnswerTo<O extends Operation> = AnswerOf<ByName[O]>;
export type BodyFor<O extends Operation> = BodyIn<ByName[O]>;

type Part<Name extends string, T> = undefined extends T ? { readonly [K in Name]?: T } : { readonly [K in Name]: T };
/** What a call of this operation takes: the parts its schemas demand, and the key that makes a repeat harmless. */
export type CallOf<O extends Operation> = Part<'params', ParamsIn<ByName[O]>> &
  Part<'query', QueryIn<ByName[O]>> &
  Part<'body', BodyIn<ByName[O]>> & { readonly key?: string };

export interface PreparedRequest {
  readonly method: string;
  /** Path and query, to stand after the gateway's origin. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface AnyCall {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly key?: string;
}

/** A call as HTTP says it. Pure: who fetches, with what token and patience, is the caller's matter. */
export function prepareRequest<O extends Operation>(operation: O, call: CallOf<O>): PreparedRequest {
  const [method, pattern] = operation.split(' ') as [string, string];
  const { params, query, body, key } = call as AnyCall;
  const values = (params ?? {}) as Record<string, unknown>;
  const path = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values[name])));
  const asked = Object.entries((query ?? {}) as Record<string, unknown>).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(asked.map(([name, value]) => [name, String(value)])).toString();
  return {
    method,
    path: search === '' ? path : `${path}?${search}`,
    headers: {
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(key !== undefined && { 'Idempotency-Key': key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}
