import { machine } from '../fixture/terms.js';
import { checkedFacts } from './facts.js';

describe('facts', () => {
  it.each([
    ['name', ''],
    ['gpuCount', 0],
    ['vramGb', 1.5],
    ['ramGb', -1],
    ['diskGb', Number.NaN],
    ['upMbps', 1e12],
    ['country', 'de'],
    ['endpointHost', 'http://x'],
    ['vramGb', 25],
    ['region', 'US-CA'],
    ['region', 'Bavaria'],
    ['diskMBps', 0],
    ['directPorts', 65_536],
    ['cudaVersion', '12'],
    ['driverVersion', '570.x'],
    ['computeCapability', '8.9.1'],
    ['pcieGeneration', 11],
    ['powerLimitWatts', -450],
    ['gpuUuids', []],
    ['gpuUuids', ['9d1c0a52-3f77-4c1e-8a5e-0d5b6f3c2a10']],
    ['gpuUuids', ['GPU-9d1c0a52-3f77-4c1e-8a5e-0d5b6f3c2a10', 'GPU-0']],
  ])('refuse %s %p', (field, value) => {
    expect(() => checkedFacts({ ...machine, [field]: value })).toThrow(
      expect.objectContaining({
        code: 'MALFORMED_INPUT',
        facts: expect.objectContaining({ field }),
      }),
    );
  });

  it('take a real machine, and give its GPU the catalogue’s name', () => {
    const known = { region: 'DE-HE', diskMBps: 6_800, directPorts: 0, cudaVersion: '12.8' };
    const facts = { ...machine, ...known, driverVersion: '570.86.15', staticAddress: true };
    expect(checkedFacts({ ...facts, gpuModel: 'NVIDIA GeForce RTX 4090' })).toEqual(facts);
  });

  it('name each GPU once', () => {
    const gpuUuids = ['GPU-9d1c0a52-3f77-4c1e-8a5e-0d5b6f3c2a10'];
    expect(checkedFacts({ ...machine, gpuUuids })).toMatchObject({ gpuUuids });
    const twice = { ...machine, gpuCount: 2, gpuUuids: [...gpuUuids, ...gpuUuids] };
    expect(() => checkedFacts(twice)).toThrow('MALFORMED_INPUT');
  });

  it('refuse a GPU that the catalogue does not know', () => {
    expect(() => checkedFacts({ ...machine, gpuModel: 'RTX 4909' })).toThrow('UNKNOWN_GPU_MODEL');
  });
});
