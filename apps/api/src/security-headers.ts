import type { FastifyInstance } from 'fastify';

import type { ApiOptions } from './options.js';

/** Nothing here is a page: no browser shall render, frame, guess at or, but where a route says so, cache an answer. GraphiQL needs its scripts. */
export function addSecurityHeaders(
  fastify: Pick<FastifyInstance, 'addHook'>,
  { development, publicUrl }: Pick<ApiOptions, 'development' | 'publicUrl'>,
): void {
  const headers: Record<string, string> = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-site',
  };
  if (!development)
    headers['content-security-policy'] = "default-src 'none'; frame-ancestors 'none'";
  if (publicUrl.startsWith('https:')) headers['strict-transport-security'] = 'max-age=31536000';
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    reply.headers(headers);
    done();
  });
}
