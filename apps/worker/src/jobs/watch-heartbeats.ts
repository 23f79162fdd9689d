import { haltLateStarts, recordMissedBeats, type Market } from '@gpuflow/marketplace';

/** One sweep: machines that have missed too many beats become SILENT, and clocks of their rentals are stopped. */
export async function watchHeartbeats(market: Market): Promise<void> {
  const machineIds = await recordMissedBeats(market);
  if (machineIds.length > 0) market.log.warn({ machineIds }, 'machines fell silent');
  const rentalIds = await haltLateStarts(market);
  if (rentalIds.length > 0) market.log.warn({ rentalIds }, 'rentals of silent machines halted');
}
