import preset from '../../jest.preset.mjs';
import { withDatabase } from '../../tools/test-run/presets.mjs';

export default {
  ...preset,
  ...withDatabase,
  displayName: 'marketplace',
  rootDir: import.meta.dirname,
  testTimeout: 30_000,
};
