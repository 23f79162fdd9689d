import { randomUUID } from 'node:crypto';

import {
  ApiFault,
  createApiClient,
  operations,
  stopInput,
  walletToken,
  type ApiClient,
} from '@gpuflow/api-client';
import type { Hash } from '@gpuflow/domain';
import type { Wallet } from '@gpuflow/escrow';
import { proveInstance, type Market } from '@gpuflow/marketplace';

import type { AppChild } from './app-child.ts';
import { staySeconds, type Door } from './door.ts';

const attemptsMax = 20;

/** The public API of a real process, and clients that insist: with the same key, until they are answered. */
export interface ApiDoorOptions {
  api: AppChild;
  url: string;
  market: Market;
  /** Every mutation is sent so often at once, under one key. */
  copies: number;
}

export function apiDoor({ api, url, market, copies }: ApiDoorOptions): Door {
  const anonymous = createApiClient({ url });
  const clientOf = (wallet: Wallet): ApiClient =>
    createApiClient({ url, token: walletToken(anonymous, wallet) });

  async function insist<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof ApiFault) || attempt === attemptsMax) throw error;
        if (api.ended() !== undefined) await api.start();
      }
    }
  }

  /** All copies must get the same answer. */
  async function once(ask: () => Promise<Hash>): Promise<Hash> {
    const answers = await Promise.all(Array.from({ length: copies }, () => insist(ask)));
    const [first, ...others] = new Set(answers);
    if (first === undefined || others.length > 0) throw new Error(`answers: ${answers.join()}`);
    return first;
  }

  return {
    async open(renter, { listingId, depositUnits }) {
      const client = clientOf(renter);
      const request = { listingId, renter: renter.address, seconds: staySeconds, depositUnits };
      const { quoteRental } = await insist(() => client.query(operations.quoteRental, request));
      const variables = {
        idempotencyKey: randomUUID(),
        chainId: market.policy.chainId,
        listingId,
        order: quoteRental.order,
        signature: await renter.signTypedData(quoteRental.typedData, 'Order'),
      };
      return once(
        async () => (await client.mutate(operations.openRental, variables)).openRental.id,
      );
    },
    report: (rentalId) => proveInstance(market, { rentalId }),
    async stop(renter, rentalId) {
      const client = clientOf(renter);
      const asked = await insist(() => client.query(operations.stopTypedData, { rentalId }));
      const variables = {
        idempotencyKey: randomUUID(),
        chainId: market.policy.chainId,
        stop: stopInput(asked.stopTypedData),
        signature: await renter.signTypedData(asked.stopTypedData, 'Stop'),
      };
      await once(async () => (await client.mutate(operations.stopRental, variables)).stopRental.id);
    },
  };
}
