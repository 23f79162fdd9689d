export type { Chain, Contracts, Signer } from './chain.js';
export { createChainProcess, type ChainProcess } from './chain-process.js';
export { ReorgBelowFinality } from './indexer/common-ancestor.js';
export { replayProjection } from './indexer/replay-projection.js';
export { ForeignChain } from './refuse-foreign-chain.js';
