import path from 'node:path';

import { openIdentity } from '@gpuflow/agent';
import { z } from 'zod';

import { StateFile } from '../start/state-file.ts';
import type { Platform } from '../start/platform.ts';
import type { Demo } from './demo.ts';
import { factsOf, plannedMachines, type PlannedMachine } from './market-plan.ts';
import { signEnrolment, type Provider } from './provider.ts';

const hex = z.custom<`0x${string}`>((value) => /^0x[0-9a-f]+$/.test(String(value)));

/** What a provider hands to a machine: no key of the wallet is in it. */
const enrolmentFile = z.object({
  enrolment: z.object({
    provider: hex,
    agentKey: hex,
    assetHash: hex,
    validUntil: z.union([z.string(), z.number(), z.bigint()]),
  }),
  signature: hex,
});
type SignedEnrolment = z.infer<typeof enrolmentFile>;

/** The folders of the demonstration's agents: key, facts and enrolment of each. */
export class AgentHomes {
  readonly #dir: string;

  constructor(dataDir: string) {
    this.#dir = path.join(dataDir, 'agents');
  }

  of(machine: PlannedMachine): string {
    return path.join(this.#dir, machine.name);
  }

  /** The provider's signed enrolment of a machine's agent: made, and laid where the agent looks for it, once. */
  async enrolmentOf(provider: Provider, machine: PlannedMachine): Promise<SignedEnrolment> {
    const home = this.of(machine);
    const file = new StateFile(path.join(home, 'enrolment.json'), enrolmentFile);
    const known = file.read();
    if (known !== undefined) return known;
    const { publicKey } = await openIdentity(home);
    const signed = await signEnrolment(provider, machine, publicKey);
    new StateFile(path.join(home, 'facts.json'), z.unknown()).write(factsOf(machine));
    file.write(signed);
    return signed;
  }
}

/** Starts an agent for each machine of the plan that has one, and answers how many. Each is a process of its own. */
export async function startAgents(
  demo: Demo,
  platform: Platform,
  homes: AgentHomes,
): Promise<number> {
  const machines = plannedMachines().filter(({ agent }) => agent);
  await Promise.all(
    machines.map(async (machine) => {
      await homes.enrolmentOf(demo.provider(machine.provider), machine);
      const home = homes.of(machine);
      await platform.startApp('agent', `agent-${machine.name}`, {
        API_URL: `${demo.apiUrl}/graphql`,
        AGENT_HOME: home,
        MACHINE_FACTS: path.join(home, 'facts.json'),
        ENROLMENT: path.join(home, 'enrolment.json'),
        DEMO: '1',
      });
    }),
  );
  return machines.length;
}
