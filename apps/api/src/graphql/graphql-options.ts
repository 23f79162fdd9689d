import path from 'node:path';

import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyRequest } from 'fastify';
import type { MercuriusOptions } from 'mercurius';

import { authenticate } from '../identity/authenticate.js';
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
    context: ({ headers }: FastifyRequest) => contextOf(() => whoIs(headers.authorization)),
    errorFormatter: errorFormatter(answers),
    subscription: connectionOptions,
    hooks: { preSubscriptionExecution: admitSubscriptions(whoIs) },
  };
}

function errorFormatter(answers: ErrorAnswers): NonNullable<MercuriusOptions['errorFormatter']> {
  return ({ data, errors }) => ({
    statusCode: data === undefined ? httpStatusOf(errors[0]) : 200,
    response: { data: data ?? null, errors: errors.flatMap((error) => answers.format(error)) },
  });
}
