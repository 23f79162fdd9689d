import type { Enrolment, Offer, Order, Stop } from '@gpuflow/domain';
import {
  enrolmentDefinition,
  offerDefinition,
  orderDefinition,
  stopDefinition,
  type EscrowDomain,
  type MarketDomain,
} from './typed-data.js';

/** EIP-712 data as `eth_signTypedData_v4` takes it: plain JSON, 64-bit and wider integers as decimal strings. */
export interface TypedDataJson {
  domain: { name: string; version: string; chainId: number; verifyingContract?: string };
  types: Record<string, { name: string; type: string }[]>;
  primaryType: PrimaryType;
  message: Record<string, unknown>;
}

/** What wallets sign in this market. */
export type PrimaryType = 'Offer' | 'Order' | 'Stop' | 'Enrolment';

/** The JSON for a provider's wallet to sign an Offer. */
export function offerTypedData(domain: EscrowDomain, offer: Offer): TypedDataJson {
  return typedDataJson(offerDefinition(domain, offer));
}

/** The JSON for a renter's wallet to sign an Order. */
export function orderTypedData(domain: EscrowDomain, order: Order): TypedDataJson {
  return typedDataJson(orderDefinition(domain, order));
}

/** The JSON for a renter's wallet to sign a Stop. */
export function stopTypedData(domain: EscrowDomain, stop: Stop): TypedDataJson {
  return typedDataJson(stopDefinition(domain, stop));
}

/** The JSON for a provider's wallet to sign an Enrolment. */
export function enrolmentTypedData(domain: MarketDomain, enrolment: Enrolment): TypedDataJson {
  return typedDataJson(enrolmentDefinition(domain, enrolment));
}

interface Definition {
  domain: EscrowDomain | MarketDomain;
  types: Readonly<Record<string, readonly { name: string; type: string }[]>>;
  primaryType: PrimaryType;
  message: object;
}

function typedDataJson({ domain, types, primaryType, message }: Definition): TypedDataJson {
  const structs = Object.entries(types).map(([name, fields]) => [name, [...fields]] as const);
  return {
    domain: { ...domain },
    types: { EIP712Domain: domainFields(domain), ...Object.fromEntries(structs) },
    primaryType,
    message: plainStruct(message),
  };
}

function domainFields(domain: Definition['domain']) {
  const fields = [
    { name: 'name', type: 'string' },
    { name: 'version', type: 'string' },
    { name: 'chainId', type: 'uint256' },
  ];
  return 'verifyingContract' in domain
    ? [...fields, { name: 'verifyingContract', type: 'address' }]
    : fields;
}

function plainStruct(struct: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(struct).map(([name, value]: [string, unknown]) => [name, plain(value)]),
  );
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'object' && value !== null ? plainStruct(value) : value;
}
