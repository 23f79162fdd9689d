import preset from '../../jest.preset.mjs';
import { withDatabaseAndChain } from '../../tools/test-run/presets.mjs';

export default {
  ...preset,
  ...withDatabaseAndChain,
  displayName: 'testing',
  rootDir: import.meta.dirname,
  testTimeout: 30_000,
};
