import type { EscrowCall } from '../escrow/operation.js';
import type { Address } from '../ids.js';
import type { RefusalCode } from '../refusal.js';

/** What the contract takes only from the hand of whom it concerns: no signature stands for it. */
export type WalletOperation = Extract<
  EscrowCall<never>,
  { kind: 'TOP_UP' | 'EXTEND' | 'REPRICE' | 'STOP' | 'CANCEL' }
>;

/**
 * What can refuse such a call between now and the block in which it is mined, although it would succeed now: time
 * passes, and other transactions come first.
 */
export function refusalsOf(operation: WalletOperation, sender: Address): readonly RefusalCode[] {
  switch (operation.kind) {
    case 'TOP_UP': {
      const usual = ['BAD_STATE', 'RENTAL_LAPSED', 'INSUFFICIENT_BALANCE'] as const;
      return operation.from === sender ? usual : [...usual, 'NOT_IN_SCOPE', 'OVER_CAP'];
    }
    case 'EXTEND':
      return ['BAD_STATE', 'RENTAL_LAPSED', 'TERMS_OUT_OF_BOUNDS'];
    case 'REPRICE':
      return ['BAD_STATE', 'RENTAL_LAPSED', 'PRICE_BELOW_OFFER'];
    case 'CANCEL':
      return ['BAD_STATE'];
    case 'STOP':
      return operation.order.renter === sender ? ['BAD_STATE'] : ['BAD_STATE', 'NOT_IN_SCOPE'];
  }
}
