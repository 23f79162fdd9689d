import { parseArgs } from 'node:util';

import { BaseError, createPublicClient, http } from 'viem';
import { z } from 'zod';

import { readDeployment } from './verify/deployment.ts';
import { isAsWanted, type Fact } from './verify/fact.ts';
import { verifyDeployment } from './verify/verify.ts';

const usage = `Compares a deployed market with these sources and its parameters.

npm run verify:deployment -w contracts -- --rpc URL --deployment FILE --parameters FILE --deployer ADDRESS
  --rpc         a node of the chain
  --deployment  Ignition's deployed_addresses.json
  --parameters  the parameters it was deployed with
  --deployer    the account that deployed it
  --from-block  a block before the deployment (default 0)
  --json        prints JSON instead of a table

Paths are relative to the contracts' folder. Exits with 1 where something differs, with 2 where it cannot tell.
`;

const optionsSchema = z.object({
  rpc: z.string().url(),
  deployment: z.string(),
  parameters: z.string(),
  deployer: z.string(),
  'from-block': z.string().regex(/^\d+$/).transform(BigInt),
  json: z.boolean(),
});

function readOptions() {
  const { values } = parseArgs({
    options: {
      rpc: { type: 'string' },
      deployment: { type: 'string' },
      parameters: { type: 'string' },
      deployer: { type: 'string' },
      'from-block': { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
    },
  });
  return optionsSchema.parse(values);
}

async function run(): Promise<number> {
  const { rpc, deployer, json, ...options } = readOptions();
  const files = { addressesFile: options.deployment, parametersFile: options.parameters, deployer };
  const deployment = await readDeployment(files);
  const client = createPublicClient({ transport: http(rpc) });
  const facts = await verifyDeployment(client, deployment, options['from-block']);
  const differences = facts.filter((fact) => !isAsWanted(fact));
  process.stdout.write(json ? toJson(facts, differences) : toTable(facts, differences));
  return differences.length > 0 ? 1 : 0;
}

function toJson(facts: Fact[], differences: Fact[]): string {
  return `${JSON.stringify({ facts, differences }, undefined, 2)}\n`;
}

function toTable(facts: Fact[], differences: Fact[]): string {
  const lines = facts.map((fact) => {
    const name = `${fact.contract.padEnd(16)} ${fact.fact.padEnd(22)}`;
    if (isAsWanted(fact)) return `ok    ${name} ${fact.have}`;
    return `DIFF  ${name} ${fact.have}\n${'wanted'.padStart(44)}: ${fact.want}`;
  });
  const verdict = differences.length === 0 ? 'as wanted' : `${differences.length} differences`;
  return `${lines.join('\n')}\n\n${facts.length} facts, ${verdict}\n`;
}

/** What went wrong, without the node's address: it may hold a key. */
function reasonOf(error: unknown): string {
  if (error instanceof BaseError) return error.shortMessage;
  if (error instanceof z.ZodError) {
    return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n');
  }
  return error instanceof Error ? error.message : String(error);
}

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`${reasonOf(error)}\n\n${usage}`);
  process.exitCode = 2;
}
