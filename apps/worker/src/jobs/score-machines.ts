import { learnScores, scoreMachines as scoreAll, type Market } from '@gpuflow/marketplace';

/** One round: learns what has become known, and computes the scores that are due. */
export async function scoreMachines(market: Market): Promise<void> {
  await learnScores(market);
  const round = await scoreAll(market);
  if (round.changed > 0) market.log.info(round, 'machines scored');
}
