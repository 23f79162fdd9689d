import { Fault } from '@gpuflow/domain';
import { pauseAfter, repeat } from './repeat.js';

interface Line {
  level: string;
  facts: object;
}

function recorded(stop: AbortController) {
  const lines: Line[] = [];
  const at = (level: string) => (facts: object) => void lines.push({ level, facts });
  const log = { info: at('info'), warn: at('warn'), error: at('error') };
  return { lines, options: { name: 'step', pollMs: 1, log, stop: stop.signal, random: () => 0.5 } };
}

describe('repeat', () => {
  it('goes on through failures of the outside and says when it answers again', async () => {
    const stop = new AbortController();
    const { lines, options } = recorded(stop);
    let calls = 0;
    await repeat(async () => {
      calls += 1;
      if (calls <= 2) throw new Fault('rpc', new Error('out'));
      if (calls === 4) stop.abort();
      return true;
    }, options);
    expect(calls).toBe(4);
    expect(lines).toMatchObject([
      { level: 'warn', facts: { source: 'rpc', failures: 1 } },
      { level: 'warn', facts: { source: 'rpc', failures: 2 } },
      { level: 'info', facts: { failures: 2 } },
    ]);
  });

  it.each([
    [0, 0.5, 1_000],
    [1, 0.5, 2_000],
    [1, 0, 1_500],
    [4, 1, 20_000],
    [5, 0.5, 30_000],
    [400, 0.5, 30_000],
  ])('pauses after %i failures, with %d drawn, for %i ms', (failures, drawn, pauseMs) => {
    expect(pauseAfter(failures, { pollMs: 1_000, random: () => drawn })).toBe(pauseMs);
  });

  it('ends with what no later try would mend', async () => {
    const { options } = recorded(new AbortController());
    const bug = new Error('a bug');
    await expect(repeat(() => Promise.reject(bug), options)).rejects.toBe(bug);
  });

  it('takes no step once it is stopped', async () => {
    const stop = new AbortController();
    const { options } = recorded(stop);
    stop.abort();
    let calls = 0;
    await repeat(async () => {
      calls += 1;
      return true;
    }, options);
    expect(calls).toBe(0);
  });
});
