import type { EscrowCall, Hex } from '@gpuflow/domain';
import { encodeFunctionData, parseSignature } from 'viem';
import { rentalEscrowAbi as abi } from './generated/index.js';
import { offerStruct, orderStruct, reportStruct } from './typed-data.js';

/** A call with the bytes of its signatures; `0x` where a side only speaks by calling, or not at all. */
export type SignedCall = EscrowCall<Hex>;

const plainFunctions = {
  CANCEL: 'cancel',
  DECLINE: 'decline',
  EXPIRE: 'expire',
  START: 'start',
  HALT: 'halt',
  GIVE_NOTICE: 'giveNotice',
  STOP: 'stop',
  SETTLE: 'settle',
  CLOSE: 'close',
} as const;

type PlainCall = Extract<SignedCall, { kind: keyof typeof plainFunctions }>;
type Kinds<Kind extends SignedCall['kind']> = Extract<SignedCall, { kind: Kind }>;

/** The calldata of any call of the escrow contract. */
export function encodeEscrowCall(call: SignedCall): Hex {
  switch (call.kind) {
    case 'DEPOSIT':
    case 'WITHDRAW':
    case 'WITHDRAW_BY_SIG':
    case 'WITHDRAW_FEES':
      return encodeMoneyCall(call);
    case 'OPEN':
    case 'OPEN_BY_SIG':
    case 'OPEN_WITH_AUTHORIZATION':
      return encodeOpening(call);
    case 'CANCEL_OFFER':
    case 'INCREMENT_COUNTER':
      return encodeTakingBack(call);
    case 'REPORT':
    case 'PAUSE':
    case 'RESUME':
    case 'STOP_BY_SIG':
      return encodeSignedWish(call);
    case 'PREEMPT':
    case 'REPRICE':
    case 'EXTEND':
    case 'TOP_UP':
      return encodeChange(call);
    case 'AMEND':
    case 'STATEMENT':
      return encodeAgreement(call);
    case 'SETTLE_MANY':
    case 'CLOSE_MANY': {
      const functionName = call.kind === 'SETTLE_MANY' ? 'settleMany' : 'closeMany';
      return encodeFunctionData({ abi, functionName, args: [call.orders.map(orderStruct)] });
    }
    case 'SET_DELEGATE': {
      const args = [call.delegation, call.signature] as const;
      return encodeFunctionData({ abi, functionName: 'setDelegate', args });
    }
    case 'BATCH': {
      const calls = call.operations.map(encodeEscrowCall);
      return encodeFunctionData({ abi, functionName: 'batch', args: [calls] });
    }
    default:
      return encodePlain(call);
  }
}

function encodePlain({ kind, order }: PlainCall): Hex {
  const functionName = plainFunctions[kind];
  return encodeFunctionData({ abi, functionName, args: [orderStruct(order)] });
}

function encodeMoneyCall(
  call: Kinds<'DEPOSIT' | 'WITHDRAW' | 'WITHDRAW_BY_SIG' | 'WITHDRAW_FEES'>,
): Hex {
  switch (call.kind) {
    case 'DEPOSIT': {
      const args = [call.token, call.owner, call.amountUnits] as const;
      return encodeFunctionData({ abi, functionName: 'deposit', args });
    }
    case 'WITHDRAW': {
      const args = [call.token, call.to, call.amountUnits] as const;
      return encodeFunctionData({ abi, functionName: 'withdraw', args });
    }
    case 'WITHDRAW_BY_SIG': {
      const args = [call.withdraw, call.relayFeeUnits, call.signature] as const;
      return encodeFunctionData({ abi, functionName: 'withdrawBySig', args });
    }
    case 'WITHDRAW_FEES':
      return encodeFunctionData({ abi, functionName: 'withdrawFees', args: [call.token] });
  }
}

function encodeOpening(call: Kinds<'OPEN' | 'OPEN_BY_SIG' | 'OPEN_WITH_AUTHORIZATION'>): Hex {
  const order = orderStruct(call.order);
  const { offerSignature } = call;
  switch (call.kind) {
    case 'OPEN':
      return encodeFunctionData({ abi, functionName: 'open', args: [order, offerSignature] });
    case 'OPEN_BY_SIG': {
      const args = [order, call.orderSignature, offerSignature] as const;
      return encodeFunctionData({ abi, functionName: 'openBySig', args });
    }
    case 'OPEN_WITH_AUTHORIZATION': {
      const { r, s, yParity } = parseSignature(call.authorization);
      const args = [order, 27 + yParity, r, s, offerSignature] as const;
      return encodeFunctionData({ abi, functionName: 'openWithAuthorization', args });
    }
  }
}

function encodeTakingBack(call: Kinds<'CANCEL_OFFER' | 'INCREMENT_COUNTER'>): Hex {
  if (call.kind === 'INCREMENT_COUNTER')
    return encodeFunctionData({ abi, functionName: 'incrementCounter' });
  return encodeFunctionData({ abi, functionName: 'cancelOffer', args: [offerStruct(call.offer)] });
}

function encodeSignedWish(call: Kinds<'REPORT' | 'PAUSE' | 'RESUME' | 'STOP_BY_SIG'>): Hex {
  const order = orderStruct(call.order);
  const { signature } = call;
  switch (call.kind) {
    case 'REPORT': {
      const args = [order, reportStruct(call.report), signature] as const;
      return encodeFunctionData({ abi, functionName: 'report', args });
    }
    case 'PAUSE': {
      const args = [order, call.signed, signature] as const;
      return encodeFunctionData({ abi, functionName: 'pause', args });
    }
    case 'RESUME': {
      const args = [order, call.signed, signature] as const;
      return encodeFunctionData({ abi, functionName: 'resume', args });
    }
    case 'STOP_BY_SIG': {
      const args = [order, call.stop, signature] as const;
      return encodeFunctionData({ abi, functionName: 'stopBySig', args });
    }
  }
}

function encodeChange(call: Kinds<'PREEMPT' | 'REPRICE' | 'EXTEND' | 'TOP_UP'>): Hex {
  const order = orderStruct(call.order);
  switch (call.kind) {
    case 'PREEMPT': {
      const args = [order, orderStruct(call.byNew)] as const;
      return encodeFunctionData({ abi, functionName: 'preempt', args });
    }
    case 'REPRICE': {
      const args = [order, call.pricePerHourUnits] as const;
      return encodeFunctionData({ abi, functionName: 'reprice', args });
    }
    case 'EXTEND':
      return encodeFunctionData({ abi, functionName: 'extend', args: [order, call.maxEnd] });
    case 'TOP_UP': {
      const args = [order, call.from, call.amountUnits] as const;
      return encodeFunctionData({ abi, functionName: 'topUp', args });
    }
  }
}

function encodeAgreement(call: Kinds<'AMEND' | 'STATEMENT'>): Hex {
  const { renterSignature, providerSignature } = call;
  const order = orderStruct(call.order);
  switch (call.kind) {
    case 'AMEND': {
      const args = [order, call.amend, renterSignature, providerSignature] as const;
      return encodeFunctionData({ abi, functionName: 'amend', args });
    }
    case 'STATEMENT': {
      const args = [order, call.statement, renterSignature, providerSignature] as const;
      return encodeFunctionData({ abi, functionName: 'statement', args });
    }
  }
}
