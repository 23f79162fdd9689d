import path from 'node:path';

import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { MercuriusOptions } from 'mercurius';

import { authenticate } from '../identity/authenticate.js';
import { PreparedSearches, type GraphqlRequest } from '../listings/prepared-searches.js';
import type { ApiOptions } from '../options.js';
import { answerJoined } from './answer-joined.js';
import { admitSubscriptions, connectionOptions } from './connections.js';
import { contextOf } from './context.js';
import { httpStatusOf, type ErrorAnswers } from './error-answers.js';
import { countLimit, queryDepthMax, tokensMax } from './limits.js';
import { loaders } from './loaders.js';
import { scalars } from './scalars.js';

/** The SDL stands beside its resolvers in src, where the built API finds it too. */
const typePaths = [path.join(import.meta.dirname, '../../src/**/*.graphql')];

/** How GraphQL is served. */
export function graphqlOptions(options: ApiOptions, answers: ErrorAnswers): MercuriusDriverConfig {
  const whoIs = (authorization: string | undefined) =>
    authenticate(options.market, options.tokens, authorization);
  const searches = new PreparedSearches(options.market, answers);
  return {
    driver: MercuriusDriver,
    typePaths,
    resolvers: scalars,
    loaders: loaders(options.market),
    schemaTransforms: [answerJoined],
    jit: 1,
    graphiql: options.development,
    allowBatchedQueries: false,
    queryDepth: queryDepthMax,
    validationRules: [countLimit],
    graphql: { parseOptions: { maxLexicalTokens: tokensMax } },
    context: ({ headers, ip }: FastifyRequest) => contextOf(() => whoIs(headers.authorization), ip),
    errorFormatter: errorFormatter(answers),
    subscription: connectionOptions,
    additionalRouteOptions: { preHandler: answerPrepared(searches) },
    hooks: {
      preExecution: (schema, document, { __currentQuery }) =>
        searches.see(schema, document, __currentQuery),
      preSubscriptionExecution: admitSubscriptions(whoIs),
    },
  };
}

/** Answers what was asked before and needs no execution; the rest goes on to Mercurius. */
function answerPrepared(searches: PreparedSearches) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.validationError || !isGraphqlRequest(request.body)) return;
    const answer = await searches.answer(request.body);
    if (answer !== undefined) return reply.type('application/json; charset=utf-8').send(answer);
  };
}

/** Mercurius has held the body of a POST to the types of its fields; a GET has none. */
function isGraphqlRequest(body: unknown): body is GraphqlRequest {
  return typeof body === 'object' && body !== null;
}

function errorFormatter(answers: ErrorAnswers): NonNullable<MercuriusOptions['errorFormatter']> {
  return ({ data, errors }) => ({
    statusCode: data === undefined ? httpStatusOf(errors[0]) : 200,
    response: { data: data ?? null, errors: errors.flatMap((error) => answers.format(error)) },
  });
}
