import type {
  Address,
  Enrolment,
  Hash,
  Hex,
  MachineFacts,
  Offer,
  Order,
  Stop,
  Withdraw,
} from '@gpuflow/domain';
import { hashStruct, hashTypedData } from 'viem';
import { isSignedBy } from './signature.js';
import { verifySignIn } from './sign-in.js';
import {
  enrolmentDefinition,
  escrowDomain,
  marketDomain,
  offerDefinition,
  orderDefinition,
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
    assetHash,
    verifyOffer: (offer: Offer, signature: Hex) =>
      isSignedBy(offer.provider, hashOffer(offer), signature),
    verifyOrder: (order: Order, signature: Hex) =>
      isSignedBy(order.renter, hashOrder(order), signature),
    verifyStop: (renter: Address, stop: Stop, signature: Hex) =>
      isSignedBy(renter, hashTypedData(stopDefinition(domain, stop)), signature),
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

/**
 * What an Offer commits to: the EIP-712 struct hash (without a domain) of the machine's facts and its agent's key.
 * One machine has one, whichever chain it is offered on. The counts must fit 32 bits.
 */
function assetHash(facts: MachineFacts, agentKey: Hash): Hash {
  return hashStruct({
    types: { Asset: assetType },
    primaryType: 'Asset',
    data: { ...facts, agentKey },
  });
}
