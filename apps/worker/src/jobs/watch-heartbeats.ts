import { recordMissedBeats, type Market } from '@gpuflow/marketplace';

/** One sweep: machines that have missed too many beats become SILENT. */
export async function watchHeartbeats(market: Market): Promise<void> {
  const machineIds = await recordMissedBeats(market);
  if (machineIds.length > 0) market.log.warn({ machineIds }, 'machines fell silent');
}
