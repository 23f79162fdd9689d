import type { Hash, Offer, Order } from '@gpuflow/domain';
import { encodeFunctionData } from 'viem';
import { escrowParamsAbi, rentalEscrowAbi } from '../src/index.js';
import { offerStruct } from '../src/typed-data.js';
import type { LocalMarket } from './local-market.js';

/**
 * Everything that can happen to a market, in real transactions: one rental of exactly 7,200 seconds settled twice, one
 * that expires, all money withdrawn, and each act of governance and of a signer. Answers the two orders.
 */
export async function liveThrough(market: LocalMarket): Promise<{ ran: Order; expired: Order }> {
  const renter = market.walletOf('renter');
  await renter.mintDemo(10_000_000n);
  await renter.approveAndDeposit(10_000_000n);
  const offer = market.offer();
  const ran = await runTwoHours(market, offer);
  const expired = await letExpire(market, offer);
  await renter.withdraw(await renter.freeUnits());
  const provider = market.walletOf('provider');
  await provider.withdraw(await provider.freeUnits());
  await withdrawFees(market);
  await takeBack(market, offer);
  await govern(market);
  return { ran, expired };
}

async function runTwoHours(market: LocalMarket, offer: Offer): Promise<Order> {
  const order = await market.order(offer);
  const rentalId = market.terms.hashOrder(order);
  await market.act(await market.opening(order));
  await market.act({ purpose: 'START', order }, 'meter');
  const startedAt = await market.now();
  const settling = { purpose: 'SETTLE', order, claimedUnits: 0n } as const;
  await market.actAt(startedAt + 7_199, settling);
  const stopping = await market.stopping(order, rentalId, startedAt + 8_000);
  await market.actAt(startedAt + 7_200, stopping);
  await market.actAt(startedAt + 7_200 + offer.window, { purpose: 'CLOSE', order });
  return order;
}

async function letExpire(market: LocalMarket, offer: Offer): Promise<Order> {
  const order = await market.order(offer);
  await market.act(await market.opening(order));
  await market.actAt(order.startDeadline + 1, { purpose: 'EXPIRE', order });
  return order;
}

function withdrawFees({ send, escrow, token }: LocalMarket): Promise<Hash> {
  const call = { abi: rentalEscrowAbi, functionName: 'withdrawFees', args: [token] } as const;
  return send('keeper', escrow, encodeFunctionData(call));
}

async function takeBack({ send, escrow }: LocalMarket, offer: Offer): Promise<void> {
  const abi = rentalEscrowAbi;
  const cancel = { abi, functionName: 'cancelOffer', args: [offerStruct(offer)] } as const;
  await send('provider', escrow, encodeFunctionData(cancel));
  await send('renter', escrow, encodeFunctionData({ abi, functionName: 'incrementCounter' }));
}

async function govern({ send, params, token, escrow }: LocalMarket): Promise<void> {
  const abi = escrowParamsAbi;
  const acts = [
    encodeFunctionData({ abi, functionName: 'delistToken', args: [token] }),
    encodeFunctionData({ abi, functionName: 'setFee', args: [250] }),
    encodeFunctionData({ abi, functionName: 'setFeeRecipient', args: [escrow] }),
  ];
  for (const act of acts) await send('admin', params, act);
}
