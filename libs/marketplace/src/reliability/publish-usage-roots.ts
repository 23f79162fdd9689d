import { evidence, usageRoots } from '@gpuflow/db';
import { usageHourOf, usageRootIntent } from '@gpuflow/domain';

import type { Market } from '../market.js';
import { runCommand, unrecorded } from '../run-command.js';
import { settlementNow } from '../settlement.js';
import { lockHours } from './say-evidence.js';

/** So many hours are closed in one round; the next one closes the rest. */
const hoursMax = 24;

/**
 * Closes every hour of the chain that is over and in which the meter said anything: fixes the root over all its pieces, and
 * asks for its publication, once for each hour. Answers the hours.
 */
export async function publishUsageRoots(market: Market): Promise<number[]> {
  const { db, policy } = market;
  const { chainNow } = await settlementNow(market, db);
  const now = usageHourOf(chainNow);
  const closed: number[] = [];
  for (const hour of await evidence.hoursWithoutRoot(db, policy.chainId, now, hoursMax))
    if (await close(market, hour)) closed.push(hour);
  return closed;
}

/** Answers whether nobody had closed it meanwhile. */
function close(market: Market, hour: number): Promise<boolean> {
  const { chainId } = market.policy;
  return runCommand(market, { kind: 'SYSTEM', name: 'publish-usage-roots' }, async (tx) => {
    await lockHours(tx, chainId);
    const [known] = await usageRoots.findMany(tx, chainId, [hour]);
    if (known !== undefined) return unrecorded(false);
    const pieces = await evidence.ofHours(tx, chainId, [hour]);
    const { root } = market.terms.evidenceTree(pieces);
    const leafCount = pieces.length;
    await usageRoots.insert(tx, { chainId, hour, root, leafCount, askedAt: market.clock.now() });
    const facts = { hour, root, leafCount };
    const record = { kind: 'usage_root.requested', subject: `chain:${chainId}`, facts };
    const intent = usageRootIntent(chainId, { purpose: 'PUBLISH_USAGE_ROOT', ...facts });
    return { output: true, records: [record], intents: [intent] };
  });
}
