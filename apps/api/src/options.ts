import type { Address } from '@gpuflow/domain';
import type { Market } from '@gpuflow/marketplace';

import type { TokenPolicy } from './identity/access-token.js';

/** What the API is started with. */
export interface ApiOptions {
  market: Market;
  host: string;
  /** 0: one that the system chooses. */
  port: number;
  /** Where clients find the API. */
  publicUrl: string;
  tokens: TokenPolicy;
  escrow: Address;
  /** A node of the chain, or several with commas between them: for proofs of settlements alone. */
  rpcUrl: string;
  /** Web origins that browsers may call from. */
  corsOrigins: readonly string[];
  /** Addresses, or CIDR blocks, of balancers: what they say of where a request comes from is believed. */
  trustedProxies: readonly string[];
  /** Serves GraphiQL. */
  development: boolean;
}
