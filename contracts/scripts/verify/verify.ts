import type { PublicClient } from 'viem';

import { codeFacts } from './code-facts.ts';
import type { Deployment } from './deployment.ts';
import type { Fact } from './fact.ts';
import { domainFacts, paramFacts } from './param-facts.ts';
import { roleFacts } from './role-facts.ts';

/**
 * Everything that can be told about a deployed market from outside, beside what it was meant to be. The state behind
 * code that is not ours means nothing and may not even be readable, so it is read only where all code is as it should.
 */
export async function verifyDeployment(
  client: PublicClient,
  deployment: Deployment,
  fromBlock: bigint,
): Promise<Fact[]> {
  const code = await codeFacts(client, deployment.addresses);
  if (code.some(({ fact, want, have }) => fact === 'code' && want !== have)) return code;
  return [
    ...code,
    ...(await domainFacts(client, deployment)),
    ...(await paramFacts(client, deployment, fromBlock)),
    ...(await roleFacts(client, deployment, fromBlock)),
  ];
}
