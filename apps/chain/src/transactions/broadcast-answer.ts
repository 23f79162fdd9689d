import type { NodeRefusal } from '../node/ask.js';

/**
 * What a node's refusal of signed bytes means. KNOWN: it has them. CHECK: it, or the chain, may have another of their
 * nonce; receipts will tell. WAIT: it takes them later. UNFUNDED: the signer cannot pay for them. UNKNOWN: none of these.
 * In no case does it say that the bytes are not mined.
 */
export type BroadcastRefusal = 'KNOWN' | 'CHECK' | 'WAIT' | 'UNFUNDED' | 'UNKNOWN';

/** There is no standard for these texts: they are those of geth, Erigon, Nethermind, Besu, Reth and Hardhat. */
const texts: readonly (readonly [RegExp, BroadcastRefusal])[] = [
  [/already (known|imported|exists)|known transaction|AlreadyKnown|same hash/i, 'KNOWN'],
  [
    /insufficient (funds|balance)|enough funds|upfront cost|exceeds? (account )?balance/i,
    'UNFUNDED',
  ],
  [/nonce (is )?too low|below (current|account|sender.s) nonce|OldNonce/i, 'CHECK'],
  [/replac\w+ .*(underpriced|too low)|existing transaction|ReplacementNotAllowed/i, 'CHECK'],
  [/nonce (is )?too high|nonce .*(gap|distant)|NonceGap|can't be queued/i, 'WAIT'],
  [/underpriced|fee .*(too low|below|less than)|FeeTooLow/i, 'WAIT'],
  [/(tx ?pool|mempool|queue) (is )?full|too many|limit exceeded|rate limit/i, 'WAIT'],
];

/** The meaning of a node's answer to `eth_sendRawTransaction`. */
export function broadcastRefusal({ details }: Pick<NodeRefusal, 'details'>): BroadcastRefusal {
  return texts.find(([form]) => form.test(details))?.[1] ?? 'UNKNOWN';
}
