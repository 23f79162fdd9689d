export { cloneDatabase, type ClonedDatabase } from './clone-database.js';
export { FixedClock } from './fixed-clock.js';
export { lendDatabases, type LentDatabase } from './lend-databases.js';
export { startChain, type Deployment, type TestChain } from './start-chain.js';
export { seeded, type Random } from './seed/random.js';
export { models as seedModels, type ModelMix } from './seed/market-mix.js';
export { seedMarket, type SeededMarket, type SeedOptions } from './seed/seed-market.js';
