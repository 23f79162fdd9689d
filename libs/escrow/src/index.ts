export {
  callsMax,
  contractOf,
  decodeTrial,
  encodeCall,
  encodeCalls,
  encodeTrial,
  failedItems,
  isPublished,
  sharingOf,
  type Sharing,
} from './calls.js';
export { openChainClient } from './chain-client.js';
export { decodeLog, decodeUnplacedLog, type RawLog } from './decode.js';
export * from './deposit-typed-data.js';
export { encodeEscrowCall, type SignedCall } from './encode-escrow-call.js';
export { evidenceTree } from './evidence-tree.js';
export { explainReason, explainRevert } from './explain-revert.js';
export { foldKeyOf } from './fold-key.js';
export * from './generated/index.js';
export type { Meaning } from './meanings.js';
export {
  readEscrow,
  type AccountSlot,
  type HistorySlot,
  type PricesSlot,
  type RentalSlots,
} from './read-escrow.js';
export { rejectAsFault } from './rpc-failure.js';
export { signInMessage } from './sign-in.js';
export { escrowTerms } from './terms.js';
export { tokenMetadata, type TokenMetadata } from './token-metadata.js';
export * from './typed-data-json.js';
export * from './typed-data.js';
export { createWallet, type Wallet, type WalletCall, type WalletDeployment } from './wallet.js';
