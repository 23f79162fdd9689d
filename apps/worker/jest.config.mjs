import preset from '../../jest.preset.mjs';
import { withDatabase } from '../../tools/test-run/presets.mjs';

export default {
  ...preset,
  ...withDatabase,
  testTimeout: 30_000,
  displayName: 'worker',
  rootDir: import.meta.dirname,
};
