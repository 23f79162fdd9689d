import { Fault, isRefusal, Refusal, type RefusalCode } from '@gpuflow/domain';
import type { BeatIntake, BeatRefusals, Market, SentBeat } from '@gpuflow/marketplace';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { ErrorAnswers } from '../graphql/error-answers.js';
import { parseBeat } from './beat-body.js';

/** One beat, of a machine with as many GPUs and instances as there can be. */
export const beatBytesMax = 16 * 1024;

const authorizationForm = /^Beat ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([0-9a-f]{64})$/;

const statuses: Partial<Record<RefusalCode, number>> = {
  UNAUTHENTICATED: 401,
  BAD_SIGNATURE: 401,
  SESSION_EXPIRED: 401,
  NOT_OWNER: 403,
  BEAT_REPLAYED: 409,
  BODY_TOO_LARGE: 413,
};

/**
 * `POST /beats`: a heartbeat, in a request of its own. No GraphQL and no controller, because there are thousands in a
 * second: its bytes are authenticated before they are read, and answered when the beat is durable.
 */
export function beatRoute(intake: BeatIntake, refusals: BeatRefusals, market: Market) {
  const { beatEverySeconds } = market.policy.beat;
  const answers = new ErrorAnswers(market.log);

  const take = async (request: FastifyRequest<{ Body: Buffer }>, reply: FastifyReply) => {
    const sent = sentBeat(request.headers.authorization, request.body);
    const session = await intake.signerOf(sent);
    const beat = parseBeat(sent.bytes);
    const receivedAt = await intake.take(beat, session);
    reply.type('application/json; charset=utf-8');
    return `{"seq":${beat.seq},"receivedAt":"${receivedAt.toISOString()}","beatEverySeconds":${beatEverySeconds}}`;
  };

  const refuse = async (error: unknown, _: FastifyRequest, reply: FastifyReply) => {
    const told = tooLarge(error) ?? error;
    const { message, extensions } = isRefusal(told) ? quietly(told) : answers.answer(told);
    refusals.count(extensions.code);
    return reply.status(statusOf(told)).send({ message, extensions });
  };

  return async (fastify: FastifyInstance): Promise<void> => {
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser(
      '*',
      { parseAs: 'buffer' },
      async (_: FastifyRequest, body: Buffer) => body,
    );
    fastify.setErrorHandler(refuse);
    fastify.post('/beats', { bodyLimit: beatBytesMax }, take);
  };
}

function statusOf(told: unknown): number {
  if (isRefusal(told)) return statuses[told.code] ?? 400;
  return told instanceof Fault ? 503 : 500;
}

/** Refused beats are counted and not logged: whoever sends them decides how many there are. */
function quietly({ code, facts }: Refusal) {
  return { message: code, extensions: { code, facts } };
}

function sentBeat(authorization: string | undefined, bytes: unknown): SentBeat {
  const [, sessionId, mac] = authorizationForm.exec(authorization ?? '') ?? [];
  if (sessionId === undefined || mac === undefined)
    throw new Refusal('UNAUTHENTICATED', { reason: 'not `Beat <session>:<hmac>`' });
  if (!Buffer.isBuffer(bytes))
    throw new Refusal('MALFORMED_INPUT', { field: 'body', reason: 'empty' });
  return { sessionId, mac: Buffer.from(mac, 'hex'), bytes };
}

/** Fastify's word on a body that is too large, in ours. */
function tooLarge(error: unknown): Refusal | undefined {
  const isSo = error instanceof Error && 'statusCode' in error && error.statusCode === 413;
  return isSo ? new Refusal('BODY_TOO_LARGE', { max: beatBytesMax }) : undefined;
}
