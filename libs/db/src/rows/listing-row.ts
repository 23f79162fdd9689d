import type { Listing } from '@gpuflow/domain';
import { hex, present } from '../columns.js';
import type { Listing as ListingRow } from '../generated/client.js';
import { offerFromJson } from '../order-json.js';

/** The listing in a row, or in a row that has more columns. */
export function toListing(row: ListingRow): Listing {
  return {
    id: row.id,
    machineId: row.machineId,
    provider: hex(row.provider),
    state: row.state,
    tier: row.tier,
    offer: offerFromJson(row.offer),
    offerHash: hex(row.offerHash),
    offerSignature: hex(row.offerSignature),
    gpuModel: row.gpuModel,
    publishedAt: row.publishedAt,
    withdrawnAt: present(row.withdrawnAt),
  };
}
