import preset from '../../jest.preset.mjs';
import { withDatabaseAndChain } from '../../tools/test-run/presets.mjs';

export default {
  ...preset,
  ...withDatabaseAndChain,
  displayName: 'chain',
  rootDir: import.meta.dirname,
};
