import { randomBytes } from 'node:crypto';

import { chainCounters, chainNow, machines } from '@gpuflow/db';
import type { Address } from '@gpuflow/domain';
import { escrowDomain, offerTypedData, type TypedDataJson } from '@gpuflow/escrow';
import { found, type Market } from '@gpuflow/marketplace';

import { usualOffer } from './usual-offer.js';

/** What a provider signs to offer a machine at this price under the usual terms. Refuses `NOT_FOUND`. */
export async function offerToSign(
  { clock, db, policy }: Market,
  escrow: Address,
  request: { machineId: string; token: Address; pricePerHourUnits: bigint },
): Promise<TypedDataJson> {
  const { machineId, token, pricePerHourUnits } = request;
  const { chainId, meter } = policy;
  const machine = found(await machines.find(db, machineId), 'machine', machineId);
  const offer = usualOffer({
    machine,
    token,
    pricePerHourUnits,
    meter,
    counter: await chainCounters.of(db, chainId, machine.provider),
    chainNow: await chainNow(db, chainId, clock.now()),
    salt: `0x${randomBytes(32).toString('hex')}`,
  });
  return offerTypedData(escrowDomain(chainId, escrow), offer);
}
