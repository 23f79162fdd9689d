import { randomBytes } from 'node:crypto';

import { chainCounters, chainNow, machines } from '@gpuflow/db';
import {
  allIncluded,
  wholeMachine,
  type Address,
  type ListingTerms,
  type RentalClass,
  type Slice,
} from '@gpuflow/domain';
import { escrowDomain, offerTypedData, type TypedDataJson } from '@gpuflow/escrow';
import { found, type Market } from '@gpuflow/marketplace';

import { usualOffer } from './usual-offer.js';

/** What a provider asks to be offered. */
export interface OfferRequest {
  machineId: string;
  token: Address;
  pricePerHourUnits: bigint;
  class: RentalClass;
  /** By default all of the machine. */
  slice: Slice | undefined;
  /** By default all of the slice's disk, and traffic, are in the price. */
  terms: ListingTerms | undefined;
}

/** What a provider signs to offer a slice of a machine at this price under the usual terms. Refuses `NOT_FOUND`. */
export async function offerToSign(
  { clock, db, policy, terms: hashes }: Market,
  escrow: Address,
  request: OfferRequest,
): Promise<TypedDataJson> {
  const { machineId, token, pricePerHourUnits } = request;
  const { chainId, meter } = policy;
  const machine = found(await machines.find(db, machineId), 'machine', machineId);
  const slice = request.slice ?? wholeMachine(machine);
  const offer = usualOffer({
    provider: machine.provider,
    assetHash: hashes.sliceHash(machine.assetHash, slice),
    slaHash: hashes.termsHash(request.terms ?? allIncluded(slice.diskGb)),
    class: request.class,
    token,
    pricePerHourUnits,
    meter,
    counter: await chainCounters.of(db, chainId, machine.provider),
    chainNow: await chainNow(db, chainId, clock.now()),
    salt: `0x${randomBytes(32).toString('hex')}`,
  });
  return offerTypedData(escrowDomain(chainId, escrow), offer);
}
