export { encodeCall } from './calls.js';
export { openChainClient, type ChainEndpoint } from './chain-client.js';
export type { ContractState } from './contract-state.js';
export { decodeLog, type RawLog } from './decode.js';
export { explainRevert } from './explain-revert.js';
export { foldKeyOf } from './fold-key.js';
export * from './generated/index.js';
export type { Meaning } from './meanings.js';
export {
  readEscrow,
  type AccountSlot,
  type EscrowReader,
  type RentalSlots,
} from './read-escrow.js';
export { readTypedData, type ReadTypedData, type SigningDomains } from './read-typed-data.js';
export { rpcFault } from './rpc-failure.js';
export { signInMessage, verifySignIn, type SignIn } from './sign-in.js';
export { isSignedBy } from './signature.js';
export { escrowTerms, type EscrowTerms, type TermsOptions } from './terms.js';
export { tokenMetadata, type TokenMetadata } from './token-metadata.js';
export {
  enrolmentTypedData,
  offerTypedData,
  orderTypedData,
  stopTypedData,
  type PrimaryType,
  type TypedDataJson,
} from './typed-data-json.js';
export { escrowDomain, marketDomain, type EscrowDomain, type MarketDomain } from './typed-data.js';
export { createWallet, type Wallet, type WalletDeployment, type WalletOptions } from './wallet.js';
