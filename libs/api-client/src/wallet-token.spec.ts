import { GraphQLError } from 'graphql';
import { createApiClient } from './api-client.js';
import { ApiRefusal } from './api-errors.js';
import { serveSdl, type SdlServer } from './fixture/sdl-server.js';
import { walletToken } from './wallet-token.js';

const address = `0x${'a1'.repeat(20)}` as const;
const hourMs = 3_600_000;

describe('walletToken', () => {
  let server: SdlServer;
  let now: number;
  let requests: unknown[];
  let signIns: unknown[];
  let refusing: boolean;

  beforeEach(async () => {
    now = Date.parse('2026-01-01T00:00:00Z');
    requests = [];
    signIns = [];
    refusing = false;
    server = await serveSdl({
      requestSignIn: (input) => {
        requests.push(input);
        return { message: `challenge ${requests.length}`, expiresAt: instant(300_000) };
      },
      signIn: (input) => {
        if (refusing) throw declined();
        signIns.push(input);
        const accessToken = `token-${signIns.length}`;
        return { accessToken, expiresAt: instant(hourMs), address };
      },
    });
  });
  afterEach(() => server.close());

  const instant = (inMs: number) => new Date(now + inMs).toISOString();
  const declined = () =>
    new GraphQLError('declined', {
      extensions: { code: 'CHALLENGE_EXPIRED', facts: { nonce: '0' } },
    });
  const signMessage = async (message: string) =>
    `0x${Buffer.from(message).toString('hex')}` as const;
  const clock = () => new Date(now);
  const token = (sign = signMessage) =>
    walletToken(createApiClient({ url: server.url }), { address, signMessage: sign }, clock);

  it('signs in with the signed challenge at the first use, and not before', async () => {
    const ask = token();
    expect(requests).toEqual([]);
    expect(await ask()).toBe('token-1');
    expect(requests).toEqual([{ address }]);
    const signature = await signMessage('challenge 1');
    expect(signIns).toEqual([{ message: 'challenge 1', signature }]);
  });

  it('keeps a token until a minute before it expires', async () => {
    const ask = token();
    await ask();
    now += hourMs - 60_000;
    expect(await ask()).toBe('token-1');
    expect(requests).toHaveLength(1);
  });

  it('signs in again, with another challenge, in a token’s last minute', async () => {
    const ask = token();
    await ask();
    now += hourMs - 59_999;
    expect(await ask()).toBe('token-2');
    expect(await ask()).toBe('token-2');
    expect(signIns).toMatchObject([{ message: 'challenge 1' }, { message: 'challenge 2' }]);
  });

  it('asks as nobody: neither request carries a token', async () => {
    await token()();
    expect(server.authorizations).toEqual([undefined, undefined]);
  });

  it('throws what the API refused, and tries again at the next use', async () => {
    const ask = token();
    refusing = true;
    await expect(ask()).rejects.toBeInstanceOf(ApiRefusal);
    refusing = false;
    expect(await ask()).toBe('token-1');
  });

  it('sends nothing where the wallet declines to sign, and asks it again at the next use', async () => {
    let willing = false;
    const ask = token(async (message) => {
      if (!willing) throw new Error('declined by its owner');
      return signMessage(message);
    });
    await expect(ask()).rejects.toThrow('declined by its owner');
    expect(signIns).toEqual([]);
    willing = true;
    expect(await ask()).toBe('token-1');
  });
});
