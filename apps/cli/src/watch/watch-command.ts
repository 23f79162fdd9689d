import { setTimeout as delay } from 'node:timers/promises';

import {
  delegateScopes,
  Fault,
  type Address,
  type Hash,
  type Hex,
  type Order,
} from '@gpuflow/domain';
import { createWallet, encodeEscrowCall, rejectAsFault, type Wallet } from '@gpuflow/escrow';

import { exitStatus, jsonLine, type ExitStatus, type Terminal } from '../terminal.js';
import { isReachable, type Place } from './reach.js';
import { Silence } from './silence.js';
import { readStopKey } from './stop-key.js';
import {
  answersOf,
  CannotWatch,
  firstOf,
  openChain,
  orderOf,
  permissionOf,
  rentalNow,
  type WatchedChain,
} from './watched-rental.js';

export interface WatchOptions {
  rpc: readonly [string, ...string[]];
  escrow: Address;
  fromBlock: bigint;
  rental: Hash;
  reach: Place;
  keyFile: string;
  unreachableSeconds: number;
  everySeconds: number;
  json?: boolean;
}

/** What is watched, and the key that may end it. */
interface Watch extends WatchOptions {
  chainId: number;
  order: Order;
  key: Hex;
}

/**
 * Ends a rental whose machine does not answer for so long, by a key that the renter lets stop and nothing else, with
 * nobody's servers but the chain's. Ends itself when the rental is over: with status 1 where it had to end it.
 */
export async function watchCommand(options: WatchOptions, to: Terminal): Promise<ExitStatus> {
  const watch = await begin(options, to);
  const { rental, unreachableSeconds, everySeconds, json } = options;
  const silence = new Silence();
  for (;;) {
    const silentMs = await look(watch, silence, to);
    if (silentMs === 'over') {
      to.out(json ? jsonLine({ rental, outcome: 'OVER' }) : `rental ${rental} is over`);
      return exitStatus.agrees;
    }
    const transaction = silentMs < unreachableSeconds * 1_000 ? undefined : await stop(watch, to);
    if (transaction !== undefined) {
      const text = `stopped rental ${rental}, transaction ${transaction}`;
      to.out(json ? jsonLine({ rental, outcome: 'STOPPED', transaction }) : text);
      return exitStatus.differs;
    }
    await delay(everySeconds * 1_000);
  }
}

/** Throws {@link CannotWatch} where the key could not stop this rental when it has to. */
async function begin(options: WatchOptions, to: Terminal): Promise<Watch> {
  const { rpc, escrow, rental, fromBlock, keyFile, reach } = options;
  const key = await readStopKey(keyFile);
  return firstOf(rpc, async (url) => {
    const chain = await openChain(url, escrow);
    const order = await orderOf(chain, rental, fromBlock);
    const { address } = walletOf(chain, order, key);
    await requirePermission(chain, order, address, to);
    await requireGas(chain, address);
    to.err(`watching ${reach.host}:${reach.port} for rental ${rental}`);
    return { ...options, chainId: chain.chainId, order, key };
  });
}

function walletOf(chain: WatchedChain, { offer }: Order, privateKey: Hex): Wallet {
  const deployment = { escrow: chain.escrow, token: offer.token };
  return createWallet({ rpcUrl: chain.rpcUrl, chainId: chain.chainId, privateKey, deployment });
}

async function requirePermission(
  chain: WatchedChain,
  order: Order,
  key: Address,
  to: Terminal,
): Promise<void> {
  const { renter, maxEnd } = order;
  if (key === renter)
    return to.err("this is the renter's own key: one that may only stop is enough");
  const { scopes, expiry } = await permissionOf(chain, order, key);
  if ((scopes & delegateScopes.STOP) === 0)
    throw new CannotWatch(`${renter} does not let ${key} stop: sign setDelegate with scope STOP`);
  if (scopes !== delegateScopes.STOP) to.err('this key may do more than stop: less is enough');
  if (expiry < maxEnd)
    to.err(`this key may stop until second ${expiry}, and the rental may last until ${maxEnd}`);
}

async function requireGas({ node }: WatchedChain, address: Address): Promise<void> {
  const balance = await node.getBalance({ address }).catch(rejectAsFault);
  if (balance === 0n)
    throw new CannotWatch(`${address} has nothing to pay a transaction with: send it some`);
}

/**
 * For how many milliseconds the machine has not answered. What nobody could hear is no silence. It is over where every
 * endpoint that answers says so: one alone may be wrong.
 */
async function look(watch: Watch, silence: Silence, to: Terminal): Promise<number | 'over'> {
  const { rpc, rental, reach } = watch;
  try {
    const said = await answersOf(rpc, async (url) => rentalNow(await openSame(url, watch), rental));
    if (said.every(({ isOver }) => isOver)) return 'over';
    if (said.some(({ shouldAnswer }) => shouldAnswer) && !(await isReachable(reach))) {
      const silentMs = silence.hears(performance.now());
      to.err(`no answer from ${reach.host}:${reach.port} for ${Math.round(silentMs / 1_000)} s`);
      return silentMs;
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    to.err('no node answers: where our own network is down, silence does not count');
  }
  silence.ends();
  return 0;
}

/** The transaction that stopped it; undefined where it has to be tried again, whatever came between. */
async function stop(watch: Watch, to: Terminal): Promise<Hash | undefined> {
  const { rpc, order, key, chainId, escrow } = watch;
  const data = encodeEscrowCall({ kind: 'STOP', order });
  try {
    return await firstOf(rpc, async (url) => {
      const wallet = walletOf(await openSame(url, watch), order, key);
      return wallet.sendCall({ chainId, from: wallet.address, to: escrow, data });
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'an unknown error';
    to.err(`it could not be stopped, and is tried again: ${reason}`);
    return undefined;
  }
}

/** An endpoint of the chain that was first asked. Throws `Fault('rpc')` for one of another. */
async function openSame(url: string, { escrow, chainId }: Watch): Promise<WatchedChain> {
  const chain = await openChain(url, escrow);
  if (chain.chainId === chainId) return chain;
  throw new Fault('rpc', new Error(`chain ${chain.chainId} and not ${chainId}`));
}
