import { randomUUID } from 'node:crypto';

import { listings, machines } from '@gpuflow/db';
import {
  allIncluded,
  wholeMachine,
  zeroAddress,
  type Hash,
  type Listing,
  type Machine,
  type Offer,
} from '@gpuflow/domain';
import { escrowDomain, offerTypedData, type Wallet } from '@gpuflow/escrow';

import type { Random } from './random.ts';
import type { Stand } from './stand.ts';

/** 0.59 dollars per hour, in a token of 6 decimals. */
const pricePerHourUnits = 590_000n;
/** Vested money of so many seconds may still be disputed. */
export const windowSeconds = 600;

/** Puts a machine of this provider on the market, as an enrolment and a publication leave it. */
export async function listMachine(
  stand: Stand,
  provider: Wallet,
  random: Random,
): Promise<Listing> {
  const { db, clock, terms } = stand.market;
  const chainId = stand.node.chainId;
  const { timestamp } = await stand.ledger.client.getBlock();
  const offer = offerOf(stand, provider.address, Number(timestamp), random);
  const domain = escrowDomain(chainId, stand.ledger.escrow);
  const machine = machineOf(offer, random, clock.now());
  const listing: Listing = {
    id: randomUUID(),
    machineId: machine.id,
    provider: provider.address,
    state: 'ACTIVE',
    tier: 'COMMUNITY',
    slice: wholeMachine(machine),
    terms: allIncluded(machine.diskGb),
    offer,
    offerHash: terms.hashOffer(offer),
    offerSignature: await provider.signTypedData(offerTypedData(domain, offer), 'Offer'),
    gpuModel: machine.gpuModel,
    publishedAt: clock.now(),
    withdrawnAt: undefined,
  };
  await machines.insert(db, machine);
  await listings.insert(db, listing);
  return listing;
}

/** 32 bytes that the seed decides. */
export function seededHash(random: Random): Hash {
  const bytes = Array.from({ length: 32 }, () => random.below(256).toString(16).padStart(2, '0'));
  return `0x${bytes.join('')}`;
}

function offerOf(
  { ledger, market }: Stand,
  provider: Wallet['address'],
  now: number,
  random: Random,
): Offer {
  return {
    provider,
    token: ledger.token,
    pricePerHour: pricePerHourUnits,
    storagePricePerHour: 0n,
    class: 'ON_DEMAND',
    assetHash: seededHash(random),
    slaHash: seededHash(random),
    maxFeeBps: 1_500,
    meter: market.policy.meter,
    arbiter: zeroAddress,
    window: windowSeconds,
    retroBudget: 0,
    noticeSeconds: 0,
    startWithin: 3_600,
    minDuration: 60,
    evictPenalty: 0n,
    slaGrace: 0,
    bond: 0n,
    availableUntil: now + 90 * 86_400,
    maxUses: 0,
    validUntil: now + 86_400,
    counter: 0n,
    salt: seededHash(random),
  };
}

function machineOf({ provider, assetHash }: Offer, random: Random, now: Date): Machine {
  return {
    id: randomUUID(),
    provider,
    agentKey: seededHash(random),
    assetHash,
    name: 'rack-1',
    gpuModel: 'RTX 4090',
    gpuCount: 1,
    vramGb: 24,
    cpuCores: 16,
    ramGb: 64,
    diskGb: 500,
    downMbps: 1_000,
    upMbps: 1_000,
    country: 'DE',
    endpointHost: '127.0.0.1',
    trust: {},
    reliability: undefined,
    liveness: 'ONLINE',
    lastBeatAt: now,
    enrolledAt: now,
  };
}
