import {
  ApiRefusal,
  enrolmentInput,
  offerInput,
  operations,
  type ApiClient,
} from '@gpuflow/api-client';
import type { Wallet } from '@gpuflow/escrow';
import { z } from 'zod';

import { factsOf, priceUnits, type PlannedMachine } from './market-plan.ts';

/** A provider of the demonstration: a wallet, and the API in its name. */
export interface Provider {
  wallet: Wallet;
  api: ApiClient;
}

/** The provider's signed word that this key speaks for a machine of theirs. */
export async function signEnrolment(
  { wallet, api }: Provider,
  machine: PlannedMachine,
  agentKey: `0x${string}`,
) {
  const { enrolmentTypedData } = await api.query(operations.enrolmentTypedData, {
    provider: wallet.address,
    agentKey,
    facts: factsOf(machine),
  });
  const signature = await wallet.signTypedData(enrolmentTypedData, 'Enrolment');
  return { enrolment: enrolmentInput(enrolmentTypedData), signature };
}

/**
 * Offers a machine at its price under the market's usual terms, signed by the provider. A listing of it whose offer nobody
 * can accept any more makes way.
 */
export async function publish(
  provider: Provider,
  machine: PlannedMachine,
  machineId: string,
  token: `0x${string}`,
  chainId: number,
): Promise<void> {
  const offer = () => publishOnce(provider, machine, machineId, token, chainId);
  try {
    await offer();
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.code !== 'SLICE_OVERLAPS') throw error;
    const { listingId: id } = z.object({ listingId: z.string() }).parse(error.facts);
    await provider.api.mutate(operations.withdrawListing, { idempotencyKey: newKey(), id });
    await offer();
  }
}

async function publishOnce(
  { wallet, api }: Provider,
  machine: PlannedMachine,
  machineId: string,
  token: `0x${string}`,
  chainId: number,
): Promise<void> {
  const { offerTypedData } = await api.query(operations.offerTypedData, {
    machineId,
    token,
    pricePerHourUnits: priceUnits(machine),
    class: machine.class,
  });
  await api.mutate(operations.publishListing, {
    idempotencyKey: newKey(),
    chainId,
    machineId,
    tier: machine.tier,
    offer: offerInput(offerTypedData),
    signature: await wallet.signTypedData(offerTypedData, 'Offer'),
  });
}

function newKey(): string {
  return `demo-${crypto.randomUUID()}`;
}

/** Names of the machines that the provider has on the market. */
export async function listedMachines({ wallet, api }: Provider): Promise<Set<string>> {
  const names = new Set<string>();
  let after: string | undefined;
  do {
    const { listings } = await api.query(operations.listings, {
      filter: { provider: wallet.address },
      first: 100,
      ...(after !== undefined && { after }),
    });
    for (const { node } of listings.edges) names.add(node.machine.name);
    after = listings.pageInfo.hasNextPage ? (listings.pageInfo.endCursor ?? undefined) : undefined;
  } while (after !== undefined);
  return names;
}
