import preset from '../../jest.preset.mjs';
import { withChain } from '../../tools/test-run/presets.mjs';

export default {
  ...preset,
  ...withChain,
  testTimeout: 30_000,
  displayName: 'audit',
  rootDir: import.meta.dirname,
};
