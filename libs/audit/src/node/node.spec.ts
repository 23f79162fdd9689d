import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

import { z } from 'zod';

import { openNode } from './node.js';
import { quantity } from './quantity.js';

/** What the server does with one request: a status and a body. */
type Answering = (body: string) => { status: number; text: string };

describe('a node', () => {
  let server: Server;
  let url: string;
  let answering: Answering;
  let requests: number;

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        requests += 1;
        const { status, text } = answering(body);
        response.writeHead(status).end(text);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
  });
  beforeEach(() => {
    requests = 0;
  });
  afterAll(() => void server.close());

  const ok = (value: unknown) => ({ status: 200, text: JSON.stringify(value) });
  const one = { jsonrpc: '2.0', id: 0, result: '0x2a' };
  const ask = (urls: readonly [string, ...string[]] = [url]) =>
    openNode({ urls, triesMax: 2 }).ask(quantity, 'eth_blockNumber', []);

  it('gives an answer in its form', async () => {
    answering = () => ok(one);
    expect(await ask()).toBe(42n);
  });

  it('gives the answers of a batch in the order of the questions', async () => {
    answering = (body) => {
      const asked = z.array(z.object({ id: z.number() })).parse(JSON.parse(body));
      const answers = asked.map(({ id }) => ({ id, result: `0x${id.toString(16)}` }));
      return ok(answers.reverse());
    };
    const questions = Array.from({ length: 250 }, () => ({ method: 'eth_call', params: [] }));
    const answers = await openNode({ urls: [url] }).askMany(quantity, questions);
    expect(answers.slice(0, 3)).toEqual([0n, 1n, 2n]);
    expect(answers).toHaveLength(250);
    expect(requests).toBe(3);
  });

  it('is asked again when it is busy, and another endpoint when it stays so', async () => {
    answering = () => (requests === 1 ? { status: 429, text: '' } : ok(one));
    expect(await ask()).toBe(42n);
    expect(await ask(['http://127.0.0.1:1', url])).toBe(42n);
  });

  it('is not asked again when it declines', async () => {
    answering = () => ok({ id: 0, error: { code: -32000, message: 'range too large' } });
    await expect(ask()).rejects.toMatchObject({ name: 'NodeRefusal', code: -32000 });
    expect(requests).toBe(1);
  });

  const useless: [string, Answering, string][] = [
    ['nothing but failures', () => ({ status: 503, text: '' }), 'HTTP status 503'],
    ['no JSON', () => ({ status: 200, text: '<html>' }), 'not JSON'],
    ['another form', () => ok({ ...one, result: '42' }), 'another form'],
    ['no result', () => ok({ id: 0 }), 'another form'],
  ];
  it.each(useless)('fails with %s', async (_name, answer, words) => {
    answering = answer;
    await expect(ask()).rejects.toThrow(words);
  });

  it('fails when it leaves a question of a batch unanswered', async () => {
    answering = () => ok([one]);
    const question = { method: 'eth_call', params: [] };
    const asked = openNode({ urls: [url] }).askMany(quantity, [question, question]);
    await expect(asked).rejects.toThrow('unanswered');
  });
});
