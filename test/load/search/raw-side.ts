import Fastify from 'fastify';
import pg from 'pg';
import { z } from 'zod';

import { serveSide } from '../sides/serve.ts';
import { rawForm, rowsOfPage } from './queries.ts';

const bodyForm = z.object({ query: z.string(), values: z.array(z.unknown()) });

/** The same SQL with nothing around it: each row as pg makes it, and as JSON has it. */
serveSide(rawForm, async ({ databaseUrl, texts }) => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
  const fastify = Fastify();
  fastify.post('/', async (request) => {
    const { query, values } = bodyForm.parse(request.body);
    const { rows } = await pool.query<Record<string, unknown>>({
      name: query,
      text: texts[query] ?? '',
      values,
    });
    return rows.slice(0, rowsOfPage);
  });
  return fastify.listen({ port: 0, host: '127.0.0.1' });
});
