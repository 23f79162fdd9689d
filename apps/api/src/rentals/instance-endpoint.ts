import type { Address, Instance } from '@gpuflow/domain';

/** An instance with whose it is, where a rental is told of it. */
export interface RentedInstance extends Instance {
  renter?: Address | undefined;
  endpointHost?: string | undefined;
}

/** Where an instance answers while it runs: for its renter alone, because whoever reaches it may use it. */
export function endpointFor(
  viewer: Address | undefined,
  { renter, endpointHost, state, port }: RentedInstance,
): string | undefined {
  if (viewer === undefined || viewer !== renter) return undefined;
  if (state !== 'RUNNING' || endpointHost === undefined || port === undefined) return undefined;
  const host = endpointHost.includes(':') ? `[${endpointHost}]` : endpointHost;
  return `http://${host}:${port}`;
}
