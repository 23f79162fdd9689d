import type { Hex } from '@gpuflow/domain';
import { privateKeyToAccount } from 'viem/accounts';
import { createSiweMessage } from 'viem/siwe';
import { signInMessage, verifySignIn, type SignIn } from './sign-in.js';

const account = privateKeyToAccount(`0x${'33'.repeat(32)}`);
const signIn: SignIn = {
  address: account.address,
  chainId: 31_337,
  domain: 'localhost:4000',
  uri: 'http://localhost:4000',
  nonce: 'a1b2c3d4e5f6',
  issuedAt: new Date('2026-01-01T00:00:00.000Z'),
  expiresAt: new Date('2026-01-01T00:05:00.000Z'),
};
const signed = (message: string): Promise<Hex> => account.signMessage({ message });

describe('sign-in', () => {
  it('writes the message of EIP-4361', () => {
    expect(signInMessage(signIn)).toBe(
      [
        'localhost:4000 wants you to sign in with your Ethereum account:',
        account.address,
        '',
        'Sign in to GPUFlow. This costs nothing and moves no money.',
        '',
        'URI: http://localhost:4000',
        'Version: 1',
        'Chain ID: 31337',
        'Nonce: a1b2c3d4e5f6',
        'Issued At: 2026-01-01T00:00:00.000Z',
        'Expiration Time: 2026-01-01T00:05:00.000Z',
      ].join('\n'),
    );
  });

  it('tells who signed it', async () => {
    const message = signInMessage(signIn);
    expect(await verifySignIn(message, await signed(message))).toEqual({
      ...signIn,
      address: account.address.toLowerCase(),
    });
  });

  it('refuses somebody else’s signature, and one over another text', async () => {
    const message = signInMessage(signIn);
    const stranger = privateKeyToAccount(`0x${'44'.repeat(32)}`);
    expect(await verifySignIn(message, await stranger.signMessage({ message }))).toBeUndefined();
    expect(await verifySignIn(message, await signed(`${message} `))).toBeUndefined();
    expect(await verifySignIn(message, '0x1234')).toBeUndefined();
  });

  it.each([
    ['text after it', (message: string) => `${message}\nand more`],
    ['text before it', (message: string) => `more and ${message}`],
    ['another statement', (message: string) => message.replace('moves no money', 'is fine')],
    ['a not-before that nobody judges', (message: string) => `${message}\nNot Before: 2027-01-01`],
    [
      'an impossible date',
      (message: string) => message.replace('2026-01-01T00:05', '2026-13-01T00:05'),
    ],
    [
      'an address in lower case',
      (message: string) => message.replace(account.address, account.address.toLowerCase()),
    ],
    [
      'a chain id beyond exact numbers',
      (message: string) => message.replace('31337', '9'.repeat(30)),
    ],
    ['two nonces', (message: string) => message.replace('Nonce: ', 'Nonce: x\nNonce: ')],
    ['Windows line ends', (message: string) => message.replaceAll('\n', '\r\n')],
    ['no expiry', (message: string) => message.replace(/\nExpiration.*/, '')],
    ['nothing at all', () => ''],
    ['a megabyte', (message: string) => message + 'a'.repeat(1_000_000)],
  ])('refuses a signed message with %s', async (_, altered) => {
    const message = altered(signInMessage(signIn));
    expect(await verifySignIn(message, await signed(message))).toBeUndefined();
  });

  it('refuses a valid message that the market did not write', async () => {
    const { expiresAt, ...fields } = signIn;
    const message = createSiweMessage({
      ...fields,
      expirationTime: expiresAt,
      version: '1',
      statement: 'Sign in to GPUFlow. This costs nothing and moves no money.',
      resources: ['https://example.org/everything'],
    });
    expect(await verifySignIn(message, await signed(message))).toBeUndefined();
  });
});
