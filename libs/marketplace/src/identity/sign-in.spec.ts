import type { Address } from '@gpuflow/domain';

import { hashSignIn, signInMessage } from '../fixture/terms.js';
import { chainId, eachTestItsMarket, otherRenter, renter } from '../fixture/market.js';
import { recorded } from '../fixture/observed.js';
import type { Party } from '../fixture/keys.js';
import type { SignedIn } from '../market.js';
import { requestSignIn } from './request-sign-in.js';
import { signIn, type SignIn } from './sign-in.js';

const market = eachTestItsMarket();
const domain = 'gpuflow.example';

function signed(by: Party, changes: Partial<SignedIn> & Pick<SignedIn, 'nonce'>): SignIn {
  const { address } = by;
  const message = signInMessage({ address, chainId, domain, ...changes });
  return { message, signature: by.sign(hashSignIn(message)), domain };
}

const nonceFor = async (address: Address) => (await requestSignIn(market, { address })).nonce;

describe('requestSignIn', () => {
  it('gives a nonce for five minutes, another each time', async () => {
    const challenge = await requestSignIn(market, { address: renter.address });
    expect(challenge).toEqual({
      nonce: expect.stringMatching(/^[0-9a-f]{32}$/),
      issuedAt: new Date('2026-01-01T00:00:00Z'),
      expiresAt: new Date('2026-01-01T00:05:00Z'),
    });
    expect(await nonceFor(renter.address)).not.toBe(challenge.nonce);
  });
});

describe('signIn', () => {
  const expectRefused = (command: SignIn, code: string, facts: object) =>
    expect(signIn(market, command)).rejects.toMatchObject({ code, facts });

  it('answers the wallet that signed, once', async () => {
    const nonce = await nonceFor(renter.address);
    const command = signed(renter, { nonce });
    expect(await signIn(market, command)).toBe(renter.address);
    await expectRefused(command, 'CHALLENGE_EXPIRED', { nonce });
    expect(await recorded(market, `wallet:${renter.address}`)).toEqual(['wallet.signed_in']);
  });

  it('lets one of two in who come with the same signature at once', async () => {
    const command = signed(renter, { nonce: await nonceFor(renter.address) });
    const answers = await Promise.allSettled([signIn(market, command), signIn(market, command)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await recorded(market, `wallet:${renter.address}`)).toEqual(['wallet.signed_in']);
  });

  it('takes a nonce in its last second', async () => {
    const command = signed(renter, { nonce: await nonceFor(renter.address) });
    market.clock.advanceSeconds(299);
    expect(await signIn(market, command)).toBe(renter.address);
  });

  it('refuses a nonce from the second at which it expires: CHALLENGE_EXPIRED', async () => {
    const nonce = await nonceFor(renter.address);
    market.clock.advanceSeconds(300);
    await expectRefused(signed(renter, { nonce }), 'CHALLENGE_EXPIRED', { nonce });
  });

  it('refuses a nonce that was given to another wallet, or to none: CHALLENGE_EXPIRED', async () => {
    const nonce = await nonceFor(otherRenter.address);
    await expectRefused(signed(renter, { nonce }), 'CHALLENGE_EXPIRED', { nonce });
    const madeUp = '0'.repeat(32);
    await expectRefused(signed(renter, { nonce: madeUp }), 'CHALLENGE_EXPIRED', { nonce: madeUp });
    expect(await signIn(market, signed(otherRenter, { nonce }))).toBe(otherRenter.address);
  });

  it.each([
    ['another chain', { chainId: 8453 }, 'WRONG_CHAIN', { have: 8453, want: chainId }],
    ['another host', { domain: 'evil.example' }, 'MALFORMED_INPUT', { field: 'message' }],
  ])('refuses a message for %s, and leaves its nonce unused', async (_, changes, code, facts) => {
    const nonce = await nonceFor(renter.address);
    await expectRefused(signed(renter, { nonce, ...changes }), code, facts);
    expect(await signIn(market, signed(renter, { nonce }))).toBe(renter.address);
  });

  it('refuses what the named wallet did not sign: BAD_SIGNATURE', async () => {
    const nonce = await nonceFor(renter.address);
    const { message, signature, domain } = signed(renter, { nonce });
    const foreign = otherRenter.sign(hashSignIn(message));
    await expectRefused({ message, signature: foreign, domain }, 'BAD_SIGNATURE', {});
    await expectRefused({ message: `${message}0`, signature, domain }, 'BAD_SIGNATURE', {});
    await expectRefused({ message: 'hello', signature, domain }, 'BAD_SIGNATURE', {});
  });
});
