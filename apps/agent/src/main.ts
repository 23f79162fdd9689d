import { assertNodeVersion, createLog, endWhenAsked } from '@gpuflow/process';
import { createAgent } from './create-agent.js';
import { readEnrolment, readFacts } from './enrol.js';
import { readEnv, readHome } from './env.js';
import { openIdentity } from './identity.js';
import { createProcessRuntime } from './process-runtime.js';

const log = createLog('agent');

/** Prints the machine's public key, for the provider to sign. */
async function printKey(): Promise<void> {
  const { publicKey } = await openIdentity(readHome(process.env));
  process.stdout.write(`${publicKey}\n`);
}

async function run(): Promise<void> {
  const env = readEnv(process.env);
  const identity = await openIdentity(env.AGENT_HOME);
  const facts = await readFacts(env.MACHINE_FACTS);
  const signed = await readEnrolment(env.ENROLMENT, identity.publicKey);
  const runtime = createProcessRuntime({ demo: env.DEMO === '1', host: facts.endpointHost });
  const options = { apiUrl: env.API_URL, home: env.AGENT_HOME, identity, facts, signed, runtime };
  const agent = createAgent({ ...options, log });
  endWhenAsked(async () => {
    await agent.stop();
    log.info('ended');
  });
  const machineId = await agent.start();
  log.info({ machineId, ...runtime.capabilities }, 'ready');
}

async function main(): Promise<void> {
  assertNodeVersion();
  await (process.argv[2] === 'key' ? printKey() : run());
}

main().catch((error: unknown) => {
  // Asked to end while it was still starting: that is no failure, and the ending is under way.
  if (error instanceof Error && error.name === 'AbortError') return;
  log.fatal({ err: error }, 'agent did not start');
  process.exit(1);
});
