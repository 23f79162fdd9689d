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
    'cache-control': 'no-store',
  };
  if (!development)
    headers['content-security-policy'] = "default-src 'none'; frame-ancestors 'none'";
  if (publicUrl.startsWith('https:')) headers['strict-transport-security'] = 'max-age=31536000';
  fastify.addHook('onSend', async (_request, reply) => {
    const cache = reply.getHeader('cache-control') ?? headers['cache-control'];
    reply.headers({ ...headers, 'cache-control': cache });
  });
}
