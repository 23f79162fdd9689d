import assert from 'node:assert/strict';

import {
  createEscrowModel,
  grossAt,
  type Digests,
  type Hex,
  type Operation,
} from '@gpuflow/domain';
import {
  decodeUnplacedLog,
  encodeEscrowCall,
  escrowDomain,
  escrowLensAbi,
  escrowParamsAbi,
  escrowTerms,
  orderStruct,
  rentalEscrowAbi,
} from '@gpuflow/escrow';
import { decodeErrorResult, decodeFunctionResult, encodeFunctionData } from 'viem';

import type { Chain, Sent } from './chain.ts';
import { nextDecision } from './decisions.ts';
import { nextMove, type Move } from './moves.ts';
import { nextTime } from './next-time.ts';
import { randomOf } from './random.ts';
import type { Scene } from './scene.ts';
import { signOperation, type Signing } from './sign-operation.ts';
import { assertSameStorage, foldLogs } from './storage.ts';
import type { Tally } from './tally.ts';
import { someOffers } from './terms.ts';

/** How to play: on which chain, and who counts. */
export interface Play {
  chain: Chain;
  tally: Tally;
  /** How many moves a sequence has. */
  moves: number;
}

/**
 * Plays random moves, the same for the same seed, on the contract and on the model side by side (P42). Both accept or
 * refuse alike and write the same logs, which carry every balance; after each move the rental in question has cost the
 * same. In the end the contract stores what its logs fold to (P41), and so does the model, which saw none of them.
 */
export async function playSequence({ chain, tally, moves }: Play, seed: number): Promise<void> {
  const signing = signingOf(chain);
  const scene = await setScene(chain, signing, seed);
  for (let played = 0; played < moves; played++) {
    scene.now = nextTime(scene);
    await decide({ chain, tally, scene });
    const move = nextMove(scene);
    try {
      await playMove({ chain, tally, signing, scene }, move);
    } catch (cause) {
      const { caller, operation } = move;
      const words = JSON.stringify({ played, now: scene.now, caller, operation }, plain, 1);
      throw new Error(`The sides differ with seed ${seed}: ${words}`, { cause });
    }
  }
  const books = await foldLogs(chain, signing);
  assert.deepEqual(scene.model.books, books);
  await assertSameStorage(chain, books);
}

function signingOf({ chainId, escrow }: Chain): Signing & Digests {
  const { hashOffer, hashOrder, hashWithdraw } = escrowTerms({ chainId, escrow });
  const domain = escrowDomain(chainId, escrow);
  const known = new WeakMap<object, ReturnType<typeof hashOrder>>();
  const once = <Terms extends object>(hash: (terms: Terms) => ReturnType<typeof hashOrder>) => {
    return (terms: Terms) => {
      const digest = known.get(terms) ?? hash(terms);
      known.set(terms, digest);
      return digest;
    };
  };
  return { domain, hashOffer: once(hashOffer), hashOrder: once(hashOrder), hashWithdraw };
}

async function setScene(chain: Chain, signing: Digests, seed: number): Promise<Scene> {
  const random = randomOf(seed);
  const model = createEscrowModel(signing);
  for (const raw of await chain.logs()) {
    const log = decodeUnplacedLog(raw);
    if (log !== undefined) model.record(log);
  }
  const now = await chain.now();
  const offers = someOffers(random, chain.tokens, Number(now));
  return {
    random,
    model,
    tokens: chain.tokens,
    offers,
    orders: [],
    rentalId: signing.hashOrder,
    now,
  };
}

interface Round {
  chain: Chain;
  tally: Tally;
  signing: Signing;
  scene: Scene;
}

/** Governance decides alone: its logs tell the model what from now on holds. */
async function decide({ chain, tally, scene }: Omit<Round, 'signing'>): Promise<void> {
  const data = nextDecision(scene);
  if (data === undefined) return;
  const sent = await chain.send(chain.admin, chain.params, data, scene.now);
  tally.addCall(data, topicsOf(sent));
  if ('reverted' in sent) return;
  for (const log of sent.logs.map(decodeUnplacedLog))
    if (log !== undefined) scene.model.record(log);
}

async function playMove(round: Round, { caller, operation }: Move): Promise<void> {
  const { chain, signing, scene } = round;
  const { model, now } = scene;
  const outcome = model.apply(operation, { caller, now });
  const data = encodeEscrowCall(await signOperation(signing, operation));
  const sent = await chain.send(caller, chain.escrow, data, now);
  round.tally.addCall(data, topicsOf(sent));
  if ('refusal' in outcome) {
    assert.ok('reverted' in sent, `The model refuses: ${outcome.refusal.code}`);
    return;
  }
  if ('reverted' in sent) assert.fail(`The contract refuses: ${explained(sent.reverted)}`);
  const logs = sent.logs.map(decodeUnplacedLog);
  assert.deepEqual(sorted(logs), sorted(outcome.logs));
  await assertSameCost(chain, signing, scene, operation);
}

/** What the rental of an operation has cost by the contract's lens, now or in the past or the future. */
async function assertSameCost(
  chain: Chain,
  { hashOrder }: Signing,
  { model, now, random }: Scene,
  operation: Operation,
): Promise<void> {
  if (!('order' in operation)) return;
  const { order } = operation;
  const rental = model.books.rentals.get(hashOrder(order));
  if (rental === undefined) return;
  const { window } = order.offer;
  const time = random.pick([now, now - BigInt(window), now + BigInt(random.below(100_000))]);
  const units = rental.state === 'CLOSED' ? rental.claimedUnits : grossAt(rental, time);
  const call = { abi: escrowLensAbi, functionName: 'accruedAt' } as const;
  const data = encodeFunctionData({ ...call, args: [orderStruct(order), time] });
  const accrued = decodeFunctionResult({ ...call, data: await chain.view(chain.lens, data) });
  assert.equal(accrued, units, `cost at ${time}`);
}

/** What a call emitted, by first topics; undefined where it was refused. */
function topicsOf(sent: Sent): Hex[] | undefined {
  if ('reverted' in sent) return undefined;
  return sent.logs.flatMap(({ topics: [topic] }) => topic ?? []);
}

/** Each rental's and each account's logs are numbered; which of them comes first in a transaction says nothing. */
function sorted(logs: readonly unknown[]): string[] {
  return logs.map((log) => JSON.stringify(log, byName)).sort();
}

function byName(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}`;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort());
}

function explained(data: Hex): string {
  try {
    return decodeErrorResult({ abi: [...rentalEscrowAbi, ...escrowParamsAbi], data }).errorName;
  } catch {
    // No error of these contracts: its bytes are all there is to say.
    return data;
  }
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}` : value;
}
