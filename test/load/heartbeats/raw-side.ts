import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';

import Fastify from 'fastify';
import pg from 'pg';

import { serveSide, sideForm } from '../sides/serve.ts';
import { BareBeats, type BareBeat } from './bare-beats.ts';
import { beatKeys } from './fleet.ts';

/** As little as a durable, authenticated beat can cost: the HMAC over its bytes, and its row in a table without a key. */
serveSide(sideForm, async ({ databaseUrl }) => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const keys = await keysOf(client);
  const beats = new BareBeats(client);
  const fastify = Fastify();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  fastify.post<{ Body: Buffer }>('/beats', async ({ headers, body }, reply) => {
    const [sessionId = '', mac = ''] = (headers.authorization ?? '')
      .slice('Beat '.length)
      .split(':');
    const key = keys.get(sessionId);
    if (key === undefined || !isSigned(body, key, mac)) return reply.status(401).send();
    // It was signed by the benchmark, which makes beats of this form: a look at it would be more than bare.
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
    const beat = JSON.parse(body.toString()) as Omit<BareBeat, 'sessionId'>;
    const receivedAt = await beats.take({ ...beat, sessionId });
    reply.type('application/json; charset=utf-8');
    return `{"seq":${beat.seq},"receivedAt":"${receivedAt.toISOString()}","beatEverySeconds":15}`;
  });
  return `${await fastify.listen({ port: 0, host: '127.0.0.1' })}/beats`;
});

async function keysOf(client: pg.Client): Promise<Map<string, KeyObject>> {
  const { rows } = await client.query<{ id: string }>('select id from machine_sessions');
  return new Map(rows.map(({ id }) => [id, createSecretKey(beatKeys.of(id))]));
}

function isSigned(bytes: Buffer, key: KeyObject, mac: string): boolean {
  const said = Buffer.from(mac, 'hex');
  const want = createHmac('sha256', key).update(bytes).digest();
  return said.length === want.length && timingSafeEqual(said, want);
}
