import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'chain', rootDir: import.meta.dirname };
