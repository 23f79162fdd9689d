import { log, machineId, serveScore } from '../fixture/score-server.js';
import { run } from '../program.js';

async function said(...words: string[]) {
  const lines: Record<'out' | 'err', string[]> = { out: [], err: [] };
  const status = await run(words, {
    out: (line) => void lines.out.push(line),
    err: (line) => void lines.err.push(line),
  });
  return { status, out: lines.out.join('\n'), err: lines.err.join('\n') };
}

const verify = (url: string, id = machineId) =>
  said('score', 'verify', '--machine', id, '--api', url);

describe('gpuflow score verify', () => {
  it('answers 0 for a score that its log comes to, over all pages of it', async () => {
    const api = await serveScore();
    const { status, out, err } = await verify(api.url);
    const json = await said('score', 'verify', '--machine', machineId, '--api', api.url, '--json');
    await api.close();
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain(`${log.length} intervals with root 0x`);
    expect(out).toContain('It is what the operator serves, to the bit.');
    expect(json.status).toBe(0);
    expect(JSON.parse(json.out)).toMatchObject({ holds: true, differences: [] });
  });

  it('answers 1 where one number is better than the log, and names it', async () => {
    const api = await serveScore(({ survival, ...score }) => ({
      ...score,
      survival: survival.map((one) =>
        one.hours === 24 ? { ...one, lowerBound: one.lowerBound + 1e-6 } : one,
      ),
    }));
    const { status, out } = await verify(api.url);
    await api.close();
    expect(status).toBe(1);
    expect(out).toContain('It is not what the operator serves: lowerBound over 24 h.');
  });

  it('answers 1 where another log was scored', async () => {
    const api = await serveScore((score) => ({ ...score, logRoot: `0x${'00'.repeat(32)}` }));
    const { status, out } = await verify(api.url);
    await api.close();
    expect(status).toBe(1);
    expect(out).toContain('logRoot');
  });

  it('answers 2 where there is nothing to verify, and says what', async () => {
    const api = await serveScore(() => null);
    expect(await verify(api.url)).toMatchObject({
      status: 2,
      err: expect.stringContaining('has no score yet'),
    });
    const other = machineId.replace(/a$/, 'b');
    expect(await verify(api.url, other)).toMatchObject({
      status: 2,
      err: expect.stringContaining(`knows no machine ${other}`),
    });
    await api.close();
    expect(await verify(api.url)).toMatchObject({ status: 2 });
    expect(await verify('http://127.0.0.1:1', 'rack-1')).toMatchObject({
      status: 2,
      err: expect.stringContaining('not a UUID'),
    });
  });
});
