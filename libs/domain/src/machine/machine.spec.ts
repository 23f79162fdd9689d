import { machine } from '../fixture/terms.js';
import { assertBeatCounts, beatMessage } from './beat.js';
import { checkedFacts } from './facts.js';
import { judgeLiveness } from './liveness.js';

const at = (seconds: number) => new Date(seconds * 1000);
const policy = { beatEverySeconds: 30, missedBeatsMax: 3 };

describe('liveness', () => {
  it.each([
    ['never beat', undefined, 1_000, 0, 'NEVER_SEEN'],
    ['within the grace', 0, 90, 0, 'ONLINE'],
    ['a moment after the grace', 0, 90.001, 0, 'SILENT'],
    ['silent while we were not accepting', 0, 1_000, 950, 'ONLINE'],
    ['silent since we accept again', 0, 1_041, 950, 'SILENT'],
  ] as const)('%s', (_name, last, now, accepting, liveness) => {
    const lastBeatAt = last === undefined ? undefined : at(last);
    expect(judgeLiveness(lastBeatAt, at(now), at(accepting), policy)).toBe(liveness);
  });
});

describe('a beat', () => {
  const beat = { bootId: '00000000-0000-4000-8000-000000000003', seq: 7n, sentAt: at(100) };

  it('is signed as one readable line', () => {
    expect(beatMessage(machine.id, beat)).toBe(
      'gpuflow-beat:00000000-0000-4000-8000-000000000001:00000000-0000-4000-8000-000000000003:7:1970-01-01T00:01:40.000Z',
    );
  });

  it.each([
    ['the next number', 6n, 100, undefined],
    ['the same number', 7n, 100, 'BEAT_REPLAYED'],
    ['a lower number', 8n, 100, 'BEAT_REPLAYED'],
    ['as late as may be', 6n, 160, undefined],
    ['too late', 6n, 161, 'BEAT_OUT_OF_TIME'],
    ['from the future', 6n, 39, 'BEAT_OUT_OF_TIME'],
  ] as const)('%s', (_name, lastSeq, now, code) => {
    const judge = () => assertBeatCounts(beat, lastSeq, at(now));
    if (code === undefined) expect(judge).not.toThrow();
    else expect(judge).toThrow(code);
  });
});

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

  it('refuse a GPU that the catalogue does not know', () => {
    expect(() => checkedFacts({ ...machine, gpuModel: 'RTX 4909' })).toThrow('UNKNOWN_GPU_MODEL');
  });
});
