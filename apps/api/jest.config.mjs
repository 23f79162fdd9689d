import preset from '../../jest.preset.mjs';
import { withDatabase } from '../../tools/test-run/presets.mjs';

export default {
  ...preset,
  ...withDatabase,
  displayName: 'api',
  rootDir: import.meta.dirname,
  // Each file starts an API on a database of its own, which takes its time on a busy machine.
  testTimeout: 30_000,
};
