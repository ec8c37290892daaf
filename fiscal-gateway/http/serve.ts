import type { FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import type { AnswerOf, BodyOf, ParamsOf, QueryOf, Route } from '../../design/fiscal/api/route.ts';
import { requiredKey } from './app.ts';
import type { App } from './app.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The entry of the route table this route was declared from. */
    route?: Route;
  }
}

/** A request as the schemas of its route have read it. */
export type Asked<R> = Omit<FastifyRequest, 'body' | 'params' | 'query'> & {
  readonly body: BodyOf<R>;
  readonly params: ParamsOf<R>;
  readonly query: QueryOf<R>;
};
/** `undefined`: the handler has taken the connection over (events). */
type Answered<R> = AnswerOf<R> | FastifyReply<{ Reply: AnswerOf<R> }> | undefined;

/** What Fastify needs to know of a route of the table, its handler apart. */
export function optionsOf(route: Route): RouteShorthandOptions {
  const { access, key, params, query, body, answers, media } = route;
  return {
    config: { access, route },
    schema: {
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(body && { body }),
      ...(media === undefined && { response: answers }),
    },
    ...(key === 'required' && {
      // Before the body is looked at: a receipt without a key is that mistake first.
      preValidation: (request: FastifyRequest, _reply: FastifyReply, next: () => void) => {
        requiredKey(request);
        next();
      },
    }),
  };
}

/** Declares a route of the table (design/fiscal/api) under each of its spellings; the handler is typed by its schemas. */
export function serve<R extends Route>(
  app: App,
  route: R,
  handler: (request: Asked<R>, reply: FastifyReply<{ Reply: AnswerOf<R> }>) => Answered<R> | Promise<Answered<R>>,
): void {
  const { method, path, aliases = [] } = route;
  const options = optionsOf(route);
  for (const url of [path, ...aliases]) {
    app.route({
      ...options,
      method,
      url,
      // Fastify has validated by these very schemas; its own types know nothing of the table.
      handler: (request, reply) =>
        handler(request as unknown as Asked<R>, reply as FastifyReply<{ Reply: AnswerOf<R> }>) as unknown,
    });
  }
}
