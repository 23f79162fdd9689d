import preset from '../jest.preset.mjs';
import { withDatabaseAndChain } from '../tools/test-run/presets.mjs';

export default {
  ...preset,
  ...withDatabaseAndChain,
  displayName: 'stories',
  rootDir: import.meta.dirname,
  testMatch: [
    '<rootDir>/audit/*.spec.ts',
    '<rootDir>/bids/*.spec.ts',
    '<rootDir>/faults/*.spec.ts',
    '<rootDir>/prices/*.spec.ts',
    '<rootDir>/load/score/*.spec.ts',
    '<rootDir>/stories/*.spec.ts',
  ],
  testTimeout: 60_000,
};
