import assert from 'node:assert/strict';

import {
  accountKey,
  emptyBooks,
  liabilitiesIn,
  rates,
  recordLog,
  type Address,
  type Delegation,
  type Digests,
  type EscrowBooks,
  type EscrowRental,
  type Hash,
  type Hex,
} from '@gpuflow/domain';
import { decodeUnplacedLog, rentalEscrowAbi as abi } from '@gpuflow/escrow';
import {
  decodeFunctionResult,
  encodeAbiParameters,
  encodeFunctionData,
  erc20Abi,
  keccak256,
} from 'viem';

import { actors } from './actors.ts';
import type { Chain } from './chain.ts';

const states = ['NONE', 'RESERVED', 'RUNNING', 'HALTED', 'ENDED', 'CLOSED'];
const flagOf = { history: 1, repriced: 2, noticed: 4, paused: 8, yields: 16 };

/** P41: everything that the contract stores is what its logs, folded from the first one on, say. */
export async function assertSameStorage(chain: Chain, books: EscrowBooks): Promise<void> {
  const offers = new Set([...books.cancelledOffers, ...books.uses.keys()]);
  await Promise.all([
    ...[...books.rentals.values()].map((rental) => assertSameRental(chain, rental)),
    ...[...books.cancelledOrders].map((rentalId) => assertTombstone(chain, rentalId)),
    ...[...books.holders].map(([slice, rentalId]) => assertSameHolder(chain, slice, rentalId)),
    ...chain.tokens.map((token) => assertSameMoney(chain, books, token)),
    ...actors.map((actor) => assertSameSigner(chain, books, actor)),
    ...[...books.delegations].map(([key, leave]) => assertSameDelegation(chain, key, leave)),
    ...[...offers].map((offerHash) => assertSameOffer(chain, books, offerHash)),
  ]);
}

/** The books that the contract's logs tell, and nothing else. */
export async function foldLogs(chain: Chain, digests: Digests): Promise<EscrowBooks> {
  const books = emptyBooks();
  for (const raw of await chain.logs()) {
    const log = decodeUnplacedLog(raw);
    if (log !== undefined) recordLog(books, log, digests);
  }
  return books;
}

type View = 'rental' | 'history' | 'prices' | 'account' | 'holder' | 'offerUse' | 'counter';
type AnyView = View | 'fees' | 'nonces' | 'delegation';

/** What a getter of the escrow answers, decoded. */
async function read(chain: Chain, functionName: AnyView, args: readonly unknown[]) {
  // The names and arguments are paired at run time: viem checks them against the ABI there.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  const call = { abi, functionName, args } as Parameters<typeof encodeFunctionData>[0];
  const data = await chain.view(chain.escrow, encodeFunctionData(call));
  const answer: unknown = decodeFunctionResult({ abi, functionName, data });
  return answer;
}

async function assertSameRental(chain: Chain, rental: EscrowRental): Promise<void> {
  const { rentalId } = rental;
  const words = `rental ${rentalId}`;
  assert.deepEqual(await read(chain, 'rental', [rentalId]), storedRental(rental), words);
  assert.deepEqual(await read(chain, 'history', [rentalId]), storedHistory(rental), words);
  const prices = {
    pricePerHour: rental.repriced ? rental.pricePerHourUnits : 0n,
    storagePricePerHour: rental.repriced ? rental.storagePricePerHourUnits : 0n,
  };
  assert.deepEqual(await read(chain, 'prices', [rentalId]), prices, words);
}

function storedRental(rental: EscrowRental) {
  const { clock } = rental;
  return {
    claimed: rental.claimedUnits,
    seq: rental.seq,
    clockFrom: Number(clock.current.from),
    endsAt: Number(rental.endsAt),
    retroLeft: rental.retroLeftSeconds,
    turn: rental.turn,
    state: states.indexOf(rental.state),
    rate: rates.indexOf(clock.current.rate),
    flags: flagsOf(rental),
  };
}

