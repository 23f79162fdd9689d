import preset from '../../jest.preset.mjs';
import { withChain } from '../../tools/test-run/presets.mjs';

export default { ...preset, ...withChain, displayName: 'escrow', rootDir: import.meta.dirname };
