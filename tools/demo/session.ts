import { setTimeout as sleep } from 'node:timers/promises';

import { ApiFault, createApiClient, operations, type ApiClient } from '@gpuflow/api-client';
import type { Wallet } from '@gpuflow/escrow';

const renewBeforeMs = 60_000;

/** A client of the API in a wallet's name: it signs in with the wallet (EIP-4361) when it has to. */
export function signedInClient(apiUrl: string, wallet: Wallet): ApiClient {
  const url = `${apiUrl}/graphql`;
  const anonymous = createApiClient({ url });
  let session: { accessToken: string; expiresAt: Date } | undefined;
  const signIn = async () => {
    const { address } = wallet;
    const { requestSignIn } = await anonymous.mutate(operations.requestSignIn, { address });
    const { message } = requestSignIn;
    const signature = await wallet.signMessage(message);
    return (await anonymous.mutate(operations.signIn, { message, signature })).signIn;
  };
  const token = async () => {
    if (session === undefined || session.expiresAt.getTime() - Date.now() < renewBeforeMs)
      session = await signIn();
    return session.accessToken;
  };
  return createApiClient({ url, token });
}

const pauseMs = 250;
const tryForMs = 60_000;

/** Asks again for a minute while something is not there; every request of the demonstration is safe to repeat. */
export async function persistently<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (const until = Date.now() + tryForMs; ;) {
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error) || Date.now() > until) throw error;
    }
    await sleep(pauseMs);
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof ApiFault || (error instanceof Error && error.name === 'Fault');
}

/** Asks until the answer is what is waited for; after two minutes it says what it waited for. */
export async function waitFor<Result>(
  what: string,
  ask: () => Promise<Result | undefined>,
): Promise<Result> {
  for (const until = Date.now() + 2 * tryForMs; Date.now() < until; await sleep(pauseMs / 2)) {
    const answer = await persistently(ask);
    if (answer !== undefined) return answer;
  }
  throw new Error(`Waited two minutes for ${what}: see the logs.`);
}
