import type {
  Amend,
  Enrolment,
  MeterReport,
  Offer,
  Order,
  PauseOrResume,
  SignedDelegation,
  SignedStatement,
  Stop,
  Withdraw,
} from '@gpuflow/domain';
import {
  amendDefinition,
  delegationDefinition,
  enrolmentDefinition,
  offerDefinition,
  orderDefinition,
  pauseDefinition,
  reportDefinition,
  resumeDefinition,
  statementDefinition,
  stopDefinition,
  withdrawDefinition,
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
export type PrimaryType =
  | 'Offer'
  | 'Order'
  | 'Stop'
  | 'Pause'
  | 'Resume'
  | 'Amend'
  | 'Statement'
  | 'MeterReport'
  | 'Withdraw'
  | 'Delegation'
  | 'Enrolment';

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

/** The JSON for a renter's wallet to sign a Pause. */
export function pauseTypedData(domain: EscrowDomain, pause: PauseOrResume): TypedDataJson {
  return typedDataJson(pauseDefinition(domain, pause));
}

/** The JSON for a renter's wallet to sign a Resume. */
export function resumeTypedData(domain: EscrowDomain, resume: PauseOrResume): TypedDataJson {
  return typedDataJson(resumeDefinition(domain, resume));
}

/** The JSON for both sides' wallets to sign an Amend. */
export function amendTypedData(domain: EscrowDomain, amend: Amend): TypedDataJson {
  return typedDataJson(amendDefinition(domain, amend));
}

/** The JSON for a side's wallet to sign a Statement. */
export function statementTypedData(
  domain: EscrowDomain,
  statement: SignedStatement,
): TypedDataJson {
  return typedDataJson(statementDefinition(domain, statement));
}

/** The JSON for a meter's wallet to sign a MeterReport. */
export function reportTypedData(domain: EscrowDomain, report: MeterReport): TypedDataJson {
  return typedDataJson(reportDefinition(domain, report));
}

/** The JSON for an owner's wallet to sign a Withdraw. */
export function withdrawTypedData(domain: EscrowDomain, withdraw: Withdraw): TypedDataJson {
  return typedDataJson(withdrawDefinition(domain, withdraw));
}

/** The JSON for an owner's wallet to sign a Delegation. */
export function delegationTypedData(
  domain: EscrowDomain,
  delegation: SignedDelegation,
): TypedDataJson {
  return typedDataJson(delegationDefinition(domain, delegation));
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
