import type { z } from 'zod';
import type { GATEWAY_SCOPES } from '../wire.ts';

export type Scope = (typeof GATEWAY_SCOPES)[number];
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
export type Answers = Readonly<Record<number, z.ZodType>>;
type Schema = z.ZodType | undefined;
type In<S> = S extends z.ZodType ? z.input<S> : undefined;
type Out<S> = S extends z.ZodType ? z.output<S> : undefined;

export const TAGS = [
  'Чеки',
  'Возвраты',
  'Смена',
  'Наличные',
  'Касса',
  'Очередь',
  'Состояние',
  'Подключение',
  'Обслуживание',
] as const;

/**
 * One route of the gateway, said once (design §3, requirements B.3): the gateway declares it from here, OpenAPI describes it, the contract
 * test executes its example, the app's client is typed by it.
 */
export interface Route<
  M extends Method = Method,
  P extends string = string,
  A extends Answers = Answers,
  Pa extends Schema = Schema,
  Q extends Schema = Schema,
  B extends Schema = Schema,
> {
  readonly method: M;
  /** Fastify's spelling: `/v1/kkt/receipt/:id`. */
  readonly path: P;
  /** Other spellings in the customer's documents (requirements L-11). */
  readonly aliases?: readonly string[];
  /** Who may call; an administrator always may, so `[]` is the administrator alone. `open`: no token needed. */
  readonly access: readonly Scope[] | 'open';
  readonly tag: (typeof TAGS)[number];
  /** One Russian sentence for people who read /docs. */
  readonly summary: string;
  /** The header Idempotency-Key: needed, or honoured where it is sent. */
  readonly key?: 'required' | 'optional';
  readonly params?: Pa;
  readonly query?: Q;
  readonly body?: B;
  /** Answers that are a success (and those of health that are none); problem documents are understood. */
  readonly answers: A;
  /** Where the answer is no JSON. */
  readonly media?: string;
  /** A request as the contract test sends it; ids in `params` stand for those of a living gateway. */
  readonly example: {
    readonly params?: NoInfer<In<Pa>>;
    readonly query?: NoInfer<In<Q>>;
    readonly body?: NoInfer<In<B>>;
  };
}

export const route = <
  const M extends Method,
  const P extends string,
  A extends Answers,
  Pa extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
>(
  one: Route<M, P, A, Pa, Q, B>,
): Route<M, P, A, Pa, Q, B> => one;

/** What a handler reads, after the schema: defaults filled in. */
export type ParamsOf<R> = R extends { readonly params?: infer S } ? Out<S> : undefined;
export type QueryOf<R> = R extends { readonly query?: infer S } ? Out<S> : undefined;
export type BodyOf<R> = R extends { readonly body?: infer S } ? Out<S> : undefined;
/** What a caller may send. */
export type ParamsIn<R> = R extends { readonly params?: infer S } ? In<S> : undefined;
export type QueryIn<R> = R extends { readonly query?: infer S } ? In<S> : undefined;
export type BodyIn<R> = R extends { readonly body?: infer S } ? In<S> : undefined;
/** Any of the documented answers. */
export type AnswerOf<R> = R extends { readonly answers: infer A extends Answers } ? z.output<A[keyof A & number]> : never;
