import type { RentalOutcome } from '@gpuflow/domain';
import { hex, momentOf, present } from '../columns.js';
import type { Tx } from '../database.js';
import { rowsOf } from '../rows-of.js';

interface OutcomeColumns {
  machine_id: string;
  rental_id: string;
  opened_at: string;
  started_at: string | null;
  ended_at: string | null;
  boot_failed: boolean;
  waited: boolean;
}

/**
 * What became of the rentals of machines that were opened, or ran, at `since` (chain seconds) or later, the oldest
 * first. What a provider rents of itself says nothing and is left out.
 */
export async function rentalOutcomes(
  tx: Tx,
  chainId: number,
  machineIds: readonly string[],
  since: bigint,
): Promise<Map<string, RentalOutcome[]>> {
  const rows = await rowsOf<OutcomeColumns>(
    tx,
    `select r.machine_id, c.rental_id, c.opened_timestamp as opened_at, c.started_at, c.ended_at,
       c.started_at is null and (coalesce(c.close_reason in ('EXPIRED', 'DECLINED'), false)
         or i.boot_failed_at is not null) as boot_failed,
       c."order" -> 'offer' ->> 'class' = 'INTERRUPTIBLE' as waited
     from rentals r
     join chain_rentals c on c.chain_id = $1 and c.rental_id = r.id
     left join instances i on i.rental_id = r.id
     where r.machine_id = any($2::uuid[]) and c.renter <> c.provider
       and (c.opened_timestamp >= $3 or c.ended_at is null or c.ended_at >= $3)
     order by c.opened_timestamp, c.rental_id`,
    [chainId, machineIds, since],
  );
  const found = new Map<string, RentalOutcome[]>();
  for (const row of rows) {
    const known = found.get(row.machine_id);
    if (known === undefined) found.set(row.machine_id, [toOutcome(row)]);
    else known.push(toOutcome(row));
  }
  return found;
}

function toOutcome(row: OutcomeColumns): RentalOutcome {
  return {
    rentalId: hex(row.rental_id),
    openedAt: momentOf(Number(row.opened_at)),
    startedAt: momentIn(row.started_at),
    endedAt: momentIn(row.ended_at),
    bootFailed: row.boot_failed,
    waited: row.waited,
  };
}

function momentIn(seconds: string | null): Date | undefined {
  return present(seconds) === undefined ? undefined : momentOf(Number(seconds));
}
