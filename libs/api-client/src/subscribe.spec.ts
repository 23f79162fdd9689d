import { GraphQLError } from 'graphql';
import { serveSdl, type Answers, type SdlServer } from './fixture/sdl-server.js';
import { createApiClient } from './api-client.js';
import { ApiRefusal } from './api-errors.js';
import * as operations from './generated/operations.js';

const rentalId = `0x${'5e'.repeat(32)}` as const;
const assignment = (probeToken: string) => ({ rentalId, desired: 'RUN', probeToken });

/** Says each list, then nothing more until the client goes. */
function says(...lists: object[][]): Answers {
  return {
    assignments() {
      const left = [...lists];
      return {
        [Symbol.asyncIterator]() {
          return this;
        },
        async next() {
          const assignments = left.shift() ?? (await new Promise<never>(() => undefined));
          return { done: false, value: { assignments } };
        },
        // A generator would end only after the promise that it waits for.
        return: async () => ({ done: true, value: undefined }),
      };
    },
  };
}

describe('subscribe', () => {
  let servers: SdlServer[];
  let end: AbortController;
  beforeEach(() => {
    servers = [];
    end = new AbortController();
  });
  afterEach(async () => {
    end.abort();
    for (const server of servers) await server.close();
  });

  async function serve(answers: Answers, port?: number): Promise<SdlServer> {
    const server = await serveSdl(answers, port);
    servers.push(server);
    return server;
  }

  function watch(server: SdlServer) {
    let asked = 0;
    const api = createApiClient({ url: server.url, token: () => `token-${(asked += 1)}` });
    return api.subscribe(operations.assignments, {}, end.signal)[Symbol.asyncIterator]();
  }

  it('gives what comes, parsed, as the one who asks', async () => {
    const server = await serve(says([], [assignment('a')]));
    const results = watch(server);
    expect(await results.next()).toEqual({ done: false, value: { assignments: [] } });
    expect(await results.next()).toEqual({
      done: false,
      value: { assignments: [assignment('a')] },
    });
    expect(server.authorizations).toContain('Bearer token-1');
  });

  it('is made again, with a new token, where the API went away and came back', async () => {
    const first = await serve(says([assignment('before')]));
    const results = watch(first);
    await results.next();
    const next = results.next();
    await first.close();
    const second = await serve(says([assignment('after')]), first.port);
    expect(await next).toMatchObject({ value: { assignments: [{ probeToken: 'after' }] } });
    expect(second.authorizations).not.toContain('Bearer token-1');
  });

  it('waits for an API that is not there yet', async () => {
    const probe = await serveSdl({});
    await probe.close();
    const results = watch(probe);
    const first = results.next();
    await serve(says([assignment('late')]), probe.port);
    expect(await first).toMatchObject({ value: { assignments: [{ probeToken: 'late' }] } });
  });

  it('ends at once when it is given up, connected or not', async () => {
    const connected = watch(await serve(says([])));
    await connected.next();
    const absent = await serveSdl({});
    await absent.close();
    const waiting = [connected.next(), watch(absent).next()];
    end.abort();
    expect(await Promise.all(waiting)).toEqual([
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
  });

  it('throws where the API declines', async () => {
    const server = await serve({
      assignments() {
        const extensions = { code: 'UNAUTHENTICATED', facts: { reason: 'who?' } };
        throw new GraphQLError('declined', { extensions });
      },
    });
    const refused = watch(server).next();
    await expect(refused).rejects.toBeInstanceOf(ApiRefusal);
    await expect(refused).rejects.toMatchObject({ facts: { reason: 'who?' } });
  });

  it('throws where what comes cannot be believed', async () => {
    const server = await serve(says([{ ...assignment('a'), rentalId: '0x12' }]));
    await expect(watch(server).next()).rejects.toMatchObject({ name: 'ApiFault' });
  });
});
