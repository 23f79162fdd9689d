import { checkedFacts, type Address, type Hash, type MachineFacts } from '@gpuflow/domain';
import { enrolmentTypedData, marketDomain, type TypedDataJson } from '@gpuflow/escrow';
import type { Market } from '@gpuflow/marketplace';

const delegationSeconds = 24 * 3600;

/**
 * What a provider signs to enrol a machine with these facts and this agent's key within a day.
 * Refuses `UNKNOWN_GPU_MODEL`, and `MALFORMED_INPUT` for facts that no machine can have.
 */
export function enrolmentToSign(
  { clock, policy, terms }: Market,
  request: { provider: Address; agentKey: Hash; facts: MachineFacts },
): TypedDataJson {
  const { provider, agentKey } = request;
  const facts = checkedFacts(request.facts);
  const validUntil = Math.floor(clock.now().getTime() / 1000) + delegationSeconds;
  const assetHash = terms.assetHash(facts, agentKey);
  const enrolment = { provider, agentKey, assetHash, validUntil };
  return enrolmentTypedData(marketDomain(policy.chainId), enrolment);
}
