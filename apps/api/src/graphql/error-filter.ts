import { Catch, HttpException, type ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { GqlArgumentsHost, type GqlContextType } from '@nestjs/graphql';
import { Fault, Refusal } from '@gpuflow/domain';
import { GraphQLError, OperationTypeNode, type GraphQLResolveInfo } from 'graphql';

import { ErrorAnswers } from './error-answers.js';

/**
 * Hands a resolver's error on to Mercurius, whose formatter says and logs it. Only what a subscription refuses at its
 * start never reaches that formatter: it is said here.
 */
@Catch()
export class ErrorFilter extends BaseExceptionFilter {
  constructor(private readonly answers: ErrorAnswers) {
    super();
  }

  override catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType<GqlContextType>() !== 'graphql')
      return super.catch(overHttp(this.answers, error), host);
    throw startsSubscription(host) ? said(this.answers, error) : error;
  }
}

/** What a plain HTTP route answers to what was refused or failed outside: code and facts, or code and id. */
function overHttp(answers: ErrorAnswers, error: unknown): unknown {
  if (error instanceof Refusal) return new HttpException(answers.answer(error), 400);
  return error instanceof Fault ? new HttpException(answers.answer(error), 503) : error;
}

/** The error as a subscription tells it: code and facts, or code and id. */
export function said(answers: ErrorAnswers, error: unknown): GraphQLError {
  const { message, extensions } = answers.answer(error);
  return new GraphQLError(message, { extensions });
}

function startsSubscription(host: ArgumentsHost): boolean {
  const info = GqlArgumentsHost.create(host).getInfo<GraphQLResolveInfo>();
  return info.operation.operation === OperationTypeNode.SUBSCRIPTION;
}
