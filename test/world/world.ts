import { randomUUID } from 'node:crypto';

import { createApi } from '@gpuflow/api';
import { createApiClient, operations, walletToken, type ApiClient } from '@gpuflow/api-client';
import { openNode } from '@gpuflow/audit';
import { createChainProcess, type ChainProcess } from '@gpuflow/chain';
import { acceptance, openDatabase } from '@gpuflow/db';
import { parseAddress, parseHash, type Hash } from '@gpuflow/domain';
import { createWallet, escrowTerms, openChainClient, type Wallet } from '@gpuflow/escrow';
import {
  keepRentals,
  matchBids,
  publishUsageRoots,
  settlementNow,
  type Market,
} from '@gpuflow/marketplace';
import { FixedClock, lendDatabases, startChain, type TestChain } from '@gpuflow/testing';
import { auditChain, probeInstance, relayOutbox, watchHeartbeats } from '@gpuflow/worker';

import { accountOf, privateKeyOf, type Seat } from './people.js';

/** Somebody with a wallet, and the API in its name. */
export interface Party {
  wallet: Wallet;
  api: ApiClient;
}

/** Database, chain, API, worker and chain process in one process, moved by hand: nothing happens between two calls. */
export interface World {
  node: TestChain;
  clock: FixedClock;
  market: Market;
  chain: ChainProcess;
  apiUrl: string;
  token: `0x${string}`;
  /** The API in nobody's name. */
  anonymous: ApiClient;
  party(seat: Seat): Party;
  /** Lets worker and chain process work until neither has anything to do. */
  settle(): Promise<void>;
  /** Has the chain's clock show this second, and everybody act on it. */
  passTo(chainSecond: bigint): Promise<void>;
  /** Both clocks go on to this second of the chain's, and nobody acts yet. */
  clocksTo(chainSecond: bigint): Promise<void>;
  /** The API has accepted no beats since `deafSince`, and accepts them again from now on. */
  listenAgain(deafSince: Date): Promise<void>;
  databaseUrl: string;
  headNumber(): Promise<bigint>;
  /** Audits what is final, as the worker does, and answers what the API says of it. */
  auditAsItIs(): ReturnType<typeof publishedAudit>;
  /** The same once everything that has happened is final. */
  audit(): ReturnType<typeof publishedAudit>;
  close(): Promise<void>;
}

const publicUrl = 'http://market.test';
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const probeRules = { privateAllowed: true, timeoutMs: 2_000 };
/** Rounds of work that one change may need: money held, machine up, clock started, and so on. */
const roundsMax = 10;

const lend = lendDatabases(openDatabase, afterAll);

