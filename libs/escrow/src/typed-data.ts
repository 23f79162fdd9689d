import {
  rentalClasses,
  reportKinds,
  starters,
  type Address,
  type Amend,
  type Enrolment,
  type MeterReport,
  type Offer,
  type Order,
  type PauseOrResume,
  type SignedDelegation,
  type SignedStatement,
  type Stop,
  type Withdraw,
} from '@gpuflow/domain';

const turnFields = [
  { name: 'rentalId', type: 'bytes32' },
  { name: 'turn', type: 'uint16' },
  { name: 'deadline', type: 'uint40' },
] as const;

/** EIP-712 struct types, field for field as the contract's `Terms.sol` hashes them. `Enrolment` is the market's own. */
const typedDataTypes = {
  Offer: [
    { name: 'provider', type: 'address' },
    { name: 'token', type: 'address' },
    { name: 'pricePerHour', type: 'uint96' },
    { name: 'storagePricePerHour', type: 'uint96' },
    { name: 'class', type: 'uint8' },
    { name: 'assetHash', type: 'bytes32' },
    { name: 'slaHash', type: 'bytes32' },
    { name: 'maxFeeBps', type: 'uint16' },
    { name: 'meter', type: 'address' },
    { name: 'arbiter', type: 'address' },
    { name: 'window', type: 'uint32' },
    { name: 'retroBudget', type: 'uint32' },
    { name: 'noticeSeconds', type: 'uint32' },
    { name: 'startWithin', type: 'uint32' },
    { name: 'minDuration', type: 'uint32' },
    { name: 'evictPenalty', type: 'uint96' },
    { name: 'slaGrace', type: 'uint32' },
    { name: 'bond', type: 'uint96' },
    { name: 'availableUntil', type: 'uint40' },
    { name: 'maxUses', type: 'uint32' },
    { name: 'validUntil', type: 'uint40' },
    { name: 'counter', type: 'uint64' },
    { name: 'salt', type: 'bytes32' },
  ],
  Order: [
    { name: 'renter', type: 'address' },
    { name: 'offer', type: 'Offer' },
    { name: 'pricePerHour', type: 'uint96' },
    { name: 'deposit', type: 'uint96' },
    { name: 'feeBps', type: 'uint16' },
    { name: 'starter', type: 'uint8' },
    { name: 'startDeadline', type: 'uint40' },
    { name: 'maxEnd', type: 'uint40' },
    { name: 'validUntil', type: 'uint40' },
    { name: 'counter', type: 'uint64' },
    { name: 'salt', type: 'bytes32' },
  ],
  Stop: [
    { name: 'rentalId', type: 'bytes32' },
    { name: 'deadline', type: 'uint40' },
  ],
  Pause: turnFields,
  Resume: turnFields,
  Amend: [
    { name: 'rentalId', type: 'bytes32' },
    { name: 'pricePerHour', type: 'uint96' },
    { name: 'storagePricePerHour', type: 'uint96' },
    { name: 'maxEnd', type: 'uint40' },
    { name: 'turn', type: 'uint16' },
    { name: 'deadline', type: 'uint40' },
  ],
  Statement: [
    { name: 'rentalId', type: 'bytes32' },
    { name: 'gross', type: 'uint96' },
    { name: 'endedAt', type: 'uint40' },
    { name: 'turn', type: 'uint16' },
    { name: 'deadline', type: 'uint40' },
  ],
  MeterReport: [
    { name: 'rentalId', type: 'bytes32' },
    { name: 'kind', type: 'uint8' },
    { name: 'since', type: 'uint40' },
    { name: 'turn', type: 'uint16' },
    { name: 'evidenceRoot', type: 'bytes32' },
    { name: 'deadline', type: 'uint40' },
  ],
  Withdraw: [
    { name: 'owner', type: 'address' },
    { name: 'token', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'amount', type: 'uint128' },
    { name: 'relayer', type: 'address' },
    { name: 'relayFeeMax', type: 'uint128' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint40' },
  ],
  Delegation: [
    { name: 'owner', type: 'address' },
    { name: 'delegate', type: 'address' },
    { name: 'token', type: 'address' },
    { name: 'scopes', type: 'uint8' },
    { name: 'cap', type: 'uint96' },
    { name: 'expiry', type: 'uint40' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint40' },
  ],
  Enrolment: [
    { name: 'provider', type: 'address' },
    { name: 'agentKey', type: 'bytes32' },
    { name: 'assetHash', type: 'bytes32' },
    { name: 'validUntil', type: 'uint40' },
  ],
} as const;

/** The EIP-712 domain of what the contract itself verifies: all but Enrolment. */
export function escrowDomain(chainId: number, escrow: Address) {
  return { name: 'RentalEscrow', version: '1', chainId, verifyingContract: escrow } as const;
}
export type EscrowDomain = ReturnType<typeof escrowDomain>;

/** The EIP-712 domain of what only the market verifies: Enrolment. */
export function marketDomain(chainId: number) {
  return { name: 'GPUFlow', version: '1', chainId } as const;
}
export type MarketDomain = ReturnType<typeof marketDomain>;

/** An Offer in the contract's form: the class as its number. */
export function offerStruct(offer: Offer) {
  return { ...offer, class: rentalClasses.indexOf(offer.class) };
}

/** An Order in the contract's form: class and starter as their numbers. */
export function orderStruct(order: Order) {
  return {
    ...order,
    offer: offerStruct(order.offer),
    starter: starters.indexOf(order.starter),
  };
}

/** A MeterReport in the contract's form: the kind as its number. */
export function reportStruct(report: MeterReport) {
  return { ...report, kind: reportKinds.indexOf(report.kind) };
}

/** What a provider signs to offer a machine. Its digest is the contract's `hashOffer`. */
export function offerDefinition(domain: EscrowDomain, offer: Offer) {
  return {
    domain,
    types: { Offer: typedDataTypes.Offer },
    primaryType: 'Offer',
    message: offerStruct(offer),
  } as const;
}

/** What a renter signs to accept an Offer. Its digest is the contract's `hashOrder`: the rental's id. */
export function orderDefinition(domain: EscrowDomain, order: Order) {
  return {
    domain,
    types: { Order: typedDataTypes.Order, Offer: typedDataTypes.Offer },
    primaryType: 'Order',
    message: orderStruct(order),
  } as const;
}

/** What a renter signs to end a rental at once. */
export function stopDefinition(domain: EscrowDomain, stop: Stop) {
  return {
    domain,
    types: { Stop: typedDataTypes.Stop },
    primaryType: 'Stop',
    message: stop,
  } as const;
}

/** What a renter signs to pause a rental. */
export function pauseDefinition(domain: EscrowDomain, pause: PauseOrResume) {
  return {
    domain,
    types: { Pause: typedDataTypes.Pause },
    primaryType: 'Pause',
    message: pause,
  } as const;
}

/** What a renter signs to go on. */
export function resumeDefinition(domain: EscrowDomain, resume: PauseOrResume) {
  return {
    domain,
    types: { Resume: typedDataTypes.Resume },
    primaryType: 'Resume',
    message: resume,
  } as const;
}

/** What both sides sign to go on at other prices or to another end. */
export function amendDefinition(domain: EscrowDomain, amend: Amend) {
  return {
    domain,
    types: { Amend: typedDataTypes.Amend },
    primaryType: 'Amend',
    message: amend,
  } as const;
}

/** What the sides sign to close a rental at an agreed cost, or one of them to concede it. */
export function statementDefinition(domain: EscrowDomain, statement: SignedStatement) {
  return {
    domain,
    types: { Statement: typedDataTypes.Statement },
    primaryType: 'Statement',
    message: statement,
  } as const;
}

/** What a meter signs. */
export function reportDefinition(domain: EscrowDomain, report: MeterReport) {
  return {
    domain,
    types: { MeterReport: typedDataTypes.MeterReport },
    primaryType: 'MeterReport',
    message: reportStruct(report),
  } as const;
}

/** What an owner signs to have somebody else take its money out. Its digest names the relayer's fee in the logs. */
export function withdrawDefinition(domain: EscrowDomain, withdraw: Withdraw) {
  return {
    domain,
    types: { Withdraw: typedDataTypes.Withdraw },
    primaryType: 'Withdraw',
    message: withdraw,
  } as const;
}

/** What an owner signs to let another key act for it. */
export function delegationDefinition(domain: EscrowDomain, delegation: SignedDelegation) {
  return {
    domain,
    types: { Delegation: typedDataTypes.Delegation },
    primaryType: 'Delegation',
    message: delegation,
  } as const;
}

/** What a provider signs to let an agent's key speak for a machine. */
export function enrolmentDefinition(domain: MarketDomain, enrolment: Enrolment) {
  return {
    domain,
    types: { Enrolment: typedDataTypes.Enrolment },
    primaryType: 'Enrolment',
    message: enrolment,
  } as const;
}
