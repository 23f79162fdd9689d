export { cloneDatabase, type ClonedDatabase } from './clone-database.js';
export { FixedClock } from './fixed-clock.js';
export { startChain, type Deployment, type TestChain } from './start-chain.js';
