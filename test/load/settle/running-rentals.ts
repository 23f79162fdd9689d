import { parseAddress, zeroAddress, type Hash, type IntentCall, type Order } from '@gpuflow/domain';
import { callsMax, createWallet, encodeCalls, encodeTrial, escrowTerms } from '@gpuflow/escrow';
import { createWalletClient, http, toHex, type Hex } from 'viem';

import { accountOf, keyOf, seats } from './seats.ts';
import type { World } from './world.ts';

/** A rental that runs on chain, and of which something has vested. */
export interface RunningRental {
  id: Hash;
  order: Order;
}

const depositUnits = 5_000_000n;
const vestedSeconds = 3_600;
/** What EIP-7825 lets one transaction use. */
const gasMax = 16_000_000n;

/** Opens and starts rentals of one renter and one provider, and lets an hour pass. Blocks must come with transactions. */
export async function runningRentals(world: World, count: number): Promise<RunningRental[]> {
  const { chainId, escrow, token, nodeUrl: rpcUrl } = world;
  const privateKey = keyOf(seats.renter);
  const renter = createWallet({ rpcUrl, chainId, privateKey, deployment: { escrow, token } });
  await renter.mintDemo(BigInt(count) * depositUnits);
  await renter.approveAndDeposit(BigInt(count) * depositUnits);
  const rentals: RunningRental[] = [];
  for (let made = 0; made < count; made += callsMax) {
    rentals.push(...(await openAndStart(world, made, Math.min(callsMax, count - made))));
  }
  await passTime(world, vestedSeconds);
  return rentals;
}

async function openAndStart(world: World, from: number, count: number): Promise<RunningRental[]> {
  const terms = escrowTerms(world);
  const seconds = Number((await world.node.getBlock()).timestamp);
  const orders = Array.from({ length: count }, (_, i) => orderOf(world, from + i, seconds));
  const openings = await Promise.all(orders.map((order) => openingOf(world, order)));
  await send(world, seats.relayer, encodeTrial(openings));
  await send(world, seats.meter, encodeCalls(orders.map((order) => ({ purpose: 'START', order }))));
  return orders.map((order) => ({ id: terms.hashOrder(order), order }));
}

async function openingOf(world: World, order: Order): Promise<IntentCall> {
  const terms = escrowTerms(world);
  const sign = (seat: number, hash: Hash) => accountOf(seat).sign({ hash });
  return {
    purpose: 'OPEN',
    order,
    orderSignature: await sign(seats.renter, terms.hashOrder(order)),
    offerSignature: await sign(seats.provider, terms.hashOffer(order.offer)),
  };
}

async function send({ node, nodeUrl, escrow }: World, seat: number, data: Hex): Promise<void> {
  const wallet = createWalletClient({ account: accountOf(seat), transport: http(nodeUrl) });
  const hash = await wallet.sendTransaction({ chain: null, to: escrow, data, gas: gasMax });
  const { status, logs } = await node.waitForTransactionReceipt({ hash });
  if (status !== 'success' || logs.length === 0) throw new Error(`${hash} did nothing`);
}

async function passTime({ node, nodeUrl }: World, seconds: number): Promise<void> {
  const { timestamp } = await node.getBlock();
  const params = [toHex(timestamp + BigInt(seconds))];
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'evm_mine', params });
  await fetch(nodeUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { timestamp: after } = await node.getBlock();
  if (after < timestamp + BigInt(seconds)) throw new Error('time did not pass');
}

function orderOf({ token }: World, n: number, now: number): Order {
  const address = (seat: number) => parseAddress(accountOf(seat).address, 'seat');
  const pricePerHour = 590_000n;
  return {
    renter: address(seats.renter),
    offer: {
      provider: address(seats.provider),
      token,
      pricePerHour,
      storagePricePerHour: 0n,
      class: 'ON_DEMAND',
      assetHash: toHex(n + 1, { size: 32 }),
      slaHash: toHex(1, { size: 32 }),
      maxFeeBps: 1_500,
      meter: address(seats.meter),
      arbiter: zeroAddress,
      window: 600,
      retroBudget: 0,
      noticeSeconds: 0,
      startWithin: 3_600,
      minDuration: 60,
      evictPenalty: 0n,
      slaGrace: 0,
      bond: 0n,
      availableUntil: now + 90 * 86_400,
      maxUses: 0,
      validUntil: now + 86_400,
      counter: 0n,
      salt: toHex(n + 1, { size: 32 }),
    },
    pricePerHour,
    deposit: depositUnits,
    feeBps: 1_000,
    starter: 'METER',
    startDeadline: now + 1_800,
    maxEnd: now + 30 * 86_400,
    validUntil: now + 600,
    counter: 0n,
    salt: toHex(n + 1, { size: 32 }),
  };
}
