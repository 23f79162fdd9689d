import type {
  Address,
  Amend,
  Enrolment,
  Hash,
  Hex,
  ListingTerms,
  MachineFacts,
  Offer,
  Order,
  PauseOrResume,
  SignedDelegation,
  Slice,
  Stop,
  Withdraw,
} from '@gpuflow/domain';
import { hashStruct, hashTypedData, type TypedData } from 'viem';
import { evidenceTree } from './evidence-tree.js';
import { isSignedBy } from './signature.js';
import { verifySignIn } from './sign-in.js';
import {
  amendDefinition,
  delegationDefinition,
  enrolmentDefinition,
  escrowDomain,
  marketDomain,
  offerDefinition,
  orderDefinition,
  pauseDefinition,
  resumeDefinition,
  stopDefinition,
  withdrawDefinition,
} from './typed-data.js';

/** Where the contract is whose terms are hashed and verified. */
export interface TermsOptions {
  chainId: number;
  escrow: Address;
}

/** Digests and signature checks of everything that parties sign, for one contract on one chain. */
export function escrowTerms({ chainId, escrow }: TermsOptions) {
  const domain = escrowDomain(chainId, escrow);
  const market = marketDomain(chainId);
  const hashOffer = (offer: Offer): Hash => hashTypedData(offerDefinition(domain, offer));
  const hashOrder = (order: Order): Hash => hashTypedData(orderDefinition(domain, order));
  return {
    /** The digest that the provider signs. */
    hashOffer,
    /** The digest that the renter signs: the rental's id. */
    hashOrder,
    /** The digest that an owner signs to have its money taken out. */
    hashWithdraw: (withdraw: Withdraw): Hash => hashTypedData(withdrawDefinition(domain, withdraw)),
    evidenceTree,
    assetHash,
    sliceHash,
    termsHash,
    verifyOffer: (offer: Offer, signature: Hex) =>
      isSignedBy(offer.provider, hashOffer(offer), signature),
    verifyOrder: (order: Order, signature: Hex) =>
      isSignedBy(order.renter, hashOrder(order), signature),
    verifyStop: (renter: Address, stop: Stop, signature: Hex) =>
      isSignedBy(renter, hashTypedData(stopDefinition(domain, stop)), signature),
    verifyPause: (renter: Address, pause: PauseOrResume, signature: Hex) =>
      isSignedBy(renter, hashTypedData(pauseDefinition(domain, pause)), signature),
    verifyResume: (renter: Address, resume: PauseOrResume, signature: Hex) =>
      isSignedBy(renter, hashTypedData(resumeDefinition(domain, resume)), signature),
    verifyAmend: (signer: Address, amend: Amend, signature: Hex) =>
      isSignedBy(signer, hashTypedData(amendDefinition(domain, amend)), signature),
    verifyDelegation: (delegation: SignedDelegation, signature: Hex) =>
      isSignedBy(
        delegation.owner,
        hashTypedData(delegationDefinition(domain, delegation)),
        signature,
      ),
    verifyEnrolment: (enrolment: Enrolment, signature: Hex) =>
      isSignedBy(
        enrolment.provider,
        hashTypedData(enrolmentDefinition(market, enrolment)),
        signature,
      ),
    verifySignIn,
  };
}

const assetType = [
  { name: 'agentKey', type: 'bytes32' },
  { name: 'name', type: 'string' },
  { name: 'gpuModel', type: 'string' },
  { name: 'gpuCount', type: 'uint32' },
  { name: 'vramGb', type: 'uint32' },
  { name: 'cpuCores', type: 'uint32' },
  { name: 'ramGb', type: 'uint32' },
  { name: 'diskGb', type: 'uint32' },
  { name: 'downMbps', type: 'uint32' },
  { name: 'upMbps', type: 'uint32' },
  { name: 'country', type: 'string' },
  { name: 'endpointHost', type: 'string' },
] as const;

/** Fields of the same struct for what a provider may leave unsaid. */
const furtherFacts = [
  { name: 'region', type: 'string' },
  { name: 'diskMBps', type: 'uint32' },
  { name: 'directPorts', type: 'uint32' },
  { name: 'staticAddress', type: 'bool' },
  { name: 'cudaVersion', type: 'string' },
  { name: 'driverVersion', type: 'string' },
  { name: 'computeCapability', type: 'string' },
  { name: 'pcieGeneration', type: 'uint32' },
  { name: 'pcieMBps', type: 'uint32' },
  { name: 'nvlink', type: 'bool' },
  { name: 'powerLimitWatts', type: 'uint32' },
  { name: 'gpuUuids', type: 'string[]' },
  { name: 'mig', type: 'bool' },
] as const satisfies readonly { name: keyof MachineFacts; type: string }[];

/**
 * What a provider's word on a machine is signed as: the EIP-712 struct hash (without a domain) of its facts and its agent's
 * key. The struct has a field for each fact that is said, so that what is unsaid differs from a fact of 0. One machine has
 * one, whichever chain it is offered on. The counts must fit 32 bits.
 */
function assetHash(facts: MachineFacts, agentKey: Hash): Hash {
  const said = furtherFacts.filter(({ name }) => facts[name] !== undefined);
  const types: TypedData = { Asset: [...assetType, ...said] };
  return hashStruct({
    types,
    primaryType: 'Asset',
    data: { ...facts, agentKey },
  });
}

const sliceType = [
  { name: 'assetHash', type: 'bytes32' },
  { name: 'gpuIndices', type: 'uint32[]' },
  { name: 'diskGb', type: 'uint32' },
] as const;

/** What an Offer commits to by its `assetHash`: the EIP-712 struct hash of the machine's, the GPUs and the disk offered. */
function sliceHash(machineHash: Hash, { gpuIndices, diskGb }: Slice): Hash {
  return hashStruct({
    types: { Slice: sliceType },
    primaryType: 'Slice',
    data: { assetHash: machineHash, gpuIndices, diskGb },
  });
}

const listingTermsType = [
  { name: 'includedDiskGb', type: 'uint32' },
  { name: 'diskPricePerGbHourUnits', type: 'uint96' },
  { name: 'upPricePerGbUnits', type: 'uint96' },
  { name: 'downPricePerGbUnits', type: 'uint96' },
] as const;

/** What an Offer commits to by its `slaHash`: the EIP-712 struct hash of what the listing charges beside its price. */
function termsHash(terms: ListingTerms): Hash {
  return hashStruct({
    types: { ListingTerms: listingTermsType },
    primaryType: 'ListingTerms',
    data: terms,
  });
}
