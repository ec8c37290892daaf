import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './app.ts';

/** Headers that belong to the answer itself, not to the connection it came over. */
const KEPT = ['content-type', 'location', 'etag', 'last-modified', 'content-security-policy'] as const;

/**
 * GET /docs: the contract for people, and as OpenAPI at /docs/json. Made when somebody asks: a gateway that restarts has a customer
 * waiting, and describing sixty routes takes a tenth of its start. `demo`: open; else for people who are let in (the page's cookie),
 * because the contract tells a stranger what to try.
 */
export function docsRoutes(app: App, demo: boolean): void {
  let book: Promise<FastifyInstance> | null = null;
  const open = (): Promise<FastifyInstance> => {
    book ??= import('./openapi.ts').then(({ buildDocs }) => buildDocs());
    return book;
  };
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const { statusCode, headers, rawPayload } = await (await open()).inject({ method: 'GET', url: request.url });
    for (const name of KEPT) if (headers[name] !== undefined) void reply.header(name, headers[name]);
    return reply.code(statusCode).send(rawPayload);
  };
  for (const url of ['/docs', '/docs/*']) app.get(url, { config: { access: demo ? 'open' : ['monitor'] } }, handler);
  app.addHook('onClose', async () => {
    await book?.then((docs) => docs.close());
  });
}
