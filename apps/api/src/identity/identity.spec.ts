import { generateKeyPairSync } from 'node:crypto';

import { SignJWT, UnsecuredJWT } from 'jose';
import { z } from 'zod';

import { addProvider, agentAuthorization, fieldsOf, type Agent } from '../fixture/provider.js';
import { signIn, startTestApi, testWallet, type TestApi } from '../fixture/test-api.js';

const hour = 3600;
const askForMine = '{ myRentals { id } }';
const report = `mutation {
  reportInstance(rentalId: "0x${'0'.repeat(64)}", state: RUNNING) { state }
}`;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

async function refusalOf(query: string, authorization?: string) {
  const { errors } = await api.ask(query, {}, authorization);
  return errors?.[0]?.extensions;
}

function unauthenticated(reason: string) {
  return { code: 'UNAUTHENTICATED', facts: { reason } };
}

async function challengeFor(address: string): Promise<string> {
  const answer = await api.ask(
    'mutation ($address: Address!) { requestSignIn(address: $address) { message } }',
    { address },
  );
  return fieldsOf(answer, 'requestSignIn', { message: z.string() }).message;
}

function present(message: string, signature: string) {
  return api.ask(
    'mutation ($message: String!, $signature: Hex!) { signIn(message: $message, signature: $signature) { address } }',
    { message, signature },
  );
}

describe('signing in', () => {
  it('takes a challenge once', async () => {
    const wallet = testWallet();
    const message = await challengeFor(wallet.address);
    const signature = await wallet.signMessage(message);
    expect(await present(message, signature)).toEqual({
      data: { signIn: { address: wallet.address } },
    });
    const { errors } = await present(message, signature);
    expect(errors?.[0]?.extensions.code).toBe('CHALLENGE_EXPIRED');
  });

  it('refuses the signature of another wallet', async () => {
    const message = await challengeFor(testWallet().address);
    const { errors } = await present(message, await testWallet().signMessage(message));
    expect(errors?.[0]?.extensions.code).toBe('BAD_SIGNATURE');
  });
});

describe("a wallet's token", () => {
  /** A token with one claim bent. */
  async function forged({
    secret = api.options.tokens.secret,
    issuer = 'http://api.test',
    audience = 'gpuflow-api',
  } = {}) {
    const now = Math.floor(api.market.clock.now().getTime() / 1000);
    const jwt = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(testWallet().address)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(now + hour)
      .sign(secret);
    return `Bearer ${jwt}`;
  }

  it('holds for an hour', async () => {
    const authorization = await signIn(api, testWallet());
    api.market.clock.advanceSeconds(hour - 1);
    expect(await api.ask(askForMine, {}, authorization)).toEqual({ data: { myRentals: [] } });
    api.market.clock.advanceSeconds(1);
    expect(await refusalOf(askForMine, authorization)).toEqual(
      unauthenticated('the token has expired'),
    );
  });

  it('is needed', async () => {
    expect(await refusalOf(askForMine)).toEqual(unauthenticated('sign in with a wallet'));
  });

  it.each([
    ['of another secret', () => forged({ secret: Buffer.alloc(32, 7) })],
    ['of another issuer', () => forged({ issuer: 'http://other.test' })],
    ['for another audience', () => forged({ audience: 'gpuflow' })],
    [
      'without a signature',
      async () => `Bearer ${new UnsecuredJWT({ sub: testWallet().address }).encode()}x`,
    ],
    ['tampered with', async () => `${(await forged()).slice(0, -2)}AA`],
    ['that is none', async () => 'Bearer a.b.c'],
  ])('is refused %s', async (_name, authorization) => {
    expect(await refusalOf(askForMine, await authorization())).toEqual(
      unauthenticated('not a valid token'),
    );
  });

  it('is a bearer token', async () => {
    expect(await refusalOf(askForMine, 'Basic YTpi')).toEqual(
      unauthenticated('not a bearer token'),
    );
  });

  it('is not asked for where nothing is private', async () => {
    expect(await api.ask('{ settlement { chainId } }', {}, 'Bearer a.b.c')).toEqual({
      data: { settlement: { chainId: 31337 } },
    });
  });
});

describe("an agent's token", () => {
  let agent: Agent;
  beforeAll(async () => {
    ({ agent } = await addProvider(api));
  });

  it('speaks for its machine', async () => {
    const extensions = await refusalOf(report, await agentAuthorization(api, agent));
    expect(extensions?.code).toBe('NOT_FOUND');
  });

  it.each([
    ['of another key', () => ({ ...agent, key: generateKeyPairSync('ed25519').privateKey }), {}],
    ['for another audience', () => agent, { audience: 'gpuflow-api' }],
    ['of no machine', () => agent, { issuer: '00000000-0000-4000-8000-000000000000' }],
    ['that names no machine', () => agent, { issuer: 'me' }],
    ['good for more than a minute', () => agent, { seconds: 61 }],
  ])('is refused %s', async (_name, signer, claims) => {
    const authorization = await agentAuthorization(api, signer(), claims);
    expect((await refusalOf(report, authorization))?.code).toBe('UNAUTHENTICATED');
  });

  it('is refused when it is old', async () => {
    const authorization = await agentAuthorization(api, agent);
    api.market.clock.advanceSeconds(121);
    expect(await refusalOf(report, authorization)).toEqual(
      unauthenticated('the token has expired'),
    );
  });

  it("does not pass for a wallet's, nor a wallet's for it", async () => {
    const asAgent = await agentAuthorization(api, agent);
    expect(await refusalOf(askForMine, asAgent)).toEqual(unauthenticated('sign in with a wallet'));
    const asWallet = await signIn(api, testWallet());
    expect(await refusalOf(report, asWallet)).toEqual(
      unauthenticated("sign in with an enrolled machine's key"),
    );
  });
});
