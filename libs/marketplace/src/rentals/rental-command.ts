import { rentals, type Tx } from '@gpuflow/db';
import { Refusal, type Actor, type Address, type Hash, type Rental } from '@gpuflow/domain';

import { assertChain, found } from '../guards.js';
import type { Market } from '../market.js';
import { runOnce, type CommandResult } from '../run-command.js';

/** A party's wish about a rental that goes on, with the caller's key for it. */
export interface RentalCommand {
  actor: Actor;
  key: string;
  chainId: number;
}

/** The rental on the market's chain. Refuses `WRONG_CHAIN`, `NOT_FOUND`. */
export async function rentalOn(market: Market, chainId: number, rentalId: Hash): Promise<Rental> {
  assertChain(chainId, market.policy.chainId);
  return found(await rentals.find(market.db, rentalId), 'rental', rentalId);
}

/** Refuses `BAD_SIGNATURE` where the signer did not sign this. */
export async function assertSigned(signer: Address, verified: Promise<boolean>): Promise<void> {
  if (!(await verified)) throw new Refusal('BAD_SIGNATURE', { signer });
}

/** Runs a command once per key, under its rental's lock. Answers the rental after it. */
export async function runForRental(
  market: Market,
  {
    actor,
    key,
    name,
    input,
  }: Pick<RentalCommand, 'actor' | 'key'> & { name: string; input: object },
  rentalId: Hash,
  decide: (tx: Tx, rental: Rental) => Promise<CommandResult<string>>,
): Promise<Rental> {
  await runOnce(market, { name, actor, key, input }, async (tx) =>
    decide(tx, found(await rentals.lock(tx, rentalId), 'rental', rentalId)),
  );
  return found(await rentals.find(market.db, rentalId), 'rental', rentalId);
}
