import swagger from '@fastify/swagger';
import type { FastifyDynamicSwaggerOptions, SwaggerTransform } from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify from 'fastify';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { z } from 'zod';
import recorded from '../../design/fiscal/api/answers.json' with { type: 'json' };
import { api } from '../../design/fiscal/api/index.ts';
import type { Route } from '../../design/fiscal/api/route.ts';
import { PROBLEM_CONTENT_TYPE } from '../../design/errors.ts';
import { problem } from './app.ts';
import { optionsOf } from './serve.ts';

/** What the living gateway answered to each example (written by the contract test): operation → status and body. */
const answers: Readonly<Record<string, { readonly status: number; readonly body: unknown } | undefined>> = recorded;

const operations = Object.entries(api) as [string, Route][];
const nameOf = (route: Route): string => operations.find(([, one]) => one === route)?.[0] ?? '';

const problemSchema = z.toJSONSchema(problem, { target: 'draft-2020-12' });
const problemResponse = (description: string) => ({
  description,
  content: { [PROBLEM_CONTENT_TYPE.split(';')[0]!]: { schema: problemSchema } },
});

const KEY_HEADER = {
  type: 'string',
  format: 'uuid',
  description: 'UUIDv4 операции: повтор с тем же ключом и телом ничего не меняет',
};

/** A route as OpenAPI describes it: from its entry in the table; pages and /docs itself are no part of the contract. */
const transform: SwaggerTransform = (given) => {
  const route = given.route.config?.route;
  if (route === undefined) return { schema: { hide: true }, url: given.url };
  const { schema, url } = jsonSchemaTransform(given);
  const alias = route.aliases?.indexOf(given.url) ?? -1;
  const { access, key, media } = route;
  const described = {
    ...schema,
    tags: [route.tag],
    summary: route.summary,
    operationId: alias < 0 ? nameOf(route) : `${nameOf(route)}_${alias + 1}`,
    deprecated: alias >= 0,
    security: access === 'open' ? [] : [{ bearer: [] }, { page: [] }],
    'x-access': access === 'open' ? 'open' : ['admin', ...access],
    ...(key && {
      headers: {
        type: 'object',
        properties: { 'idempotency-key': KEY_HEADER },
        ...(key === 'required' && { required: ['idempotency-key'] }),
      },
    }),
    response: {
      ...(media === undefined
        ? (schema as { response?: object }).response
        : { 200: { description: route.summary, content: { [media]: { schema: { type: 'string' } } } } }),
      '4XX': problemResponse('Отказ: `code` из закрытого списка, слова и следующий шаг'),
      '5XX': problemResponse('Отказ: касса, накопитель, оператор или ошибка программы'),
    },
  };
  return { schema: described as unknown as FastifySchema, url };
};

interface Operation {
  operationId?: string;
  requestBody?: { content: Record<string, { example?: unknown }> };
  responses?: Record<string, { content?: Record<string, { example?: unknown }> }>;
}

/** Puts the executed examples into the finished document. */
function addExamples(document: { paths?: Record<string, unknown> }): void {
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path as Record<string, Operation>)) {
      const name = (operation.operationId ?? '').split('_')[0]!;
      const body = operations.find(([one]) => one === name)?.[1].example.body;
      const asked = operation.requestBody?.content['application/json'];
      if (asked && body !== undefined) asked.example = body;
      const answer = answers[name];
      const answered = answer && operation.responses?.[answer.status]?.content?.['application/json'];
      if (answered) answered.example = answer.body;
    }
  }
}

const openApi: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: { title: 'OpticsERP: фискальный шлюз', version: '1' },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        page: { type: 'apiKey', in: 'cookie', name: 'optics-gateway-<POS>' },
      },
    },
  },
  transform,
  transformObject: (given) => {
    if (!('openapiObject' in given)) return given.swaggerObject;
    addExamples(given.openapiObject);
    return given.openapiObject;
  },
};

/** The table of routes as a server of its own that answers /docs and nothing else. */
export async function buildDocs(): Promise<FastifyInstance> {
  const docs = Fastify({ logger: false });
  docs.setValidatorCompiler(validatorCompiler);
  docs.setSerializerCompiler(serializerCompiler);
  await docs.register(swagger, openApi);
  await docs.register(swaggerUi, { routePrefix: '/docs' });
  for (const [, route] of operations) {
    for (const url of [route.path, ...(route.aliases ?? [])]) {
      docs.route({ ...optionsOf(route), method: route.method, url, handler: (_request, reply) => reply.callNotFound() });
    }
  }
  await docs.ready();
  return docs;
}
