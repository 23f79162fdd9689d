import preset from '../../jest.preset.mjs';
import { withDatabaseAndChain } from '../../tools/test-run/presets.mjs';

export default {
  ...preset,
  ...withDatabaseAndChain,
  testTimeout: 60_000,
  displayName: 'cli',
  rootDir: import.meta.dirname,
};
