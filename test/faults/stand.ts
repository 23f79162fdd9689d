import { openDatabase } from '@gpuflow/db';
import { parseAddress } from '@gpuflow/domain';
import { createWallet, escrowTerms, type Wallet } from '@gpuflow/escrow';
import { keepRentals, type Clock, type Market } from '@gpuflow/marketplace';
import { cloneDatabase, FixedClock, startChain, type TestChain } from '@gpuflow/testing';
import pg from 'pg';

import { Accepted } from './accepted.ts';
import { useCaseDoor, type Door } from './door.ts';
import { openLedger, type Ledger } from './books.ts';
import { chainChild, type ChainChild } from './chain-child.ts';
import { chainPair, type ChainPair } from './chain-pair.ts';
import type { ChainPlace } from './chain-environment.ts';
import type { ChainHands } from './chain-hands.ts';
import { chainInProcess } from './chain-in-process.ts';
import { startRpcProxy, type RpcProxy } from './rpc-proxy.ts';
import { accountOf, keyOf, seats } from './seats.ts';

/** A chain, a database, and the chain process between them with its endpoints: what the trials of a fault share. */
export interface Stand<Chain extends ChainHands = ChainHands> {
  node: TestChain;
  ledger: Ledger;
  /** The chain process's endpoints, in its order. */
  endpoints: readonly RpcProxy[];
  place: ChainPlace;
  chain: Chain;
  /** The market in the harness's own hands: commands go in here, through the real use cases. */
  market: Market;
  /** Where people's commands go in. */
  door: Door;
  /** Looks whether the keeper owes a rental anything; the worker's job, where one runs. */
  keep(): Promise<void>;
  /** For reading what is written, past the server's own code. */
  sql: pg.Pool;
  accepted: Accepted;
  wallet(seat: number): Wallet;
  /** Milliseconds of the clock that the chain process lives by. */
  nowMs(): number;
  /** A second goes by, or a moment where the processes have the wall clock; a block is made. */
  pass(): Promise<void>;
  close(): Promise<void>;
}

export interface StandOptions {
  endpoints?: number;
  finalityDepth?: bigint;
  env?: Readonly<Record<string, string>>;
  /** The database, where it is not to be a clone. */
  databaseUrl?: string;
}

const finalityDepth = 70n;
/** Of the wall clock, where nobody can move it: a block is made, and everything looked at, so often. */
const momentMs = 100;

/** With the chain process in this one, by a clock that only the trial moves. */
export function openStand(options: StandOptions = {}): Promise<Stand> {
  const time = movedTime();
  return standWith(options, time, async (place) => chainInProcess(place, time.clock));
}

/** With the built chain process as a real child, by the wall clock. */
export function openChildStand(options: StandOptions = {}): Promise<Stand<ChainChild>> {
  return standWith(options, wallTime(), chainChild);
}

/** With two chain processes on one database. */
export function openPairStand(): Promise<Stand<ChainPair>> {
  return standWith({}, wallTime(), chainPair);
}

async function standWith<Chain extends ChainHands>(
  options: StandOptions,
  time: Time,
  startChainProcess: (place: ChainPlace) => Promise<Chain>,
): Promise<Stand<Chain>> {
  const node = await startChain();
  const clone = options.databaseUrl === undefined ? await cloneDatabase() : undefined;
  const databaseUrl = options.databaseUrl ?? clone?.url ?? '';
  const endpoints: RpcProxy[] = [];
  for (let made = 0; made < (options.endpoints ?? 1); made += 1)
    endpoints.push(await startRpcProxy(node.url, options.finalityDepth ?? finalityDepth));
  const rpcUrls = endpoints.map(({ url }) => url);
  const place: ChainPlace = { node, databaseUrl, rpcUrls, env: options.env ?? {} };
  const market = marketOf(databaseUrl, node, time.clock);
  const chain = await startChainProcess(place);
  const sql = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  sql.on('error', () => undefined);
  const ledger = openLedger(node.url, node.deployment);
  return {
    node,
    ledger,
    endpoints,
    place,
    chain,
    market,
    door: useCaseDoor(market, ledger.escrow),
    keep: async () => void (await keepRentals(market)),
    sql,
    accepted: new Accepted(),
    wallet: (seat) =>
      createWallet({
        rpcUrl: node.url,
        chainId: node.chainId,
        privateKey: keyOf(seat),
        deployment: { escrow: ledger.escrow, token: ledger.token },
      }),
    nowMs: () => time.clock.now().getTime(),
    async pass() {
      await time.pass();
      await node.mine();
    },
    async close() {
      await chain.close();
      await sql.end();
      await market.db.close();
      for (const endpoint of endpoints) await endpoint.close();
      await clone?.drop();
      await node.stop();
    },
  };
}

/** A clock, and how a moment goes by on it. */
interface Time {
  clock: Clock;
  pass(): Promise<void>;
}

function wallTime(): Time {
  return {
    clock: { now: () => new Date() },
    pass: () => new Promise((resolve) => setTimeout(resolve, momentMs)),
  };
}

function movedTime(): Time {
  const clock = new FixedClock();
  return { clock, pass: async () => clock.advanceSeconds(1) };
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

function marketOf(databaseUrl: string, { chainId, deployment }: TestChain, clock: Clock): Market {
  return {
    db: openDatabase(databaseUrl),
    clock,
    log: silent,
    terms: escrowTerms({ chainId, escrow: parseAddress(deployment.escrow, 'escrow') }),
    policy: {
      chainId,
      meter: parseAddress(accountOf(seats.meter).address, 'meter'),
      // Machines' beats are no part of these trials.
      vettedProviders: [],
      beat: { beatEverySeconds: 3_600, missedBeatsMax: 100 },
      disputeDays: 30,
      settleFromUnits: 50_000n,
    },
  };
}
