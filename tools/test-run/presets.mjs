import path from 'node:path';

/**
 * What a package's tests need from their run; spread one into its Jest configuration:
 * `export default { ...preset, ...withDatabase, displayName: 'db', rootDir: import.meta.dirname }`.
 */
const file = (name) => path.join(import.meta.dirname, name);
const globalTeardown = file('teardown.ts');

/** PostgreSQL with the migrations applied, for `cloneDatabase()`. */
export const withDatabase = { globalSetup: file('database-setup.ts'), globalTeardown };
/** A chain server, for `startChain()`. */
export const withChain = { globalSetup: file('chain-setup.ts'), globalTeardown };
/** Both. */
export const withDatabaseAndChain = {
  globalSetup: file('database-and-chain-setup.ts'),
  globalTeardown,
};
