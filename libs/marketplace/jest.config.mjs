import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'marketplace', rootDir: import.meta.dirname };
