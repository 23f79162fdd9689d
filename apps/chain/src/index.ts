export type { Chain, Contracts, Signer } from './chain.js';
export { chainOf } from './chain-of.js';
export { collectEarly } from './collect-early.js';
export { createChainProcess, type ChainProcess } from './chain-process.js';
export { readEnv } from './env.js';
export { ReorgBelowFinality } from './indexer/common-ancestor.js';
export { replayProjection } from './indexer/replay-projection.js';
export { ForeignChain } from './refuse-foreign-chain.js';