export async function openWorld(): Promise<World> {
  const node = await startChain();
  const { db, url: databaseUrl, giveBack } = await lend();
  // It moves only by hand, and everybody's tokens go by it.
  const clock = new FixedClock(new Date());
  const { escrow, params, usageRoots, token } = contractsOf(node);
  const market = marketOf(db, clock, node.chainId, escrow);
  const listening = await listenAlways(market);
  const chain = createChainProcess({
    market,
    node: openChainClient({ rpcUrl: node.url, chainId: node.chainId }),
    contracts: { escrow, params, usageRoots, deploymentBlock: BigInt(node.deployment.block) },
    confirmations: 1n,
    signers: {
      METER: accountOf('meter'),
      KEEPER: accountOf('keeper'),
      RELAYER: accountOf('relayer'),
    },
    maxFeePerGas: 1_000_000_000_000n,
  });
  await chain.runUntilIdle();
  const api = await createApi({
    market,
    host: '127.0.0.1',
    port: 0,
    publicUrl,
    tokens: { secret: new TextEncoder().encode('s'.repeat(32)), issuer: publicUrl },
    escrow,
    rpcUrl: node.url,
    corsOrigins: [],
    trustedProxies: [],
    development: false,
  });
  const url = `${api.url}/graphql`;
  const anonymous = createApiClient({ url });
  const settle = () => settleMarket(market, chain);
  const rpc = openChainClient({ rpcUrl: node.url, chainId: node.chainId });
  const audited = async () => {
    clock.advanceSeconds(1);
    await auditChain(market, { node: openNode({ urls: [node.url] }), usageRoots });
    return publishedAudit(anonymous);
  };
  return {
    node,
    clock,
    market,
    chain,
    apiUrl: url,
    token,
    anonymous,
    party(seat) {
      const wallet = createWallet({
        rpcUrl: node.url,
        chainId: node.chainId,
        privateKey: privateKeyOf(seat),
        deployment: { escrow, token },
      });
      return {
        wallet,
        api: createApiClient({ url, token: walletToken(anonymous, wallet, () => clock.now()) }),
      };
    },
    settle,
    async passTo(chainSecond) {
      await node.setNextBlockTimestamp(Number(chainSecond));
      await node.mine();
      await settle();
    },
    async clocksTo(chainSecond) {
      const { chainNow } = await settlementNow(market, market.db);
      clock.advanceSeconds(Number(chainSecond - chainNow));
      await node.setNextBlockTimestamp(Number(chainSecond));
    },
    async listenAgain(deafSince) {
      await acceptance.extend(market.db, listening, deafSince, deafSince);
      await listenAlways(market);
    },
    databaseUrl,
    headNumber: () => rpc.getBlockNumber({ cacheTime: 0 }),
    auditAsItIs: audited,
    async audit() {
      // Of the newest block nothing is final.
      await node.mine();
      await settle();
      return audited();
    },
    async close() {
      await chain.close();
      await api.close();
      await giveBack();
      await node.stop();
    },
  };
}

/** As if beats had been accepted from now on: the API says so by the real clock, and ours is moved by hand. */
async function listenAlways({ db, clock }: Market): Promise<string> {
  const id = randomUUID();
  const from = clock.now();
  await acceptance.open(db, id, { from, until: new Date(from.getTime() + 1e11) });
  return id;
}

async function publishedAudit(api: ApiClient) {
  const { audit } = await api.query(operations.audit, {});
  if (audit === null) throw new Error('nothing was audited');
  return audit;
}

function contractsOf({ deployment }: TestChain) {
  return {
    escrow: parseAddress(deployment.escrow, 'escrow'),
    params: parseAddress(deployment.params, 'params'),
    usageRoots: parseAddress(deployment.usageRoots, 'usageRoots'),
    token: parseAddress(deployment.token, 'token'),
  };
}

function marketOf(
  db: Market['db'],
  clock: FixedClock,
  chainId: number,
  escrow: `0x${string}`,
): Market {
  return {
    db,
    clock,
    log: silent,
    terms: escrowTerms({ chainId, escrow }),
    policy: {
      chainId,
      meter: parseAddress(accountOf('meter').address, 'meter'),
      vettedProviders: [],
      beat: { beatEverySeconds: 30, missedBeatsMax: 3 },
      disputeDays: 30,
      settleFromUnits: 50_000n,
    },
  };
}

/** One round after another, of all that worker and chain process do, until a round finds nothing. */
async function settleMarket(market: Market, chain: ChainProcess): Promise<void> {
  for (let round = 0; round < roundsMax; round += 1) {
    await watchHeartbeats(market);
    await chain.runUntilIdle();
    const probed = await probe(market);
    const asked = await keepRentals(market);
    const matched = await matchBids(market);
    const closed = await publishUsageRoots(market);
    if (probed === 0 && asked.length === 0 && matched === 0 && closed.length === 0) return;
  }
  throw new Error(`still busy after ${roundsMax} rounds`);
}

/** Relays the outbox and does its jobs at once. */
async function probe(market: Market): Promise<number> {
  const rentalIds: Hash[] = [];
  await relayOutbox(market, async ({ payload }) => {
    rentalIds.push(parseHash(payload.rentalId, 'rentalId'));
  });
  for (const rentalId of rentalIds) await probeInstance(market, { rentalId }, probeRules);
  return rentalIds.length;
}
