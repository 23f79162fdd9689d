import preset from '../../jest.preset.mjs';
import { withDatabaseAndChain } from '../../tools/test-run/presets.mjs';

export default {
  ...preset,
  ...withDatabaseAndChain,
  displayName: 'chain',
  rootDir: import.meta.dirname,
  // A story has many blocks and transactions; where the machine is busy, the default of 5 s is short.
  testTimeout: 60_000,
};
