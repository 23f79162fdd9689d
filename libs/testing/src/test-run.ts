/**
 * What the package's Jest `globalSetup` left for its tests.
 * Throws when the package's jest.config.mjs does not ask for it.
 */
export function fromTestRun(name: 'TEST_RUN_SERVER' | 'TEST_RUN_TEMPLATE' | 'TEST_RUN_CHAINS') {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set: spread withDatabase or withChain into jest.config.mjs.`);
  }
  return value;
}
