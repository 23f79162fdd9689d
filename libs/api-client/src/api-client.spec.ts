import { createServer, type Server } from 'node:http';
import { GraphQLError } from 'graphql';
import { portOf, serveSdl, type SdlServer } from './fixture/sdl-server.js';
import { createApiClient } from './api-client.js';
import { ApiFault, ApiRefusal } from './api-errors.js';
import * as operations from './generated/operations.js';

const address = '0xAbCdEf0123456789abcdef0123456789ABCDEF01';
const hash = `0x${'5e'.repeat(32)}` as const;
const position = {
  chainId: 31_337,
  blockNumber: '9007199254740993',
  blockHash: hash,
  txHash: null,
  at: '2026-01-01T00:00:00.000Z',
  finality: 'SAFE',
};
const settlement = {
  chainId: 31_337,
  escrow: address,
  feeBps: 1_000,
  meter: address,
  tokens: [{ address, symbol: 'dUSD', decimals: 6 }],
  now: '2026-01-01T00:00:01.000Z',
  head: position,
};

describe('query and mutate', () => {
  let server: SdlServer;
  let received: unknown;
  beforeAll(async () => {
    server = await serveSdl({
      settlement: () => settlement,
      listing: () => null,
      stopTypedData: () => refuse({ code: 'LISTING_TAKEN', facts: { listingId: '7' } }),
      offerTypedData: (input) => {
        received = input;
        refuse({ code: 'TRY_LATER', errorId: 'e-1' });
      },
      announceMaintenance: (input) => {
        received = input;
        refuse({ code: 'NOT_FOUND' });
      },
      audit: () => refuse({ code: 'A_CODE_OF_TOMORROW', errorId: 'e-2' }),
    });
  });
  afterAll(() => server.close());

  it('gives exact numbers, moments and lower-case addresses', async () => {
    const api = createApiClient({ url: server.url });
    const answer = await api.query(operations.settlement, {});
    expect(answer.settlement.head.blockNumber).toBe(9_007_199_254_740_993n);
    expect(answer.settlement.now).toEqual(new Date('2026-01-01T00:00:01Z'));
    expect(answer.settlement.escrow).toBe(address.toLowerCase());
  });

  it('sends bigints as digits and dates as RFC 3339', async () => {
    const api = createApiClient({ url: server.url });
    const offer = { machineId: 'm', token: hash, pricePerHourUnits: 2n ** 64n - 1n } as const;
    await expect(api.query(operations.offerTypedData, offer)).rejects.toThrow(ApiFault);
    expect(received).toMatchObject({ pricePerHourUnits: '18446744073709551615' });
    const times = { startsAt: new Date(0), endsAt: new Date(1) };
    const window = { idempotencyKey: 'k', machineId: 'm', ...times };
    await expect(api.mutate(operations.announceMaintenance, window)).rejects.toThrow(ApiRefusal);
    expect(received).toMatchObject({ startsAt: '1970-01-01T00:00:00.000Z' });
  });

  it('asks for the token anew for each request', async () => {
    let asked = 0;
    const api = createApiClient({ url: server.url, token: async () => `token-${(asked += 1)}` });
    await api.query(operations.listing, { id: '1' });
    await api.query(operations.listing, { id: '1' });
    expect(server.authorizations.slice(-2)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('throws a refusal with its code and facts', async () => {
    const api = createApiClient({ url: server.url });
    const refused = api.query(operations.stopTypedData, { rentalId: hash });
    await expect(refused).rejects.toBeInstanceOf(ApiRefusal);
    await expect(refused).rejects.toMatchObject({
      code: 'LISTING_TAKEN',
      facts: { listingId: '7' },
    });
  });

  it('throws a fault with its id where the outside failed, or for a code that it does not know', async () => {
    const api = createApiClient({ url: server.url });
    const variables = { machineId: 'm', token: '0x00', pricePerHourUnits: 1n } as const;
    const later = api.query(operations.offerTypedData, variables);
    await expect(later).rejects.toBeInstanceOf(ApiFault);
    await expect(later).rejects.toMatchObject({ errorId: 'e-1' });
    const unknown = api.query(operations.audit, {});
    await expect(unknown).rejects.toBeInstanceOf(ApiFault);
    await expect(unknown).rejects.toMatchObject({ errorId: 'e-2' });
  });
});

describe('an answer that cannot be believed', () => {
  let server: Server;
  let answer: { status: number; body: string };
  const api = () => createApiClient({ url: `http://127.0.0.1:${portOf(server)}/graphql` });

  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume();
      if (answer.status === 0) return;
      response.writeHead(answer.status, { location: '/elsewhere' }).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const dataOf = (change: object) =>
    JSON.stringify({ data: { settlement: { ...settlement, ...change } } });

  it.each([
    ['a page of a gateway', 502, '<html>Bad gateway</html>'],
    ['nothing', 200, ''],
    ['a redirect', 302, dataOf({})],
    ['another form', 200, '{"data":{"settlement":7}}'],
    ['no data', 200, '{}'],
    ['null for what cannot be null', 200, '{"data":{"settlement":null}}'],
    ['an address that is none', 200, dataOf({ escrow: '0x1234' })],
    ['a negative number', 200, dataOf({ head: { ...position, blockNumber: '-1' } })],
    ['a number that is no text', 200, dataOf({ head: { ...position, blockNumber: 5 } })],
    ['an unknown word', 200, dataOf({ head: { ...position, finality: 'MAYBE' } })],
    ['a moment that is none', 200, dataOf({ now: 'yesterday' })],
    ['errors without a message', 200, '{"errors":[{}]}'],
    ['more than 8 MiB', 200, ' '.repeat(8 * 1024 * 1024 + 1)],
  ])('is a fault: %s', async (_, status, body) => {
    answer = { status, body };
    await expect(api().query(operations.settlement, {})).rejects.toBeInstanceOf(ApiFault);
  });

  it('is a fault where nobody listens', async () => {
    const nobody = createApiClient({ url: 'http://127.0.0.1:9/graphql' });
    await expect(nobody.query(operations.settlement, {})).rejects.toMatchObject({
      name: 'ApiFault',
      reason: 'it cannot be reached',
    });
  });

  it('can be given up', async () => {
    answer = { status: 0, body: '' };
    const giveUp = new AbortController();
    const asked = api().query(operations.settlement, {}, giveUp.signal);
    giveUp.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
  });
});

function refuse(extensions: Record<string, unknown>): never {
  throw new GraphQLError('declined', { extensions });
}
