export { encodeCall } from './calls.js';
export { openChainClient } from './chain-client.js';
export { decodeLog } from './decode.js';
export { explainRevert } from './explain-revert.js';
export { foldKeyOf } from './fold-key.js';
export * from './generated/index.js';
export type { Meaning } from './meanings.js';
export { readEscrow, type AccountSlot, type RentalSlots } from './read-escrow.js';
export { signInMessage } from './sign-in.js';
export { escrowTerms } from './terms.js';
export { tokenMetadata, type TokenMetadata } from './token-metadata.js';
export {
  enrolmentTypedData,
  offerTypedData,
  orderTypedData,
  stopTypedData,
  type TypedDataJson,
} from './typed-data-json.js';
export { escrowDomain, marketDomain } from './typed-data.js';
export { createWallet, type Wallet, type WalletDeployment } from './wallet.js';
