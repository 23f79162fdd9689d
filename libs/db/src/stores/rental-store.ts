import {
  holdingStates,
  type Address,
  type ConfirmedHeight,
  type Hash,
  type Rental,
  type SliceName,
} from '@gpuflow/domain';
import { hex, momentOf, refusalOf, toJson, type StoredRefusal } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import { Prisma, type Rental as RentalRow } from '../generated/client.js';
import { orderFromJson, usageFromJson } from '../order-json.js';

/** Writes a new rental. Take the listing's lock first: a second rental that holds the listing is a bug. */
export async function insert(tx: Tx, rental: Rental): Promise<void> {
  const { order, orderSignature, usage, refusal, ...columns } = rental;
  await tx[prisma].rental.create({
    data: {
      ...columns,
      order: toJson(order),
      orderSignature: orderSignature ?? null,
      usage: usage === undefined ? Prisma.DbNull : toJson(usage),
      token: order.offer.token,
      pricePerHourUnits: order.pricePerHour.toString(),
      depositUnits: order.deposit.toString(),
      startDeadline: momentOf(order.startDeadline),
      refusalCode: refusal?.code ?? null,
      refusalFacts: refusal === undefined ? Prisma.DbNull : toJson(refusal.facts),
    },
  });
}

export async function find(tx: Tx, id: Hash): Promise<Rental | undefined> {
  const row = await tx[prisma].rental.findUnique({ where: { id } });
  return row === null ? undefined : toRental(row);
}

/** Those of `ids` that exist, in no order. */
export async function findMany(tx: Tx, ids: Hash[]): Promise<Rental[]> {
  const rows = await tx[prisma].rental.findMany({ where: { id: { in: ids } } });
  return rows.map(toRental);
}

/** The rental as it is now, kept from other writers to the end of the transaction. */
export async function lock(tx: Tx, id: Hash): Promise<Rental | undefined> {
  await tx[prisma].$queryRaw`select 1 from rentals where id = ${id} for update`;
  return find(tx, id);
}

/** The rental that keeps this listing from others. */
export async function holderOf(tx: Tx, listingId: string): Promise<Rental | undefined> {
  const row = await tx[prisma].rental.findFirst({
    where: { listingId, state: { in: [...holdingStates] } },
  });
  return row === null ? undefined : toRental(row);
}

/** Live rentals of a machine whose agreed end lies after `moment`. */
export async function holdingMachine(tx: Tx, machineId: string, moment: Date): Promise<Hash[]> {
  const rows = await tx[prisma].$queryRaw<{ id: string }[]>`
    select id from rentals
    where machine_id = ${machineId}::uuid and state in ('FUNDING', 'RESERVED', 'RUNNING', 'HALTED')
      and ("order" ->> 'maxEnd')::bigint > extract(epoch from ${moment}::timestamptz)
    order by id`;
  return rows.map(({ id }) => hex(id));
}

