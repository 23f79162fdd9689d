import type { Address, Hash, Hex, Operation, Order, Signer } from '@gpuflow/domain';
import {
  amendDefinition,
  delegationDefinition,
  openingAuthorizationDefinition,
  pauseDefinition,
  reportDefinition,
  resumeDefinition,
  statementDefinition,
  stopDefinition,
  withdrawDefinition,
  type EscrowDomain,
  type SignedCall,
} from '@gpuflow/escrow';
import { hashTypedData } from 'viem';

import { signatureOf } from './actors.ts';

/** The digests that parties sign, of one escrow. */
export interface Signing {
  domain: EscrowDomain;
  hashOffer: (offer: Order['offer']) => Hash;
  hashOrder: (order: Order) => Hash;
}

/** The same call with real signatures where the model is only told who signed. */
export async function signOperation(signing: Signing, operation: Operation): Promise<SignedCall> {
  const { domain } = signing;
  switch (operation.kind) {
    case 'OPEN': {
      const offerSignature = await offerSigned(signing, operation);
      return { ...operation, offerSignature };
    }
    case 'OPEN_BY_SIG': {
      const { order } = operation;
      const orderSignature = await by(operation.orderSignature, () => signing.hashOrder(order));
      const offerSignature = await offerSigned(signing, operation);
      return { ...operation, orderSignature, offerSignature };
    }
    case 'OPEN_WITH_AUTHORIZATION': {
      const digest = () => authorizationDigest(signing, operation.order);
      const authorization = await by(operation.authorization, digest);
      return { ...operation, authorization, offerSignature: await offerSigned(signing, operation) };
    }
    case 'REPORT': {
      const digest = () => hashTypedData(reportDefinition(domain, operation.report));
      return { ...operation, signature: await by(operation.signature, digest) };
    }
    case 'PAUSE': {
      const digest = () => hashTypedData(pauseDefinition(domain, operation.signed));
      return { ...operation, signature: await by(operation.signature, digest) };
    }
    case 'RESUME': {
      const digest = () => hashTypedData(resumeDefinition(domain, operation.signed));
      return { ...operation, signature: await by(operation.signature, digest) };
    }
    case 'STOP_BY_SIG': {
      const digest = () => hashTypedData(stopDefinition(domain, operation.stop));
      return { ...operation, signature: await by(operation.signature, digest) };
    }
    case 'WITHDRAW_BY_SIG': {
      const digest = () => hashTypedData(withdrawDefinition(domain, operation.withdraw));
      return { ...operation, signature: await by(operation.signature, digest) };
    }
    case 'SET_DELEGATE': {
      const digest = () => hashTypedData(delegationDefinition(domain, operation.delegation));
      return { ...operation, signature: await by(operation.signature, digest) };
    }
    case 'AMEND': {
      const digest = () => hashTypedData(amendDefinition(domain, operation.amend));
      return { ...operation, ...(await signedByBoth(operation, digest)) };
    }
    case 'STATEMENT': {
      const digest = () => hashTypedData(statementDefinition(domain, operation.statement));
      return { ...operation, ...(await signedByBoth(operation, digest)) };
    }
    case 'BATCH': {
      const signed = operation.operations.map((each) => signOperation(signing, each));
      return { kind: 'BATCH', operations: await Promise.all(signed) };
    }
    default:
      return operation;
  }
}

/** What the token asks of a renter who pays from its wallet. */
function authorizationDigest({ domain, hashOrder }: Signing, order: Order): Hash {
  const { chainId, verifyingContract: escrow } = domain;
  const token = {
    name: 'Demo Dollar',
    version: '1',
    chainId,
    verifyingContract: order.offer.token,
  };
  const to = { escrow, rentalId: hashOrder(order) };
  return hashTypedData(openingAuthorizationDefinition(token, order, to));
}

async function by(signer: Signer, digest: () => Hash): Promise<Hex> {
  return signer === undefined ? '0x' : signatureOf(signer, digest());
}

/** Offers are signed once and used often. */
const offerSignatures = new Map<string, Promise<Hex>>();

async function offerSigned(
  { hashOffer }: Signing,
  { order, offerSignature }: { order: Order; offerSignature: Signer },
): Promise<Hex> {
  const digest = hashOffer(order.offer);
  const key = `${digest}:${offerSignature ?? ''}`;
  const signature = offerSignatures.get(key) ?? by(offerSignature, () => digest);
  offerSignatures.set(key, signature);
  return signature;
}

interface BothSigners {
  renterSignature: Address | undefined;
  providerSignature: Address | undefined;
}

async function signedByBoth(signers: BothSigners, digest: () => Hash) {
  return {
    renterSignature: await by(signers.renterSignature, digest),
    providerSignature: await by(signers.providerSignature, digest),
  };
}
