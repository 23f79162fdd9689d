import type { ApiClient } from './api-client.js';
import * as operations from './generated/operations.js';

const renewBeforeMs = 60_000;

/** A wallet that signs texts (`personal_sign`, EIP-191). */
export interface SigningWallet {
  address: `0x${string}`;
  signMessage: (message: string) => Promise<`0x${string}`>;
}

/** The `token` of a client in a wallet's name: signs in (EIP-4361) at the first use, and again before a token runs out. */
export function walletToken(
  anonymous: ApiClient,
  wallet: SigningWallet,
  now: () => Date = () => new Date(),
): () => Promise<string> {
  let session: { accessToken: string; expiresAt: Date } | undefined;
  return async () => {
    if (session === undefined || session.expiresAt.getTime() - now().getTime() < renewBeforeMs)
      session = await signIn(anonymous, wallet);
    return session.accessToken;
  };
}

async function signIn(anonymous: ApiClient, { address, signMessage }: SigningWallet) {
  const { requestSignIn } = await anonymous.mutate(operations.requestSignIn, { address });
  const { message } = requestSignIn;
  const signature = await signMessage(message);
  return (await anonymous.mutate(operations.signIn, { message, signature })).signIn;
}
