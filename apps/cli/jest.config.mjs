import preset from '../../jest.preset.mjs';
import { withChain } from '../../tools/test-run/presets.mjs';

export default {
  ...preset,
  ...withChain,
  testTimeout: 60_000,
  displayName: 'cli',
  rootDir: import.meta.dirname,
};
