export { createApiClient, type ApiClient } from './api-client.js';
export { ApiFault, ApiRefusal, type RefusalCode } from './api-errors.js';
export * as operations from './generated/operations.js';
export type * from './generated/operations.js';
export type { Operation } from './operation.js';
export { postBeat, type BeatAck, type BeatBody, type BeatKey } from './post-beat.js';
export type { ApiEndpoint } from './post-operation.js';
export {
  amendInput,
  delegationInput,
  enrolmentInput,
  offerInput,
  stopInput,
  turnInput,
} from './signed-inputs.js';
export { walletToken, type SigningWallet } from './wallet-token.js';
