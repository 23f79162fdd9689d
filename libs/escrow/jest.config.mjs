import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'escrow', rootDir: import.meta.dirname };