function flagsOf(rental: EscrowRental): number {
  const raised = {
    history: hasHistory(rental),
    repriced: rental.repriced,
    noticed: rental.noticed,
    paused: rental.pausedByRenter,
    yields: rental.order.offer.class === 'INTERRUPTIBLE',
  };
  return Object.entries(flagOf).reduce(
    (flags, [name, bit]) =>
      flags + (Object.entries(raised).some(([n, up]) => n === name && up) ? bit : 0),
    0,
  );
}

function hasHistory({ clock, toppedUpUnits }: EscrowRental): boolean {
  return clock.previous !== undefined || toppedUpUnits > 0n;
}

/** Money that came in before the clock first changed keeps an empty segment where the clock began. */
function storedHistory(rental: EscrowRental) {
  const { clock, toppedUpUnits } = rental;
  const { previous, current } = clock;
  return {
    num: clock.closedUnitSeconds,
    previousFrom: hasHistory(rental) ? Number(previous?.from ?? current.from) : 0,
    previousRate: rates.indexOf(previous?.rate ?? 'NONE'),
    toppedUp: toppedUpUnits,
  };
}

/** An order that was taken back leaves a closed rental of one event. */
async function assertTombstone(chain: Chain, rentalId: Hash): Promise<void> {
  const nothing = {
    claimed: 0n,
    clockFrom: 0,
    endsAt: 0,
    retroLeft: 0,
    turn: 0,
    rate: 0,
    flags: 0,
  };
  const stored = await read(chain, 'rental', [rentalId]);
  assert.deepEqual(stored, { ...nothing, seq: 1, state: states.indexOf('CLOSED') });
}

async function assertSameHolder(chain: Chain, slice: string, rentalId: Hash) {
  const [provider, assetHash] = slice.split(':').map(hexOf);
  const types = [{ type: 'address' }, { type: 'bytes32' }] as const;
  const key = keccak256(encodeAbiParameters(types, [provider ?? '0x', assetHash ?? '0x']));
  assert.equal(await read(chain, 'holder', [key]), rentalId, `slice ${slice}`);
}

/** P1: the token that the contract holds is exactly what it owes. */
async function assertSameMoney(chain: Chain, books: EscrowBooks, token: Address): Promise<void> {
  for (const owner of actors) {
    const { freeUnits, seq } = books.accounts.get(accountKey(token, owner)) ?? noAccount;
    assert.deepEqual(await read(chain, 'account', [token, owner]), { free: freeUnits, seq });
  }
  assert.equal(await read(chain, 'fees', [token]), books.fees.get(token) ?? 0n);
  const balanceOf = { abi: erc20Abi, functionName: 'balanceOf' } as const;
  const data = encodeFunctionData({ ...balanceOf, args: [chain.escrow] });
  const held = decodeFunctionResult({ ...balanceOf, data: await chain.view(token, data) });
  assert.equal(held, liabilitiesIn(books, token), `what is owed in ${token}`);
}

const noAccount = { freeUnits: 0n, seq: 0n };

async function assertSameSigner(chain: Chain, books: EscrowBooks, owner: Address): Promise<void> {
  assert.equal(await read(chain, 'counter', [owner]), books.counters.get(owner) ?? 0n);
  assert.equal(await read(chain, 'nonces', [owner]), books.nonces.get(owner) ?? 0n);
}

async function assertSameDelegation(chain: Chain, key: string, leave: Delegation): Promise<void> {
  const [owner, delegate, token] = key.split(':').map(hexOf);
  const { capUnits: cap, expiry, scopes } = leave;
  const stored = await read(chain, 'delegation', [owner, delegate, token]);
  assert.deepEqual(stored, { cap, expiry: Number(expiry), scopes }, `delegation ${key}`);
}

async function assertSameOffer(chain: Chain, books: EscrowBooks, offerHash: Hash): Promise<void> {
  const cancelled = books.cancelledOffers.has(offerHash);
  const used = books.uses.get(offerHash) ?? 0;
  assert.deepEqual(await read(chain, 'offerUse', [offerHash]), { cancelled, used });
}

function hexOf(text: string): Hex {
  return `0x${text.slice(2)}`;
}
