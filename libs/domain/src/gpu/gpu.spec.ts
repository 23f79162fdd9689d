import fc from 'fast-check';
import { isRefusal, type Refusal } from '../refusal.js';
import { canonicalGpuModel, gpuNamed } from './canonical-model.js';
import { gpuCatalogue } from './catalogue.js';
import { editDistance } from './edit-distance.js';

function refusedOf(text: string): Refusal {
  try {
    throw new Error(`${text} is ${canonicalGpuModel(text)}`);
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
}

describe('the catalogue', () => {
  it('has every model of the published price table, with its memory', () => {
    const published: [string, number][] = [
      ['RTX 5090', 32],
      ['RTX 4090', 24],
      ['RTX 3090', 24],
      ['RTX A6000', 48],
      ['A100 40GB', 40],
      ['A100 80GB', 80],
      ['H100 80GB', 80],
      ['L4', 24],
      ['RTX 4080', 16],
      ['RTX 3080', 12],
      ['RTX 3070', 8],
      ['H200', 141],
      ['L40S', 48],
      ['A40', 48],
    ];
    for (const [name, vramGb] of published) expect(gpuNamed(name)?.vramGb).toContain(vramGb);
  });

  it('gives no name to two models', () => {
    const owners = new Map<string, string>();
    for (const { name, aliases } of gpuCatalogue) {
      for (const alias of [name, ...aliases]) {
        const key = alias.toLowerCase();
        expect(owners.get(key) ?? name).toBe(name);
        owners.set(key, name);
        expect(canonicalGpuModel(alias)).toBe(name);
      }
    }
  });
});

describe('throughput', () => {
  it('names its maker’s paper and the year, or is not given', () => {
    for (const { name, throughput } of gpuCatalogue)
      if (throughput)
        expect([name, throughput.source]).toEqual([
          name,
          expect.stringMatching(/^(NVIDIA|AMD) .* 20\d\d/),
        ]);
    const without = gpuCatalogue.filter(({ throughput }) => throughput === undefined);
    expect(without.map(({ name }) => name)).toEqual(['RTX 5090 D', 'RTX 5060 Ti']);
  });

  // SMs and boost clock in GHz as NVIDIA's specifications of the cards say.
  it.each([
    ['RTX 4090', 128, 2.52],
    ['RTX 4090 D', 114, 2.52],
    ['RTX 4080 SUPER', 80, 2.55],
    ['RTX 4080', 76, 2.505],
    ['RTX 4070 Ti SUPER', 66, 2.61],
    ['RTX 4070 Ti', 60, 2.61],
    ['RTX 4070 SUPER', 56, 2.475],
    ['RTX 4070', 46, 2.475],
    ['RTX 4060 Ti', 34, 2.535],
    ['RTX 4060', 24, 2.46],
    ['RTX 3090 Ti', 84, 1.86],
    ['RTX 3090', 82, 1.695],
    ['RTX 3080 Ti', 80, 1.665],
    ['RTX 3080', 68, 1.71],
    ['RTX 3070 Ti', 48, 1.77],
    ['RTX 3070', 46, 1.725],
    ['RTX 3060 Ti', 38, 1.665],
    ['RTX 3060', 28, 1.777],
  ])('of %s is %d SMs × %d GHz × 512, to a third of a hundredth', (name, sms, gigahertz) => {
    const { tensorTflops = 0 } = gpuNamed(name)?.throughput ?? {};
    expect(Math.abs(tensorTflops / ((sms * gigahertz * 512) / 1_000) - 1)).toBeLessThan(1 / 300);
  });

  // Half of what the sheets say with sparsity, where they do.
  it.each([
    ['H100 80GB', 1_978.9 / 2],
    ['H200 NVL', 1_671 / 2],
    ['RTX 6000 Ada', 1_457 / 4],
    ['RTX A6000', 309.7 / 2],
    ['A100 80GB', 312],
    ['Quadro RTX 8000', 130.5],
    ['MI300X', 1_307.4],
  ])('of %s is that of its data sheet: %d', (name, tflops) =>
    expect(gpuNamed(name)?.throughput?.tensorTflops).toBeCloseTo(tflops, 0),
  );
});

describe('canonicalGpuModel', () => {
  it.each([
    ['RTX 4090', 'RTX 4090'],
    ['NVIDIA GeForce RTX 4090', 'RTX 4090'],
    ['rtx4090', 'RTX 4090'],
    ['RTX_4090', 'RTX 4090'],
    ['4090', 'RTX 4090'],
    ['nvidia geforce rtx 3080 ti', 'RTX 3080 Ti'],
    ['NVIDIA RTX A6000', 'RTX A6000'],
    ['NVIDIA RTX 6000 Ada Generation', 'RTX 6000 Ada'],
    ['NVIDIA RTX PRO 6000 Blackwell Server Edition', 'RTX PRO 6000'],
    ['NVIDIA A100-SXM4-80GB', 'A100 80GB'],
    ['NVIDIA A100-PCIE-40GB', 'A100 40GB'],
    ['NVIDIA H100 80GB HBM3', 'H100 80GB'],
    ['NVIDIA H100 PCIe', 'H100 80GB'],
    ['NVIDIA H100 NVL', 'H100 NVL'],
    ['NVIDIA L4', 'L4'],
    ['NVIDIA L40S', 'L40S'],
    ['Tesla T4', 'T4'],
    ['Tesla V100-SXM2-16GB', 'V100'],
    ['AMD Instinct MI300X', 'MI300X'],
  ])('reads %s as %s', (text, name) => {
    expect(canonicalGpuModel(text)).toBe(name);
  });

  it.each([
    ['RTX 4909', ['RTX 4090', 'RTX 4090 D', 'RTX 3090']],
    ['A100', ['A100 40GB', 'A100 80GB', 'A10']],
    ['', ['A2', 'L4', 'T4']],
  ])('refuses %p with the nearest names', (have, nearest) => {
    expect(refusedOf(have)).toMatchObject({ code: 'UNKNOWN_GPU_MODEL', facts: { have, nearest } });
  });

  it('reads no more than a name’s length of a text, whatever it is', () => {
    const { facts } = refusedOf('x'.repeat(1_000_000));
    expect(facts).toMatchObject({ have: 'x'.repeat(64) });
  });
});

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['kitten', 'sitting', 3],
    ['rtx4909', 'rtx4090', 2],
    ['abc', '', 3],
  ])('of %p and %p is %i', (one, other, distance) => {
    expect(editDistance(one, other)).toBe(distance);
  });

  it('is a metric', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
      { seed: 1 },
    );
  });
});
