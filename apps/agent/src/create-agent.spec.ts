import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createAgent, type Agent } from './create-agent.js';
import { machineId, serveApi } from './fixture/api.js';
import { facts, signedFor } from './fixture/enrolment.js';
import { openIdentity } from './identity.js';
import { createProcessRuntime } from './process-runtime.js';

const rentalId = `0x${'07'.repeat(32)}` as const;
const run = { rentalId, desired: 'RUN', probeToken: 'open sesame' } as const;
const log = { info: () => undefined, warn: () => undefined };

async function until(holds: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 8000;
  while (!holds()) {
    if (Date.now() > giveUpAt) throw new Error('it never came true');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('agent', () => {
  let home: string;
  let api: Awaited<ReturnType<typeof serveApi>>;
  const agents: Agent[] = [];
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'agent-'));
    api = await serveApi();
  });
  afterEach(async () => {
    await Promise.all(agents.splice(0).map((agent) => agent.stop()));
    await api.close();
    await rm(home, { recursive: true });
  });

  const newAgent = async (apiUrl = api.url) => {
    const identity = await openIdentity(home);
    const signed = signedFor(identity.publicKey);
    const runtime = createProcessRuntime({ demo: true, host: facts.endpointHost });
    const agent = createAgent({ apiUrl, home, identity, facts, signed, runtime, log });
    agents.push(agent);
    return agent;
  };
  const lastReport = () => api.reports.at(-1);

  it('is online when it has started', async () => {
    const agent = await newAgent();
    expect(await agent.start()).toBe(machineId);
    expect(api.beats).toHaveLength(1);
  });

  it('has an instance up when it is assigned one, and none when it is to stop', async () => {
    await (await newAgent()).start();
    api.assign([run]);
    await until(() => lastReport()?.state === 'RUNNING');
    const answered = await fetch(`http://127.0.0.1:${lastReport()?.port}/`);
    expect(await answered.text()).toBe('open sesame');
    api.assign([{ ...run, desired: 'STOP' }]);
    await until(() => lastReport()?.state === 'STOPPED');
    expect(api.reports.map(({ state }) => state)).toEqual(['STARTING', 'RUNNING', 'STOPPED']);
  });

  it('starts the instance again after a restart, and says where it is now', async () => {
    api.assign([run]);
    const first = await newAgent();
    await first.start();
    await until(() => lastReport()?.state === 'RUNNING');
    await first.stop();
    await expect(fetch(`http://127.0.0.1:${lastReport()?.port}/`)).rejects.toThrow();
    await (await newAgent()).start();
    await until(() => api.reports.filter(({ state }) => state === 'RUNNING').length === 2);
    const answered = await fetch(`http://127.0.0.1:${lastReport()?.port}/`);
    expect(await answered.text()).toBe('open sesame');
  });

  it('shows the API a token of its own key', async () => {
    await (await newAgent()).start();
    await until(() => api.tokens.size > 0);
    const [token] = api.tokens;
    const [header] = (token ?? '').replace('Bearer ', '').split('.');
    expect(JSON.parse(Buffer.from(header ?? '', 'base64url').toString())).toEqual({ alg: 'EdDSA' });
  });

  it('can be stopped while the API cannot be reached', async () => {
    const agent = await newAgent('http://127.0.0.1:1/graphql');
    const started = agent.start();
    const ended = expect(started).rejects.toMatchObject({ name: 'AbortError' });
    await agent.stop();
    await ended;
  });
});
