import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'agent', rootDir: import.meta.dirname };
