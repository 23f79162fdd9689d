export { encodeCall } from './calls.js';
export { decodeLog, type RawLog } from './decode.js';
export { foldKeyOf } from './fold-key.js';
export * from './generated/index.js';
export { signInMessage, verifySignIn, type SignIn } from './sign-in.js';
export { isSignedBy } from './signature.js';
export { escrowTerms, type EscrowTerms, type TermsOptions } from './terms.js';
export {
  enrolmentTypedData,
  offerTypedData,
  orderTypedData,
  stopTypedData,
  type PrimaryType,
  type TypedDataJson,
} from './typed-data-json.js';
export {
  escrowDomain,
  marketDomain,
  offerStruct,
  orderStruct,
  type EscrowDomain,
  type MarketDomain,
} from './typed-data.js';
