import { operations } from '@gpuflow/api-client';

import type { AgentHomes } from './agents.ts';
import { factsOf, idleAgentKey, plannedMachines, type PlannedMachine } from './market-plan.ts';
import type { Demo } from './demo.ts';
import { listedMachines, publish, signEnrolment, type Provider } from './provider.ts';

/**
 * Enrols and lists what is not listed yet of the demonstration market, through the public API and with each provider's
 * signature. Answers how many machines are on the market.
 */
export async function seedMarket(demo: Demo, agents: AgentHomes): Promise<number> {
  const machines = plannedMachines();
  const providers = [...new Set(machines.map(({ provider }) => provider))];
  await Promise.all(
    providers.map(async (index) => {
      const provider = demo.provider(index);
      const listed = await listedMachines(provider);
      const missing = machines.filter((m) => m.provider === index && !listed.has(m.name));
      for (const machine of missing) await list(demo, provider, machine, agents);
    }),
  );
  return machines.length;
}

async function list(demo: Demo, provider: Provider, machine: PlannedMachine, agents: AgentHomes) {
  const signed = machine.agent
    ? await agents.enrolmentOf(provider, machine)
    : await signEnrolment(provider, machine, idleAgentKey(machine));
  const { enrolMachine } = await provider.api.mutate(operations.enrolMachine, {
    facts: factsOf(machine),
    ...signed,
  });
  await publish(provider, machine, enrolMachine.id, demo.deployment.token, demo.chainId);
}
