import type { Hex, IntentCall } from '@gpuflow/domain';
import { encodeEscrowCall } from './encode-escrow-call.js';

/** The calldata with which an intent's call is made on the escrow contract. */
export function encodeCall(call: IntentCall): Hex {
  const { order, purpose } = call;
  switch (purpose) {
    case 'OPEN':
      return encodeEscrowCall({ ...call, kind: 'OPEN_BY_SIG' });
    case 'STOP': {
      const { stop, stopSignature: signature } = call;
      return stop === undefined || signature === undefined
        ? encodeEscrowCall({ kind: 'STOP', order })
        : encodeEscrowCall({ kind: 'STOP_BY_SIG', order, stop, signature });
    }
    default:
      return encodeEscrowCall({ kind: purpose, order });
  }
}
