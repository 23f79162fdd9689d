import { zeroAddress, type Address } from '../ids.js';
import { least } from '../money/least.js';
import { Refusal } from '../refusal.js';
import {
  credit,
  malformed,
  move,
  requireAgreement,
  requireInTime,
  requireSome,
  write,
} from './draft.js';
import type { Draft } from './draft.js';
import { requireEntry } from './entry-rules.js';
import { requireNonce } from './nonce.js';
import type { OperationOf } from './operation.js';

/** Anybody pays into an owner's balance. */
export function deposit(draft: Draft, { token, owner, amountUnits }: OperationOf<'DEPOSIT'>): void {
  requireAddress('owner', owner);
  requireSome(amountUnits);
  requireEntry(draft, token);
  move(draft, 'DEPOSITED', { token, owner }, amountUnits);
}

/** The caller takes free money out. */
export function withdraw(draft: Draft, { token, to, amountUnits }: OperationOf<'WITHDRAW'>): void {
  requireAddress('to', to);
  requireSome(amountUnits);
  move(draft, 'WITHDRAWN', { token, owner: draft.caller }, amountUnits);
}

/** An owner's signed wish, relayed: the fee stays inside, as the relayer's balance. */
export function withdrawBySig(draft: Draft, operation: OperationOf<'WITHDRAW_BY_SIG'>): void {
  const { withdraw: wish, relayFeeUnits, signature } = operation;
  const { owner, token, to, amount, relayer, relayFeeMax } = wish;
  requireAddress('to', to);
  requireInTime(draft, wish.deadline);
  if (relayer !== zeroAddress && relayer !== draft.caller)
    throw new Refusal('NOT_OWNER', { actor: draft.caller, kind: 'relayer', id: relayer });
  requireFee(relayFeeUnits, relayFeeMax, amount);
  requireAgreement(draft, owner, signature);
  requireNonce(draft, wish);
  if (relayFeeUnits > 0n) {
    const digest = draft.digests.hashWithdraw(wish);
    move(draft, 'DEBITED', { token, owner }, relayFeeUnits, digest);
    credit(draft, { token, owner: draft.caller }, relayFeeUnits, digest);
  }
  requireSome(amount - relayFeeUnits);
  move(draft, 'WITHDRAWN', { token, owner }, amount - relayFeeUnits);
}

/** Anybody sends a token's fees to their recipient. */
export function withdrawFees(draft: Draft, { token }: OperationOf<'WITHDRAW_FEES'>): void {
  const { fees, rules } = draft.books;
  const amountUnits = fees.get(token) ?? 0n;
  requireSome(amountUnits);
  if (rules.feeRecipient === undefined) throw new Error('The fee recipient was never set.');
  write(draft, { kind: 'FEES_WITHDRAWN', token, to: rules.feeRecipient, amountUnits });
}

function requireFee(fee: bigint, feeMax: bigint, amount: bigint): void {
  const bound = least(feeMax, amount);
  if (fee > bound) throw new Refusal('TERMS_OUT_OF_BOUNDS', { term: 'relayFee', have: fee, bound });
}

function requireAddress(field: string, address: Address): void {
  if (address === zeroAddress) throw malformed(field, 'the zero address');
}
