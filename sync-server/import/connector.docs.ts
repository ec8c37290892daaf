import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { PROBLEM_CONTENT_TYPE } from '../../design/errors.ts';
import { SESSION_COOKIE } from '../admin/sessions.ts';

const problem = (description: string) => ({
  description,
  content: { [PROBLEM_CONTENT_TYPE.split(';')[0]!]: { schema: { type: 'object', required: ['code'] } } },
});
const REFUSALS = {
  401: problem('No token, or a wrong one.'),
  404: problem('Unknown job, profile or file.'),
  422: problem('A field is missing or malformed.'),
  429: problem('Too many jobs wait, too many requests a second, or too many wrong tokens; see Retry-After.'),
};

/** A file is sent as a form. */
const FILE_BODY = {
  consumes: ['multipart/form-data'],
  body: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } },
};

/** What OpenAPI says of a route; `answer`: status and shape. */
export const described = (
  summary: string,
  of: { answer: [number, z.ZodType]; conflict?: string } & FastifySchema,
): FastifySchema => {
  const { answer, conflict, ...schema } = of;
  const told = { ...(conflict ? { 409: problem(conflict) } : {}), ...REFUSALS };
  return {
    ...schema,
    summary,
    security: [{ bearer: [] }, { page: [] }],
    'x-refusals': told,
    response: { [answer[0]]: answer[1] },
  } as FastifySchema;
};

/** The connector's description at `<base>/docs/openapi.json`; with `pages`, for people at `<base>/docs`. */
export async function connectorDocs(app: FastifyInstance, base: string, pages: boolean): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'OpticsERP: файлы поставщиков',
        version: '1',
        description:
          'Прайс поставщика: загрузить файл, проверить и включить, прочитать отчёт и замечания. Из этой страницы запросы идут от имени вошедшего администратора; программы показывают ключ из файла `import.token` папки данных сервера: `Authorization: Bearer …`.\n\nСтроки, которые ждут слова человека (`held`: скачок цены, другой НДС, дешевле закупки), через API не подтверждаются ни ключом, ни сеансом: остальное включается без них, а `held_page` отчёта – страница, где управляющий (НДС – бухгалтер) подтверждает их своим ПИН-кодом. Там же ответят 403, если ПИН-код чужой или роль не та, и 409 `IMPORT_STATE`, если загрузка уже включена.',
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          page: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
        },
      },
    },
    transform: (given) => {
      const { schema, url } = jsonSchemaTransform(given);
      const { 'x-refusals': refusals, response, ...rest } = schema as Record<string, unknown> & { response?: object };
      const upload = url.endsWith('/files') ? FILE_BODY : {};
      return { schema: { ...rest, ...upload, response: { ...response, ...(refusals as object) } }, url };
    },
  });
  app.get(`${base}/docs/openapi.json`, { schema: { hide: true } }, () => app.swagger());
  if (!pages) return;
  const { default: swaggerUi } = await import('@fastify/swagger-ui');
  await app.register(swaggerUi, {
    routePrefix: `${base}/docs`,
    staticCSP: true,
    uiConfig: { docExpansion: 'list', displayRequestDuration: true },
    theme: { title: 'OpticsERP: файлы поставщиков' },
  });
}
