import { getIntrospectionQuery } from 'graphql';
import { z } from 'zod';

import { startTestApi, type TestApi } from '../fixture/test-api.js';

const errorBody = z.object({
  data: z.null(),
  errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }) })),
});

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

function post(body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

async function errorsOf(response: Response) {
  return errorBody.parse(JSON.parse(await response.text())).errors;
}

const aliases = (count: number) =>
  Array.from({ length: count }, (_, index) => `a${index}: settlement { chainId }`).join(' ');
const ofTypes = (depth: number) => `${'ofType { '.repeat(depth)}name${' }'.repeat(depth)}`;

describe('a document', () => {
  it.each([
    ['aliases', `{ ${aliases(21)} }`, 'more than 20 aliases'],
    [
      'directives',
      `{ settlement { ${'chainId @include(if: true) '.repeat(21)} } }`,
      'more than 20 directives',
    ],
    ['tokens', `{ settlement { ${'chainId '.repeat(2000)} } }`, '2000 tokens'],
    ['levels', `{ __schema { types { ${ofTypes(15)} } } }`, 'exceeds the query depth limit of 16'],
  ])('may not have too many %s', async (_name, query, reason) => {
    const response = await post(JSON.stringify({ query }));
    expect(response.status).toBe(400);
    const errors = await errorsOf(response);
    expect(errors[0]?.message).toContain(reason);
    expect(errors[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('may have 20 aliases', async () => {
    const { errors } = await api.ask(`{ ${aliases(20)} }`);
    expect(errors).toBeUndefined();
  });

  it('may ask for the whole schema', async () => {
    const { errors } = await api.ask(getIntrospectionQuery());
    expect(errors).toBeUndefined();
  });

  it.each([
    ['asks for what is not there', '{ secrets }', 'Cannot query field "secrets"'],
    ['is no GraphQL', '{ settlement', 'Syntax Error'],
    ['sends a number for text', '{ rental(id: 7) { id } }', 'Expected text'],
  ])('that %s keeps its explanation', async (_name, query, explanation) => {
    const { errors } = await api.ask(query);
    expect(errors?.[0]?.message).toContain(explanation);
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('is judged alike when it was compiled', async () => {
    const query = 'query ($id: Hash!) { rental(id: $id) { id } }';
    const codes = [];
    for (const id of [7, 7, 7, '0x7', '0x7']) {
      const { errors } = await api.ask(query, { id });
      codes.push(errors?.[0]?.extensions.code);
    }
    const malformed = 'GRAPHQL_VALIDATION_FAILED';
    expect(codes).toEqual([malformed, malformed, malformed, 'MALFORMED_INPUT', 'MALFORMED_INPUT']);
  });
});

describe('a request', () => {
  it('may not be large', async () => {
    const response = await post(JSON.stringify({ query: ' '.repeat(256 * 1024) }));
    expect(response.status).toBe(413);
    expect((await errorsOf(response))[0]?.extensions.code).toBe('BAD_REQUEST');
  });

  it('may not be a batch', async () => {
    const response = await post(JSON.stringify([{ query: '{ settlement { chainId } }' }]));
    expect(response.status).toBe(400);
    expect((await errorsOf(response))[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('must be JSON', async () => {
    const response = await post('{"query":');
    expect(response.status).toBe(400);
    expect((await errorsOf(response))[0]?.extensions.code).toBe('BAD_REQUEST');
  });

  it('may not change anything by GET', async () => {
    const query = encodeURIComponent(
      `mutation { requestSignIn(address: "0x${'a'.repeat(40)}") { message } }`,
    );
    const response = await fetch(`${api.url}/graphql?query=${query}`);
    expect(response.status).toBe(405);
  });
});

describe('an answer', () => {
  it('is kept from caches, frames and guesses', async () => {
    const { headers } = await post(JSON.stringify({ query: '{ settlement { chainId } }' }));
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });

  it.each([
    ['https://console.test', 'https://console.test'],
    ['https://evil.test', null],
  ])('is for %s to read: %s', async (origin, allowed) => {
    const { headers } = await post('{"query":"{ settlement { chainId } }"}', { origin });
    expect(headers.get('access-control-allow-origin')).toBe(allowed);
  });

  it('shows GraphiQL only in development', async () => {
    expect((await fetch(`${api.url}/graphiql`)).status).toBe(404);
    const development = await startTestApi({ development: true });
    try {
      expect((await fetch(`${development.url}/graphiql`)).status).toBe(200);
    } finally {
      await development.close();
    }
  });
});
