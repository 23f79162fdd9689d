import { haltLateStarts, judgeDueMachines, type Market } from '@gpuflow/marketplace';

/**
 * One sweep: machines of which nothing is heard, or whose maintenance begins or ends, are judged, and clocks of rentals on
 * silent ones are stopped.
 */
export async function watchHeartbeats(market: Market): Promise<void> {
  const { silent: machineIds } = await judgeDueMachines(market);
  if (machineIds.length > 0) market.log.warn({ machineIds }, 'machines fell silent');
  const rentalIds = await haltLateStarts(market);
  if (rentalIds.length > 0) market.log.warn({ rentalIds }, 'rentals of silent machines halted');
}