/** Rentals of a machine that were opened and whose money is not all where it belongs, in the order of their ids. */
export async function openOnMachine(tx: Tx, machineId: string): Promise<Hash[]> {
  const rows = await tx[prisma].rental.findMany({
    where: { machineId, state: { in: ['RESERVED', 'RUNNING', 'HALTED', 'ENDED'] } },
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  return rows.map(({ id }) => hex(id));
}

/**
 * Rentals on silent machines whose clock runs, or was stopped by their provider's word alone, and whose meter was not asked
 * to stop it at this turn of it, with their machines, at most `limit`.
 */
export async function onSilentMachines(
  tx: Tx,
  chainId: number,
  limit: number,
): Promise<{ rentalId: Hash; machineId: string }[]> {
  const rows = await tx[prisma].$queryRaw<{ id: string; machine: string }[]>`
    select r.id, m.id as machine
    from machines m
    join rentals r on r.machine_id = m.id and r.state in ('RESERVED', 'RUNNING', 'HALTED')
    join chain_rentals c on c.chain_id = ${chainId} and c.rental_id = r.id
    where m.liveness = 'SILENT'
      and (c.state = 'RUNNING' or c.state = 'HALTED' and c.halt = 'DOWN')
      and not exists (
        select from intents i
        where i.rental_id = r.id and i.purpose = 'HALT' and i.state <> 'REFUSED'
          and (i.payload ->> 'turn')::int in (c.turn, case c.state when 'HALTED' then c.turn - 1 end))
    order by r.id
    limit ${limit}`;
  return rows.map(({ id, machine }) => ({ rentalId: hex(id), machineId: machine }));
}

/** Those of `listingIds` that a rental keeps from others. */
export async function heldAmong(tx: Tx, listingIds: string[]): Promise<Set<string>> {
  const rows = await tx[prisma].rental.findMany({
    where: { listingId: { in: listingIds }, state: { in: [...holdingStates] } },
    select: { listingId: true },
  });
  return new Set(rows.map(({ listingId }) => listingId));
}

/**
 * What the renter's openings in flight have promised in a token: the deposits of FUNDING rentals that the chain has not
 * debited yet. Read it before the account: one that is debited in between then counts twice, and never not at all.
 */
export async function pledgedUnits(tx: Tx, renter: Address, token: Address): Promise<bigint> {
  const rows = await tx[prisma].$queryRaw<{ units: string }[]>`
    select coalesce(sum(deposit_units), 0)::text as units
    from rentals where renter = ${renter} and token = ${token} and state = 'FUNDING'
      and not exists (select 1 from chain_rentals where rental_id = rentals.id)`;
  return BigInt(rows[0]?.units ?? 0);
}

/** Orders on demand for these slices that wait to be opened, the oldest first. */
export async function claimsOf(tx: Tx, slices: readonly SliceName[]): Promise<Rental[]> {
  const providers = slices.map(({ provider }) => provider);
  const assets = slices.map(({ assetHash }) => assetHash);
  const tokens = slices.map(({ token }) => token);
  const rows = await tx[prisma].$queryRaw<{ id: string }[]>`
    select id from rentals
    where (provider, "order" -> 'offer' ->> 'assetHash', token) in
        (select * from unnest(${providers}::text[], ${assets}::text[], ${tokens}::text[]))
      and state = 'FUNDING' and "order" -> 'offer' ->> 'class' = 'ON_DEMAND'
    order by created_at, id`;
  const ids = rows.map(({ id }) => hex(id));
  const claims = new Map((await findMany(tx, ids)).map((one) => [one.id, one]));
  return ids.flatMap((id) => claims.get(id) ?? []);
}

/** The slices for which bids were opened that have not ended, or somebody on demand waits for the end of a notice. */
export async function contestedSlices(tx: Tx, chainId: number): Promise<SliceName[]> {
  const rows = await tx[prisma].$queryRaw<{ provider: string; asset: string; token: string }[]>`
    select provider, "order" -> 'offer' ->> 'assetHash' as asset, token from chain_rentals
    where chain_id = ${chainId} and state in ('RESERVED', 'RUNNING', 'HALTED')
      and "order" -> 'offer' ->> 'class' = 'INTERRUPTIBLE'
    union
    select provider, "order" -> 'offer' ->> 'assetHash', token from rentals r
    where state = 'FUNDING' and "order" -> 'offer' ->> 'class' = 'ON_DEMAND'
      and not exists (select from intents i where i.rental_id = r.id)`;
  return rows.map(({ provider, asset, token }) => ({
    provider: hex(provider),
    assetHash: hex(asset),
    token: hex(token),
  }));
}

/** Writes what the market made of the chain's log number `chainSeq`. */
export async function follow(
  tx: Tx,
  id: Hash,
  { state, chainSeq }: Pick<Rental, 'state' | 'chainSeq'>,
): Promise<void> {
  await tx[prisma].rental.update({ where: { id }, data: { state, chainSeq } });
}

/** The chain declined to open it. */
export async function refuse(tx: Tx, id: Hash, { code, facts }: StoredRefusal): Promise<void> {
  await tx[prisma].rental.update({
    where: { id },
    data: { state: 'REFUSED', refusalCode: code, refusalFacts: toJson(facts) },
  });
}

/**
 * Rentals of which the chain tells more than the market has acted on, in blocks that are confirmed for the money in them,
 * in the chain's order, at most `limit`.
 */
export async function awaitingConfirmation(
  tx: Tx,
  chainId: number,
  confirmed: readonly ConfirmedHeight[],
  limit: number,
): Promise<Hash[]> {
  const paidIn = Prisma.sql`r.deposit_units + c.topped_up_units`;
  const rows = await tx[prisma].$queryRaw<{ id: string }[]>`
    select r.id
    from rentals r
    join chain_rentals c on c.chain_id = ${chainId} and c.rental_id = r.id
    left join chain_tokens t on t.chain_id = c.chain_id and t.address = c.token
    where r.state <> 'CLOSED' and c.last_block <= ${heightFor(paidIn, confirmed)}
      and (c.seq > r.chain_seq
        or c.seq = r.chain_seq and r.state::text <> c.state::text)
    order by c.last_block, c.last_log_index
    limit ${limit}`;
  return rows.map(({ id }) => hex(id));
}

/** Rentals still waiting for money that the renter has taken back on chain, in confirmed blocks. */
export async function takenBack(
  tx: Tx,
  chainId: number,
  confirmed: readonly ConfirmedHeight[],
  limit: number,
): Promise<Hash[]> {
  const rows = await tx[prisma].$queryRaw<{ id: string }[]>`
    select r.id
    from rentals r
    join chain_cancelled_orders c on c.chain_id = ${chainId} and c.rental_id = r.id
    left join chain_tokens t on t.chain_id = c.chain_id and t.address = r.token
    where r.state = 'FUNDING'
      and c.last_block <= ${heightFor(Prisma.sql`r.deposit_units`, confirmed)}
    order by r.id
    limit ${limit}`;
  return rows.map(({ id }) => hex(id));
}

/** A rental on chain that the market does not know, and the listing whose offer it seems to accept. */
export interface AdoptableRental {
  rentalId: Hash;
  listingId: string;
}

/**
 * Rentals that were opened past the market under what looks like the offer of an active listing that takes them, in
 * confirmed blocks, at most `limit`. Only the offer's hash tells for sure.
 */
export async function adoptable(
  tx: Tx,
  chainId: number,
  confirmed: readonly ConfirmedHeight[],
  limit: number,
): Promise<AdoptableRental[]> {
  const paidIn = Prisma.sql`(c."order" ->> 'deposit')::numeric + c.topped_up_units`;
  const rows = await tx[prisma].$queryRaw<{ rental: string; listing: string }[]>`
    select c.rental_id as rental, l.id as listing
    from chain_rentals c
    join listings l on l.provider = c.provider and l.state = 'ACTIVE'
      and l.asset_hash = c."order" -> 'offer' ->> 'assetHash'
      and l.offer ->> 'salt' = c."order" -> 'offer' ->> 'salt'
    left join chain_tokens t on t.chain_id = c.chain_id and t.address = c.token
    where c.chain_id = ${chainId} and c.state in ('RESERVED', 'RUNNING', 'HALTED')
      and not exists (select from rentals r where r.id = c.rental_id)
      and (l.offer ->> 'class' = 'INTERRUPTIBLE' or not exists (
        select from rentals r
        where r.listing_id = l.id and r.state in ('FUNDING', 'RESERVED', 'RUNNING', 'HALTED')))
      and c.last_block <= ${heightFor(paidIn, confirmed)}
    order by c.opened_block, c.opened_log_index
    limit ${limit}`;
  return rows.map(({ rental, listing }) => ({ rentalId: hex(rental), listingId: listing }));
}

/** The block up to which `units` of the token `t` are confirmed. A token without decimals is judged as if it had none. */
function heightFor(units: Prisma.Sql, confirmed: readonly ConfirmedHeight[]): Prisma.Sql {
  const amounts = confirmed.map(({ fromTokens }) => fromTokens.toString());
  const heights = confirmed.map(({ height }) => height);
  return Prisma.sql`(
    select rule.height
    from unnest(${amounts}::text[]::numeric[], ${heights}::bigint[]) as rule(from_tokens, height)
    where rule.from_tokens * 10::numeric ^ coalesce(t.decimals, 0) <= ${units}
    order by rule.from_tokens desc
    limit 1)`;
}

/**
 * Rentals on which the market acted because of logs that a reorganisation has removed, at most `limit`.
 * Compares every rental that was ever on chain: for after a reorganisation and for a start.
 */
export async function orphaned(tx: Tx, chainId: number, limit: number): Promise<Hash[]> {
  const rows = await tx[prisma].$queryRaw<{ id: string }[]>`
    select r.id
    from rentals r
    left join chain_rentals c on c.chain_id = ${chainId} and c.rental_id = r.id
    where r.chain_seq > 0
      and (c.rental_id is null or c.seq < r.chain_seq or r.state = 'CLOSED' and c.state <> 'CLOSED')
    order by r.id
    limit ${limit}`;
  return rows.map(({ id }) => hex(id));
}

function toRental(row: RentalRow): Rental {
  return {
    id: hex(row.id),
    listingId: row.listingId,
    machineId: row.machineId,
    renter: hex(row.renter),
    provider: hex(row.provider),
    state: row.state,
    order: orderFromJson(row.order),
    orderSignature: row.orderSignature === null ? undefined : hex(row.orderSignature),
    usage: row.usage === null ? undefined : usageFromJson(row.usage),
    chainSeq: row.chainSeq,
    refusal: refusalOf(row),
    createdAt: row.createdAt,
  };
}
