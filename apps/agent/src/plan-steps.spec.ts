import { planSteps, type Assignment, type Memory, type Step } from './plan-steps.js';
import type { RunningInstance } from './runtime.js';

const now = 1_000_000;
const run: Assignment = { rentalId: '0x01', desired: 'RUN', probeToken: 'secret' };
const stop: Assignment = { ...run, desired: 'STOP' };
const up: RunningInstance = { rentalId: '0x01', port: 8001 };

const start: Step = { kind: 'START', spec: run };
const halt: Step = { kind: 'STOP', rentalId: '0x01' };
const report = (state: 'STARTING' | 'RUNNING' | 'STOPPED' | 'FAILED', more = {}): Step => ({
  kind: 'REPORT',
  report: { rentalId: '0x01', state, ...more },
});
const failed = (count: number, retryAtMs: number) => ({ count, failure: 'disk full', retryAtMs });

interface Case {
  name: string;
  desired: Assignment[];
  running: RunningInstance[];
  told?: Step;
  failed?: ReturnType<typeof failed>;
  steps: Step[];
}

const cases: Case[] = [
  { name: 'nothing desired, nothing there', desired: [], running: [], steps: [] },
  { name: 'RUN, not there', desired: [run], running: [], steps: [report('STARTING'), start] },
  {
    name: 'RUN, not there, and the API knows',
    desired: [run],
    running: [],
    told: report('STARTING'),
    steps: [start],
  },
  {
    name: 'RUN, there, after a restart of the agent',
    desired: [run],
    running: [up],
    steps: [report('RUNNING', { port: 8001 })],
  },
  {
    name: 'RUN, there, and the API knows',
    desired: [run],
    running: [up],
    told: report('RUNNING', { port: 8001 }),
    steps: [],
  },
  {
    name: 'RUN, there at another port than the API knows',
    desired: [run],
    running: [up],
    told: report('RUNNING', { port: 7999 }),
    steps: [report('RUNNING', { port: 8001 })],
  },
  {
    name: 'RUN, gone though the API was told that it runs',
    desired: [run],
    running: [],
    told: report('RUNNING', { port: 8001 }),
    steps: [report('STARTING'), start],
  },
  {
    name: 'RUN, a start failed and its retry is not due',
    desired: [run],
    running: [],
    told: report('STARTING'),
    failed: failed(1, now + 1),
    steps: [],
  },
  {
    name: 'RUN, a start failed and its retry is due',
    desired: [run],
    running: [],
    told: report('STARTING'),
    failed: failed(1, now),
    steps: [start],
  },
  {
    name: 'RUN, the third start failed: said, and tried again',
    desired: [run],
    running: [],
    told: report('STARTING'),
    failed: failed(3, now),
    steps: [report('FAILED', { failure: 'disk full' }), start],
  },
  {
    name: 'RUN, there after failures',
    desired: [run],
    running: [up],
    told: report('FAILED', { failure: 'disk full' }),
    steps: [report('RUNNING', { port: 8001 })],
  },
  { name: 'STOP, there', desired: [stop], running: [up], steps: [halt] },
  { name: 'STOP, not there', desired: [stop], running: [], steps: [report('STOPPED')] },
  {
    name: 'STOP, not there, and the API knows',
    desired: [stop],
    running: [],
    told: report('STOPPED'),
    steps: [],
  },
  { name: 'there, and nobody asked for it', desired: [], running: [up], steps: [halt] },
];

describe('planSteps', () => {
  it.each(cases)('$name', ({ desired, running, told, failed: failure, steps }) => {
    const memory: Memory = {
      told: new Map(told?.kind === 'REPORT' ? [['0x01', told.report]] : []),
      failedStarts: new Map(failure === undefined ? [] : [['0x01', failure]]),
    };
    const specOnly = steps.map((step) =>
      step.kind === 'START' ? { ...step, spec: { rentalId: '0x01', probeToken: 'secret' } } : step,
    );
    expect(planSteps(desired, running, memory, now)).toEqual(specOnly);
  });

  it('plans each rental by itself', () => {
    const other: Assignment = { ...run, rentalId: '0x02' };
    const nothing: Memory = { told: new Map(), failedStarts: new Map() };
    const steps = planSteps([stop, other], [up], nothing, now);
    expect(steps.map(({ kind }) => kind)).toEqual(['STOP', 'REPORT', 'START']);
  });
});
